# Makes sessions on the nodes of a simulated cluster: what the product's bot host does with New-PSSession on a real one. Dot-source
# this file and call New-NodeSession. A session is a PowerShell process of its own behind a real PSSession.

$script:labFolder = $PSScriptRoot
$script:BOT_OWNER = 'CONTOSO\svc-incident$'
$script:BOT_USER = 'WinRM Virtual Users\WinRM_VA_1_CONTOSO_svc-incident$'
$script:BOT_ADDRESS = '10.20.30.5'
$script:ATTEMPTS = 3

<#
Opens a session of one restricted endpoint on one node, locked as a JEA endpoint is before the caller has it: no language, only the
visible functions of the node module.

  ComputerName    node of the simulated cluster, short or full name
  Endpoint        read, change or restart
  NodeModulePath  the product's node-side module (.psm1 or .psd1), imported in the session
  VisibleFunction the endpoint's functions; nothing else can be called
  Settings        ClusterFolder: the folder of createLabCluster. Optional EndpointName: name the shell is listed under
  TimeoutMs       limit for opening

Returns the open PSSession; its name is the node's. Errors (terminating, before the comma of FullyQualifiedErrorId):
  NetworkPathNotFound   the node cannot be reached        AccessDenied   the node refused us
  WinRMOperationTimeout it did not answer in time         LabRefused     the lab refused to start, to protect this machine
#>
function New-NodeSession {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string]$ComputerName,
        [Parameter(Mandatory)][ValidateSet('read', 'change', 'restart')][string]$Endpoint,
        [Parameter(Mandatory)][string]$NodeModulePath,
        [Parameter(Mandatory)][string[]]$VisibleFunction,
        [Parameter(Mandatory)][hashtable]$Settings,
        [int]$TimeoutMs = 30000)
    $ErrorActionPreference = 'Stop'
    $folder = [string]$Settings['ClusterFolder']
    $name = if ($Settings['EndpointName']) { [string]$Settings['EndpointName'] } else { "AzureLocalIncident.$Endpoint" }
    $identity = @{
        ResourceUri = "http://schemas.microsoft.com/powershell/$name"; Owner = $script:BOT_OWNER; User = $script:BOT_USER; ClientAddress = $script:BOT_ADDRESS
    }
    $lock = [IO.Path]::Combine($script:labFolder, 'lock.ps1')
    $session = $null
    try {
        $node = Find-NodeName $ComputerName $folder
        $session = Open-LabNodeSession -ComputerName $node -ClusterFolder $folder -TimeoutMs $TimeoutMs -Identity $identity
        Microsoft.PowerShell.Core\Invoke-Command -Session $session -ScriptBlock { param($lock, $module, $visible) . $lock -NodeModulePath $module -VisibleFunction $visible } -ArgumentList $lock, $NodeModulePath, $VisibleFunction
        $session
    }
    catch {
        if ($session) { Remove-PSSession $session }
        $PSCmdlet.ThrowTerminatingError($_)
    }
}

function New-SessionError([string]$id, [string]$message, [System.Management.Automation.ErrorCategory]$category, [string]$node) {
    $exception = [System.Management.Automation.Remoting.PSRemotingTransportException]::new("[$node] $message")
    [System.Management.Automation.ErrorRecord]::new($exception, "$id,PSSessionStateBroken", $category, $node)
}

# What the network or the node's WinRM would have said. The session's own process looks whether its node can be reached, because only
# there the cluster is brought up to date; its refusal is told in the words of remoting here.
$script:REFUSALS = @{
    NodeUnreachable = @('NetworkPathNotFound', 'OpenError', 'Connecting to the remote server failed: WinRM cannot complete the operation. Verify that the computer name is valid and that the computer is reachable over the network.')
    NodeDenied      = @('AccessDenied', 'OpenError', 'Connecting to the remote server failed: Access is denied.')
}

function ConvertTo-SessionError([System.Management.Automation.ErrorRecord]$reason, [string]$node) {
    if ($reason.FullyQualifiedErrorId -like '*,PSSessionStateBroken*') { return $reason }
    $refusal = $script:REFUSALS[$reason.FullyQualifiedErrorId.Split(',')[0]]
    if ($refusal) { return New-SessionError $refusal[0] $refusal[2] $refusal[1] $node }
    New-SessionError 'LabRefused' "The lab refused the session: $($reason.Exception.Message)" 'SecurityError' $node
}

# The short name of a node of the cluster, from a short or full one. Any other name is a machine that nobody finds.
function Find-NodeName([string]$name, [string]$folder) {
    $state = [IO.Path]::Combine($folder, 'state.json')
    if (-not [IO.File]::Exists($state)) { throw "There is no simulated cluster in '$folder'. Create one with createLabCluster and pass its folder as ClusterFolder in the settings." }
    $document = [System.Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText($state))
    try {
        foreach ($node in $document.RootElement.GetProperty('nodes').EnumerateArray()) {
            $own = $node.GetProperty('name').GetString()
            if ($own -eq $name.Split('.')[0]) { return $own }
        }
    }
    finally { $document.Dispose() }
    throw (New-SessionError $script:REFUSALS.NodeUnreachable[0] $script:REFUSALS.NodeUnreachable[2] 'OpenError' $name)
}

<#
Opens an unlocked session on a node: full language, all of the lab's commands. For tests that act as an operator, never for the
product. Identity has ResourceUri, Owner, User and ClientAddress of the shell as the node lists it.
#>
function Open-LabNodeSession {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$ComputerName, [Parameter(Mandatory)][string]$ClusterFolder, [hashtable]$Identity, [int]$TimeoutMs = 30000)
    $ErrorActionPreference = 'Stop'
    if (-not $Identity) {
        $Identity = @{ ResourceUri = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell'; Owner = 'CONTOSO\operator'; User = 'CONTOSO\operator'; ClientAddress = '10.20.30.99' }
    }
    $refused = [System.Collections.Generic.List[object]]::new()
    try {
        for ($attempt = 1; $true; $attempt++) {
            try { return Start-LabNodeSession $ComputerName $ClusterFolder $Identity $TimeoutMs $refused }
            catch {
                # The simulated node has a process with the id that this machine gave to this one; while it lives, the next has another id.
                if ($_.FullyQualifiedErrorId -like 'ProcessIdTaken*' -and $attempt -lt $script:ATTEMPTS) { continue }
                $PSCmdlet.ThrowTerminatingError((ConvertTo-SessionError $_ $ComputerName))
            }
        }
    }
    finally { foreach ($session in $refused) { Remove-PSSession $session } }
}

function Start-LabNodeSession([string]$ComputerName, [string]$ClusterFolder, [hashtable]$Identity, [int]$TimeoutMs, $Refused) {
    $ErrorActionPreference = 'Stop'
    $variables = @{ COMPUTERNAME = $ComputerName; LAB_CLUSTER_FOLDER = $ClusterFolder; LAB_SHELL_ID = [guid]::NewGuid().ToString().ToUpperInvariant(); NO_COLOR = '1' }
    $runspace = if ($env:LAB_NODE_PROCESSES) { Open-WarmRunspace $ComputerName $TimeoutMs } else { Open-ColdRunspace $variables $ComputerName $TimeoutMs }
    $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'lab', $null)
    $session.Name = $ComputerName
    try {
        $null = Microsoft.PowerShell.Core\Invoke-Command -Session $session -ErrorAction Stop -ScriptBlock {
            param($variables, $script, $identity)
            foreach ($name in [Environment]::GetEnvironmentVariables().Keys) { if ($name -like 'LAB_*') { [Environment]::SetEnvironmentVariable($name, $null) } }
            foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
            $end = [AppDomain]::CurrentDomain.GetData('LabSessionEnd')
            if ($end) { [runspace]::DefaultRunspace.add_StateChanged($end) }
            . $script
            Enter-LabNode @identity
        } -ArgumentList $variables, ([IO.Path]::Combine($script:labFolder, 'node.ps1')), $Identity
    }
    catch { $Refused.Add($session); throw }
    $session
}

# A runspace in a process of its own, which ends with it.
function Open-ColdRunspace([hashtable]$variables, [string]$node, [int]$timeoutMs) {
    $instance = [System.Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    foreach ($name in $variables.Keys) { $instance.Process.StartInfo.EnvironmentVariables[$name] = $variables[$name] }
    $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($null, $instance)
    $runspace.add_StateChanged((New-RunspaceEnd $instance))
    Wait-RunspaceOpen $runspace $node $timeoutMs
    Set-ProcessExit $instance $runspace
    $runspace
}

# A runspace in a process that has served others before it and is handed out by whoever listens at LAB_NODE_PROCESSES. That one
# takes the end of the connection for the end of the session, however this process ends.
function Open-WarmRunspace([string]$node, [int]$timeoutMs) {
    $keeper = [IO.Pipes.NamedPipeClientStream]::new('.', $env:LAB_NODE_PROCESSES.Replace('\\.\pipe\', ''), 'InOut')
    $keeper.Connect($timeoutMs)
    $pipe = [IO.StreamReader]::new($keeper).ReadLine()
    if (-not $pipe) { throw "No process was handed out at $env:LAB_NODE_PROCESSES." }
    $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.NamedPipeConnectionInfo]::new($pipe))
    $runspace.add_StateChanged((New-RunspaceEnd $keeper))
    Wait-RunspaceOpen $runspace $node $timeoutMs
    $runspace
}

# The engine leaves a process it was handed alone when the session closes. This disposes of it as soon as the session is closed or
# broken; compiled, because it runs on a thread without a runspace.
function New-RunspaceEnd($owned) {
    $from = [Linq.Expressions.Expression]::Parameter([object])
    $change = [Linq.Expressions.Expression]::Parameter([System.Management.Automation.Runspaces.RunspaceStateEventArgs])
    $state = [Linq.Expressions.Expression]::Property([Linq.Expressions.Expression]::Property($change, 'RunspaceStateInfo'), 'State')
    $closed, $broken = foreach ($name in 'Closed', 'Broken') {
        [Linq.Expressions.Expression]::Equal($state, [Linq.Expressions.Expression]::Constant([System.Management.Automation.Runspaces.RunspaceState]::$name))
    }
    $dispose = [Linq.Expressions.Expression]::Call([Linq.Expressions.Expression]::Constant($owned), $owned.GetType().GetMethod('Dispose', [type[]]@()))
    $body = [Linq.Expressions.Expression]::IfThen([Linq.Expressions.Expression]::Or($closed, $broken), $dispose)
    $parameters = [Linq.Expressions.ParameterExpression[]]@($from, $change)
    [Linq.Expressions.Expression]::Lambda([EventHandler[System.Management.Automation.Runspaces.RunspaceStateEventArgs]], $body, $parameters).Compile()
}

# When the process of a session ends by itself, the engine begins to close the session and then waits a minute for an answer that
# cannot come. This shortens that wait, so that a command in flight fails at once, as when a node goes away. It reaches into the
# engine; where that has changed the session still breaks, only later.
function Set-ProcessExit($instance, $runspace) {
    $timer = $runspace
    foreach ($name in 'RunspacePool', 'RemoteRunspacePoolInternal', 'DataStructureHandler', 'TransportManager', '_closeTimeOutTimer') { $timer = Get-InnerValue $timer $name }
    if ($timer -isnot [Threading.Timer]) { return }
    $change = [Linq.Expressions.Expression]::Call([Linq.Expressions.Expression]::Constant($timer), [Threading.Timer].GetMethod('Change', [type[]]@([int], [int])),
        [Linq.Expressions.Expression[]]@([Linq.Expressions.Expression]::Constant(50), [Linq.Expressions.Expression]::Constant(-1)))
    $parameters = [Linq.Expressions.ParameterExpression[]]@([Linq.Expressions.Expression]::Parameter([object]), [Linq.Expressions.Expression]::Parameter([EventArgs]))
    # After an orderly close the timer is gone already; an exception on this thread would end the whole bot host.
    $ignore = [Linq.Expressions.Expression]::Catch([ObjectDisposedException], [Linq.Expressions.Expression]::Empty())
    $body = [Linq.Expressions.Expression]::TryCatch([Linq.Expressions.Expression]::Block([void], [Linq.Expressions.Expression[]]@($change)), [Linq.Expressions.CatchBlock[]]@($ignore))
    $instance.Process.add_Exited([Linq.Expressions.Expression]::Lambda([EventHandler], $body, $parameters).Compile())
}

function Get-InnerValue($object, [string]$name) {
    for ($type = if ($null -ne $object) { $object.GetType() }; $type; $type = $type.BaseType) {
        $member = $type.GetMember($name, [Reflection.BindingFlags]'Instance, Public, NonPublic') | ForEach-Object { $_ }
        foreach ($one in $member) { return $one.GetValue($object) }
    }
}

function Wait-RunspaceOpen($runspace, [string]$node, [int]$timeoutMs) {
    $runspace.OpenAsync()
    $deadline = [Environment]::TickCount64 + $timeoutMs
    while ($runspace.RunspaceStateInfo.State -in 'BeforeOpen', 'Opening') {
        if ([Environment]::TickCount64 -gt $deadline) {
            $runspace.Dispose()
            throw (New-SessionError 'WinRMOperationTimeout' "The node did not open a session within $timeoutMs ms." 'OperationTimeout' $node)
        }
        [Threading.Thread]::Sleep(20)
    }
    if ($runspace.RunspaceStateInfo.State -ne 'Opened') {
        throw (New-SessionError 'PSSessionOpenFailed' "The session did not open: $($runspace.RunspaceStateInfo.Reason.Message)" 'OpenError' $node)
    }
}
