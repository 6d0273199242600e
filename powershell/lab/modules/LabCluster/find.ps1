# Looking things up in the state, and the small changes everything else is made of.

$script:ORCHESTRATOR_GROUP = 'Azure Stack HCI Orchestrator Service Cluster Group'
$script:ORCHESTRATOR_IMAGE = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'

<# The node by its short or full name, or $null. #>
function Get-LabNode([LabState]$Lab, [string]$Name) {
    $short = $Name.Split('.')[0]
    foreach ($node in $Lab.nodes) { if ($node.name -eq $short) { return $node } }
}

<# The node this process is on. #>
function Get-LabThisNode([LabState]$Lab) {
    $node = Get-LabNode $Lab ([Environment]::GetEnvironmentVariable('COMPUTERNAME'))
    if (-not $node) { throw "COMPUTERNAME is '$env:COMPUTERNAME', which is no node of the simulated cluster $($Lab.clusterName)." }
    $node
}

<# The remote shell this process is, or $null outside of a session (or when the session was ended). #>
function Get-LabOwnShell([LabState]$Lab) {
    $own = [Environment]::GetEnvironmentVariable('LAB_SHELL_ID')
    foreach ($shell in $Lab.shells) { if ($shell.shellId -eq $own) { return $shell } }
}

function Get-LabGroup([LabState]$Lab, [string]$Name) {
    foreach ($group in $Lab.groups) { if ($group.name -eq $Name) { return $group } }
}

function Get-LabService([LabNode]$Node, [string]$Name) {
    foreach ($service in $Node.services) { if ($service.name -eq $Name) { return $service } }
}

function Get-LabProcess([LabNode]$Node, [int]$Id) {
    foreach ($process in $Node.processes) { if ($process.id -eq $Id) { return $process } }
}

<#
Starts a process on a node at a time, and returns it. Process ids are multiples of four, as on Windows, and never used twice; only the
sessions of ours bring their real one.
#>
function Add-LabProcess([LabState]$Lab, [LabNode]$Node, [long]$At, [hashtable]$Property) {
    $process = [LabProcess]::new()
    if (-not $Property.ContainsKey('id')) {
        do { $Lab.nextProcessId += 4 } while (Get-LabProcess $Node $Lab.nextProcessId)
        $process.id = $Lab.nextProcessId
    }
    $process.startedAt = $At
    foreach ($key in $Property.Keys) { $process.$key = $Property[$key] }
    $Node.processes.Add($process)
    $process
}

<#
Ends a process with all that lives in it: its remote shell and whoever called from it, unless that comes back by itself. A hosted
session's real process ends too.
#>
function Remove-LabProcess([LabState]$Lab, [LabNode]$Node, [int]$Id, [switch]$NodeEnds) {
    for ($i = $Node.processes.Count - 1; $i -ge 0; $i--) { if ($Node.processes[$i].id -eq $Id) { $Node.processes.RemoveAt($i) } }
    for ($i = $Lab.callers.Count - 1; $i -ge 0; $i--) {
        $caller = $Lab.callers[$i]
        if ($caller.node -ne $Node.name -or $caller.processId -ne $Id) { continue }
        if ($null -eq $caller.respawn -or ($NodeEnds -and -not $caller.respawn.afterBoot)) { $Lab.callers.RemoveAt($i); continue }
        $caller.processId = 0
        $caller.nextPollAt = 0
        $caller.respawn.at = if ($NodeEnds) { 0 } else { $Lab.advancedTo + $caller.respawn.afterMs }
    }
    for ($i = $Lab.shells.Count - 1; $i -ge 0; $i--) {
        $shell = $Lab.shells[$i]
        if ($shell.node -ne $Node.name -or $shell.processId -ne $Id) { continue }
        $Lab.shells.RemoveAt($i)
        if ($shell.hosted) { Close-LabSessionFile $shell.node $shell.shellId }
    }
}

function Start-LabServiceProcess([LabState]$Lab, [LabNode]$Node, [LabService]$Service, [long]$At) {
    $image = [regex]::Match($Service.path, '[^\\]+$').Value
    $property = @{
        name = $image -replace '\.exe$'; user = $Service.startName; path = $Service.path; commandLine = '"' + $Service.path + '"'; parentId = 812; sessionId = 0
    }
    $process = Add-LabProcess $Lab $Node $At $property
    $Service.processId = $process.id
    $Service.state = 'Running'
    $Service.startsAt = 0
    if ($Service.name -eq 'LcmController') { Add-LabCaller $Lab 'lcm' $Node.name $process.id }
}

# A client that starts now loads the certificate that is valid now; only a later rotation makes it stale.
function Add-LabCaller([LabState]$Lab, [string]$Kind, [string]$Node, [int]$ProcessId) {
    $caller = [LabCaller]::new()
    $caller.id = "$Kind-$Node-$ProcessId"
    $caller.kind = $Kind
    $caller.node = $Node
    $caller.processId = $ProcessId
    $caller.thumbprint = $Lab.eceThumbprint
    $caller.periodMs = $Lab.timing.restartDelayMs + $Lab.timing.startUpMs + 5000
    $caller.nextPollAt = $Lab.advancedTo + $caller.periodMs
    $caller.shows = $true
    $Lab.callers.Add($caller)
}

function Stop-LabServiceProcess([LabState]$Lab, [LabNode]$Node, [LabService]$Service) {
    if ($Service.processId -ne 0) { Remove-LabProcess $Lab $Node $Service.processId }
    $Service.processId = 0
    $Service.startsAt = 0
    $Service.hangs = $false
    $Service.state = 'Stopped'
}

<# Asks a service to stop; one that hangs stays Stop Pending until somebody ends its process. #>
function Stop-LabService([LabState]$Lab, [LabNode]$Node, [LabService]$Service) {
    if ($Service.hangs -and $Service.processId -ne 0) { $Service.state = 'Stop Pending'; return }
    Stop-LabServiceProcess $Lab $Node $Service
}

function Test-LabAccountLocked([LabNode]$Node, [LabService]$Service) { $Node.lockedAccounts.Contains($Service.startName.Split('\')[-1]) }

function Add-LabLockedRecord([LabNode]$Node, [LabService]$Service, [long]$At) {
    Add-LabRecord $Node 'logon-failed' $At @($Service.name, $Service.startName)
    Add-LabRecord $Node 'start-failed' $At @($Service.name)
}

<# Ends one process by force. Of a service it is a crash to the cluster or to the service manager, which restart it in their way. #>
function Stop-LabProcess([LabState]$Lab, [LabNode]$Node, [LabProcess]$Process) {
    foreach ($service in $Node.services) {
        if ($service.processId -ne $Process.id) { continue }
        Stop-LabServiceProcess $Lab $Node $service
        if ($service.clustered) { Step-LabStoppedClusterService $Lab $Node $service }
        return
    }
    Remove-LabProcess $Lab $Node $Process.id
}

# The cluster only sees that its service no longer runs, whoever stopped it: a failed resource.
function Step-LabStoppedClusterService([LabState]$Lab, [LabNode]$Node, [LabService]$Service) {
    foreach ($group in $Lab.groups) {
        if ($group.service -ne $Service.name -or $group.owner -ne $Node.name) { continue }
        if ($group.movingTo) {
            # What kept the move from ending is gone.
            $group.stuck = $false
            Set-LabGroupOwner $group $group.movingTo $Lab.advancedTo
            $group.startAt = $Lab.advancedTo + $Lab.timing.failoverMs
        }
        elseif ($group.state -eq 'Online') {
            [void](Step-LabFailedResource $Lab $group $Lab.advancedTo)
            Add-LabRecord $Node 'resource-failed' $Lab.advancedTo @($group.resource, $group.name)
        }
    }
}

<# A repair of the storage that runs from a time until a time; the ones that ended before are forgotten. #>
function Add-LabStorageJob([LabState]$Lab, [long]$From, [long]$Until) {
    for ($i = $Lab.storage.jobs.Count - 1; $i -ge 0; $i--) { if ($Lab.storage.jobs[$i].endsAt -le $Lab.advancedTo) { $Lab.storage.jobs.RemoveAt($i) } }
    $job = [LabStorageJob]::new()
    $job.name = 'Repair'
    $job.startsAt = $From
    $job.endsAt = $Until
    $Lab.storage.jobs.Add($job)
}
