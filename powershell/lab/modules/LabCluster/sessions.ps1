# Real sessions on the simulated cluster. Each is a process of its own; while it lives it holds its file sessions/<node>/<shell id>.
# Deleting the file ends the process: that is how a restarted node, a removed shell or a fault takes a session away.

<# Ends the session's process by taking its file away; harmless when there is none. #>
function Close-LabSessionFile([string]$Node, [string]$Id) {
    $path = [IO.Path]::Combine($script:folder, 'sessions', $Node, $Id)
    if ([IO.File]::Exists($path)) { [IO.File]::Delete($path) }
}

function Close-LabNodeSession([LabState]$Lab, [LabNode]$Node) {
    foreach ($shell in @($Lab.shells)) { if ($shell.node -eq $Node.name -and $shell.hosted) { Remove-LabProcess $Lab $Node $shell.processId } }
}

<# Forgets sessions whose process has ended: nobody holds their file any more. #>
function Clear-LabEndedSession([LabState]$Lab, [string]$NodeName) {
    $ended = $false
    foreach ($shell in @($Lab.shells)) {
        if ($shell.node -ne $NodeName -or -not $shell.hosted -or $shell.shellId -eq $env:LAB_SHELL_ID) { continue }
        $path = [IO.Path]::Combine($script:folder, 'sessions', $shell.node, $shell.shellId)
        if (Test-LabFileHeld $path) { continue }
        Assert-LabLock
        Remove-LabProcess $Lab (Get-LabNode $Lab $NodeName) $shell.processId
        $ended = $true
    }
    $ended
}

function Test-LabFileHeld([string]$Path) {
    try { $stream = [IO.File]::Open($Path, 'Open', 'ReadWrite', 'None') }
    catch [IO.FileNotFoundException] { return $false }
    catch [IO.DirectoryNotFoundException] { return $false }
    catch [IO.IOException] { return $true }
    $stream.Dispose()
    $false
}

# What a node's list of processes shows of a session.
$script:HOSTS = @{
    WinRM = @{ name = 'wsmprovhost'; path = 'C:\Windows\System32\wsmprovhost.exe'; arguments = '-Embedding'; parentId = 928 }
    SSH   = @{ name = 'pwsh'; path = 'C:\Program Files\PowerShell\7\pwsh.exe'; arguments = '-sshs -NoLogo'; parentId = 2216 }
}

<#
Makes the present process a session on its node: takes its file, lists it as a remote shell, and arms the end of the process for
when the file is taken away. Call once, after the lab's modules are loaded. A session by SSH is a process and no shell of WinRM.
#>
function Enter-LabNode {
    param([string]$ResourceUri = '', [string]$Owner, [string]$User, [string]$ClientAddress, [ValidateSet('WinRM', 'SSH')][string]$Transport = 'WinRM')
    Use-LabCluster { param($lab) Assert-LabReachable (Get-LabThisNode $lab) }
    $folder = [IO.Path]::Combine((Get-LabFolder), 'sessions', $env:COMPUTERNAME)
    [void][IO.Directory]::CreateDirectory($folder)
    $path = [IO.Path]::Combine($folder, $env:LAB_SHELL_ID)
    $share = if ($IsWindows) { 'Delete' } else { 'None' }
    $script:sessionFile = [IO.File]::Open($path, 'CreateNew', 'ReadWrite', $share)
    $script:sessionEnd = Watch-LabSessionFile $folder $env:LAB_SHELL_ID
    [runspace]::DefaultRunspace.add_StateChanged((New-LabSessionRelease $script:sessionEnd $script:sessionFile))
    Use-LabCluster -Change -KeepsDue {
        param($lab)
        $node = Get-LabThisNode $lab
        $image = $script:HOSTS[$Transport]
        # The bot knows its own process by its real id, so that is its id on the node, and nobody else's there; an ended session may have had it.
        if (Get-LabProcess $node $PID) { $null = Clear-LabEndedSession $lab $node.name }
        if (Get-LabProcess $node $PID) { throw (New-LabError 'ProcessIdTaken' "Process id $PID is taken on $($node.name)." 'ResourceExists' $PID) }
        $process = Add-LabProcess $lab $node $lab.advancedTo @{
            id = $PID; name = $image.name; user = $User; path = $image.path; commandLine = "$($image.path) $($image.arguments)"; parentId = $image.parentId; sessionId = 0
        }
        $shell = [LabShell]::new()
        $shell.shellId = $env:LAB_SHELL_ID
        $shell.node = $node.name
        $shell.name = $Transport
        $shell.owner = $Owner
        $shell.clientAddress = $ClientAddress
        $shell.processId = $process.id
        $shell.openedAt = $lab.advancedTo
        $shell.activeAt = $lab.advancedTo
        $shell.resourceUri = $ResourceUri
        $shell.idleTimeoutMs = 7200000
        $shell.hosted = $true
        $lab.shells.Add($shell)
        Add-LabLedger $lab 'session' 'New-PSSession' $ResourceUri @{} @{ processId = $process.id }
    }
    $script:listed = $true
}

function Assert-LabReachable([LabNode]$Node) {
    if ($Node.state -eq 'Down' -or $Node.reach -eq 'unreachable') { throw (New-LabError 'NodeUnreachable' "$($Node.name) cannot be reached." 'OpenError' $Node.name) }
    if ($Node.reach -eq 'denied') { throw (New-LabError 'NodeDenied' "$($Node.name) denies access." 'PermissionDenied' $Node.name) }
}

# An orderly exit would wait for the remoting server to finish, up to a minute; a node that restarts does not wait either, so the
# process kills itself (and can only kill itself). The handler is compiled from an expression: it runs on a thread that has no runspace, and while the session is busy or idle alike.
function Watch-LabSessionFile([string]$Folder, [string]$Name) {
    $self = [Linq.Expressions.Expression]::Constant([Diagnostics.Process]::GetCurrentProcess())
    $call = [Linq.Expressions.Expression]::Call($self, [Diagnostics.Process].GetMethod('Kill', [type[]]@()))
    $parameters = [Linq.Expressions.ParameterExpression[]]@(
        [Linq.Expressions.Expression]::Parameter([object]), [Linq.Expressions.Expression]::Parameter([IO.FileSystemEventArgs]))
    $handler = [Linq.Expressions.Expression]::Lambda([IO.FileSystemEventHandler], $call, $parameters).Compile()
    $watcher = [IO.FileSystemWatcher]::new($Folder, $Name)
    $watcher.add_Deleted($handler)
    $watcher.EnableRaisingEvents = $true
    $watcher
}

# A process can serve other sessions after this one: then its runspace closes and the process stays.
function New-LabSessionRelease($watcher, $file) {
    $from = [Linq.Expressions.Expression]::Parameter([object])
    $change = [Linq.Expressions.Expression]::Parameter([System.Management.Automation.Runspaces.RunspaceStateEventArgs])
    $state = [Linq.Expressions.Expression]::Property([Linq.Expressions.Expression]::Property($change, 'RunspaceStateInfo'), 'State')
    $closed = [Linq.Expressions.Expression]::Equal($state, [Linq.Expressions.Expression]::Constant([System.Management.Automation.Runspaces.RunspaceState]::Closed))
    $acts = @(foreach ($owned in $watcher, $file) { [Linq.Expressions.Expression]::Call([Linq.Expressions.Expression]::Constant($owned), $owned.GetType().GetMethod('Dispose', [type[]]@())) })
    $body = [Linq.Expressions.Expression]::IfThen($closed, [Linq.Expressions.Expression]::Block([void], [Linq.Expressions.Expression[]]$acts))
    $parameters = [Linq.Expressions.ParameterExpression[]]@($from, $change)
    [Linq.Expressions.Expression]::Lambda([EventHandler[System.Management.Automation.Runspaces.RunspaceStateEventArgs]], $body, $parameters).Compile()
}

<# Ends this session's own process after a delay, so that the answer can still go out. #>
function Set-LabSessionEnd([int]$DelayMs) {
    if (-not $script:sessionFile) { return }
    $delete = [Linq.Expressions.Expression]::Call([IO.File].GetMethod('Delete'), [Linq.Expressions.Expression]::Constant($script:sessionFile.Name))
    $parameters = [Linq.Expressions.ParameterExpression[]]@([Linq.Expressions.Expression]::Parameter([object]))
    $callback = [Linq.Expressions.Expression]::Lambda([Threading.TimerCallback], $delete, $parameters).Compile()
    $script:sessionTimer = [Threading.Timer]::new($callback, $null, $DelayMs, -1)
}
