# The functions that run on a node. Each file stands alone: on a plain endpoint the files are sent as they are.
$functionNames = @(
    'Get-IncidentCallerCandidate'
    'Get-IncidentClock'
    'Get-IncidentClusterState'
    'Get-IncidentCrashRecord'
    'Get-IncidentOrchestratorState'
    'Get-IncidentUpdateProgress'
    'Start-IncidentGroup'
    'Stop-IncidentCaller'
    'Test-IncidentCallerGone'
)
foreach ($functionName in $functionNames) { . ([IO.Path]::Combine($PSScriptRoot, "$functionName.ps1")) }
Export-ModuleMember -Function $functionNames
