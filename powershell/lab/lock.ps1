# Locks the present session as a JEA endpoint is: the node module's visible functions can be called, by name with plain arguments, and
# nothing else; no language, no other command, no script, no program.
param([Parameter(Mandatory)][string]$NodeModulePath, [Parameter(Mandatory)][string[]]$VisibleFunction)

Set-LabModuleClock (Import-Module $NodeModulePath -Global -DisableNameChecking -PassThru)
Assert-LabSafety
foreach ($name in $VisibleFunction) {
    if (-not $ExecutionContext.InvokeCommand.GetCommand($name, 'Function')) { throw "The endpoint's function '$name' is not in $NodeModulePath." }
}
$state = $ExecutionContext.SessionState
foreach ($command in $state.InvokeCommand.GetCommands('*', 'Function, Cmdlet, Alias, Filter', $true)) { if ($command.Name -notin $VisibleFunction) { $command.Visibility = 'Private' } }
$state.Applications.Clear()
$state.Scripts.Clear()
$state.LanguageMode = 'NoLanguage'
