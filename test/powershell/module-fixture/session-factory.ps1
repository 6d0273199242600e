# Sessions for tests that need no cluster: real out-of-process sessions, locked to NoLanguage, with a handful of commands that answer
# or fail as Settings.Modes says for each node. The failures are those of real remoting, by their ids.
function New-NodeSession {
    <#
    .SYNOPSIS
    Opens a session on a made-up node, or fails as its mode says.
    #>
    param([string] $ComputerName, [string] $Endpoint, [string] $NodeModulePath, [string[]] $VisibleFunction, [hashtable] $Settings, [int] $TimeoutMs)

    $mode = "$(($Settings.Modes ?? @{})[$ComputerName])"
    if ($mode -eq 'stuck') { [Threading.Thread]::Sleep($TimeoutMs * 2) }
    if ($mode -like 'open:*') {
        $exception = [Management.Automation.Remoting.PSRemotingTransportException]::new('Text in any language.')
        throw [Management.Automation.ErrorRecord]::new($exception, "$($mode.Substring(5)),PSSessionStateBroken", 'OpenError', $ComputerName)
    }
    $instance = [Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    $environment = $instance.Process.StartInfo.EnvironmentVariables
    $environment['COMPUTERNAME'] = $ComputerName
    $environment['FIXTURE_MODE'] = $mode
    $environment['FIXTURE_PID_FILE'] = "$($Settings.PidFolder)/$([guid]::NewGuid())"
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $instance)
    $runspace.Open()
    $call = [powershell]::Create()
    $call.Runspace = $runspace
    $null = $call.AddScript({
            param($commands, $module, $visible)
            [IO.File]::WriteAllText($env:FIXTURE_PID_FILE, "$PID")
            Import-Module $commands -Global -DisableNameChecking
            if ($env:FIXTURE_MODE -eq 'plain') { return }
            Import-Module $module -Global
            foreach ($command in (Get-Command -CommandType Function, Cmdlet, Alias)) { if ($visible -notcontains $command.Name) { $command.Visibility = 'Private' } }
            $ExecutionContext.SessionState.Applications.Clear()
            $ExecutionContext.SessionState.Scripts.Clear()
            $ExecutionContext.SessionState.LanguageMode = 'NoLanguage'
        }.ToString()).AddArgument([IO.Path]::Combine($Settings.Folder, 'node-commands.psm1')).AddArgument($NodeModulePath).AddArgument($VisibleFunction)
    $null = $call.Invoke()
    if ($call.Streams.Error.Count -gt 0) { throw $call.Streams.Error[0] }
    $call.Dispose()
    [Management.Automation.Runspaces.PSSession]::Create($runspace, 'fixture', $null)
}
