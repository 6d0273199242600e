# Nodes that go down, come back, are drained and resumed.

<# A node goes down at once, for as long as a boot takes (for ever when Until is 0): sessions, processes and callers on it end, groups fail over. #>
function Stop-LabNode([LabState]$Lab, [LabNode]$Node, [long]$At, [long]$Until) {
    $wasPaused = $Node.state -eq 'Paused'
    $Node.state = 'Down'
    $Node.upAt = $Until
    $Node.drainAt = 0
    foreach ($process in @($Node.processes)) { Remove-LabProcess $Lab $Node $process.id -NodeEnds }
    foreach ($service in $Node.services) { $service.processId = 0; $service.startsAt = 0; $service.state = 'Stopped' }
    foreach ($group in $Lab.groups) {
        if ($group.owner -ne $Node.name -or $group.state -eq 'Offline') { continue }
        $target = Get-LabFailoverTarget $Lab $group
        $group.onlineAt = 0
        if ($target) { Set-LabGroupOwner $group $target.name $At; $group.state = 'Pending'; $group.startAt = $At + $Lab.timing.failoverMs }
        else { $group.movingTo = ''; $group.state = 'Pending'; $group.startAt = if ($Until -gt 0) { $Until + 1 } else { 0 } }
    }
    # A clustered machine starts again elsewhere; any other waits, saved, for its node.
    foreach ($vm in $Lab.vms) {
        if ($vm.node -ne $Node.name -or $vm.state -ne 'Running') { continue }
        $target = if ($vm.clustered) { Get-LabVmTarget $Lab $vm } else { $null }
        if ($target) { $vm.node = $target.name } else { $vm.state = 'Saved' }
    }
    $Node.drainStatus = if ($wasPaused) { 'Completed' } else { 'NotInitiated' }
    if ($null -ne $Lab.plan -and (Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP).state -ne 'Online') { $Lab.plan.nextStepAt = 0 }
}

# A node that was paused before it restarted comes back paused.
function Step-LabBoot([LabState]$Lab, [LabNode]$Node, [long]$At) {
    $Node.upAt = 0
    $Node.bootedAt = $At
    $Node.state = if ($Node.drainStatus -eq 'Completed') { 'Paused' } else { 'Up' }
    foreach ($group in $Lab.groups) {
        if ($group.owner -eq $Node.name -and $group.state -eq 'Pending' -and $group.startAt -eq 0) { $group.startAt = $At + 1 }
    }
    foreach ($service in $Node.services) {
        if ($service.startMode -ne 'Auto' -or $service.clustered) { continue }
        if (Test-LabAccountLocked $Node $service) { Add-LabLockedRecord $Node $service $At }
        elseif ($service.failsToStart) { Add-LabRecord $Node 'start-failed' $At @($service.name) }
        else { Start-LabServiceProcess $Lab $Node $service $At }
    }
    foreach ($vm in $Lab.vms) { if ($vm.node -eq $Node.name -and $vm.state -eq 'Saved') { $vm.state = 'Running' } }
    foreach ($caller in $Lab.callers) { if ($caller.node -eq $Node.name -and $null -ne $caller.respawn -and $caller.processId -eq 0) { $caller.respawn.at = $At + $caller.respawn.afterMs } }
}

<# Begins to drain a node: it is paused at once, its groups leave at once, its virtual machines one after the other. #>
function Start-LabDrain([LabState]$Lab, [LabNode]$Node, [string]$Target, [bool]$Force, [long]$At) {
    $Node.state = 'Paused'
    $Node.drainStatus = 'InProgress'
    $Node.drainTarget = $Target
    $Node.drainAt = $At + $Lab.timing.drainMs
    foreach ($group in $Lab.groups) {
        if ($group.owner -ne $Node.name) { continue }
        $to = if ($Target) { Get-LabNode $Lab $Target } else { Get-LabFailoverTarget $Lab $group }
        if (-not $to) { continue }
        $group.drainedFrom = $Node.name
        if ($group.state -in 'Online', 'Pending') { Move-LabGroup $Lab $group $to $At } else { Set-LabGroupOwner $group $to.name $At }
    }
    # Forced, what cannot move is turned off.
    if ($Force) { foreach ($vm in $Lab.vms) { if ($vm.node -eq $Node.name -and $vm.clustered -and $vm.blocker -ne 'none') { $vm.state = 'Off' } } }
}

function Step-LabDrain([LabState]$Lab, [LabNode]$Node, [long]$At) {
    $Node.drainAt = 0
    $left = 0
    foreach ($vm in $Lab.vms) {
        if ($vm.node -ne $Node.name -or -not $vm.clustered) { continue }
        $target = if ($vm.blocker -eq 'none' -or $vm.state -ne 'Running') { Get-LabVmTarget $Lab $vm } else { $null }
        if (-not $target) { $left++; continue }
        $vm.node = $target.name
        $vm.drainedFrom = $Node.name
        $Node.drainAt = $At + $Lab.timing.vmMoveMs
        return
    }
    foreach ($group in $Lab.groups) { if ($group.owner -eq $Node.name) { $left++ } }
    $Node.drainStatus = if ($left -eq 0) { 'Completed' } else { 'Failed' }
}

# The node with the most free memory that takes a machine; the drain's own target where it has one.
function Get-LabVmTarget([LabState]$Lab, [LabVm]$Vm) {
    $wanted = (Get-LabNode $Lab $Vm.node).drainTarget
    $best = $null
    $most = if ($Vm.state -eq 'Running') { $Vm.memoryBytes - 1 } else { [long]-1 }
    foreach ($node in $Lab.nodes) {
        if ($node.name -eq $Vm.node -or $node.state -ne 'Up' -or ($wanted -and $node.name -ne $wanted)) { continue }
        $free = Get-LabFreeMemory $Lab $node
        if ($free -gt $most) { $most = $free; $best = $node }
    }
    $best
}

# A flapping node can be reached, and then not, by turns.
function Step-LabFlap([LabState]$Lab, [LabNode]$Node, [long]$At) {
    $Node.flapAt = $At + $Node.flapMs
    if ($Node.reach -ne 'ok') { $Node.reach = 'ok'; return }
    $Node.reach = 'unreachable'
    Close-LabNodeSession $Lab $Node
}

$script:NODE_MEMORY = [long]352 * 1GB

<# What the running machines leave of a node's memory, in bytes. #>
function Get-LabFreeMemory([LabState]$Lab, [LabNode]$Node) {
    $free = $script:NODE_MEMORY
    foreach ($vm in $Lab.vms) { if ($vm.node -eq $Node.name -and $vm.state -eq 'Running') { $free -= $vm.memoryBytes } }
    $free
}

<# Ends a pause; with Failback what the drain took away comes back at once. The storage repairs what the node has missed. #>
function Resume-LabNode([LabState]$Lab, [LabNode]$Node, [long]$At, [switch]$Failback) {
    $Node.state = 'Up'
    $Node.drainStatus = 'NotInitiated'
    $Node.drainAt = 0
    $Node.drainTarget = ''
    foreach ($vm in $Lab.vms) {
        if ($vm.drainedFrom -ne $Node.name) { continue }
        $vm.drainedFrom = ''
        if ($Failback) { $vm.node = $Node.name }
    }
    foreach ($group in $Lab.groups) {
        if ($group.drainedFrom -ne $Node.name) { continue }
        $group.drainedFrom = ''
        if ($Failback -and $group.owner -ne $Node.name -and $group.state -in 'Online', 'Pending') { Move-LabGroup $Lab $group $Node $At }
    }
    $startsAt = $At + $Lab.timing.resyncDelayMs
    Add-LabStorageJob $Lab $startsAt ($startsAt + $Lab.timing.resyncMs)
}
