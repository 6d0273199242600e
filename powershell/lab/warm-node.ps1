<#
.SYNOPSIS
Serves sessions on simulated nodes from one process, one after the other.

.DESCRIPTION
A fresh process spends most of its time on compiling what every session needs; here only the first session pays for it. Each session has a
runspace of its own, with the lab's modules loaded anew. Writes the line 'ready' to stdout whenever a session can be opened at the pipe.
Ends with its standard input, and when it cannot tell whether the pipe serves again.

.PARAMETER PipePath
Name of the pipe: an absolute path on Linux, a plain name on Windows.
#>
param([Parameter(Mandatory)][string]$PipePath)

$ErrorActionPreference = 'Stop'

# Compiled, because it runs on a thread without a runspace, when the runspace of a session is closed.
function New-SessionEnd([Threading.EventWaitHandle]$ended) {
    $from = [Linq.Expressions.Expression]::Parameter([object])
    $change = [Linq.Expressions.Expression]::Parameter([System.Management.Automation.Runspaces.RunspaceStateEventArgs])
    $state = [Linq.Expressions.Expression]::Property([Linq.Expressions.Expression]::Property($change, 'RunspaceStateInfo'), 'State')
    $closed = [Linq.Expressions.Expression]::Equal($state, [Linq.Expressions.Expression]::Constant([System.Management.Automation.Runspaces.RunspaceState]::Closed))
    $set = [Linq.Expressions.Expression]::Call([Linq.Expressions.Expression]::Constant($ended), [Threading.EventWaitHandle].GetMethod('Set'))
    $parameters = [Linq.Expressions.ParameterExpression[]]@($from, $change)
    [Linq.Expressions.Expression]::Lambda([EventHandler[System.Management.Automation.Runspaces.RunspaceStateEventArgs]], [Linq.Expressions.Expression]::IfThen($closed, $set), $parameters).Compile()
}

$server = [System.Management.Automation.Remoting.RemoteSessionNamedPipeServer]
# The engine makes a new listener after each session. The field is the engine's own: without it, one session is all that is served.
$listener = $server.GetField('_customNamedPipeServer', [Reflection.BindingFlags]'Static, NonPublic')
$ended = [Threading.ManualResetEvent]::new($false)
[AppDomain]::CurrentDomain.SetData('LabSessionEnd', (New-SessionEnd $ended))
$owner = [Console]::OpenStandardInput().ReadAsync([byte[]]::new(1), 0, 1)

$server::CreateCustomNamedPipeServer($PipePath)
while (-not $owner.IsCompleted) {
    $present = if ($listener) { $listener.GetValue($null) }
    [Console]::Out.WriteLine('ready')
    while (-not $ended.WaitOne(200)) { if ($owner.IsCompleted) { return } }
    [void]$ended.Reset()
    if (-not $present) { return }
    while ([object]::ReferenceEquals($present, $listener.GetValue($null))) {
        if ($owner.IsCompleted) { return }
        [Threading.Thread]::Sleep(5)
    }
}
