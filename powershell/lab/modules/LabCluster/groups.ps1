# The clustered services: restarted, failed over and given up by thresholds, moved, started and stopped.

# Restart in place up to the threshold within its period, then fail over up to that threshold, then leave the group Failed.
function Step-LabFailedResource([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    Remove-LabBefore $Group.restarts ($At - $Group.restartPeriodMs)
    Remove-LabBefore $Group.failovers ($At - $Group.failoverPeriodMs)
    $Group.onlineAt = 0
    $Group.state = 'Pending'
    if ($Group.restarts.Count -lt $Group.restartThreshold) {
        $Group.restarts.Add($At)
        $Group.startAt = $At + $Group.restartDelayMs
        return 'restart'
    }
    $target = Get-LabFailoverTarget $Lab $Group
    if ($target -and $Group.failovers.Count -lt [Math]::Min($Group.failoverThreshold, $Lab.nodes.Count - 1)) {
        $Group.failovers.Add($At)
        $Group.restarts.Clear()
        Set-LabGroupOwner $Group $target.name $At
        $Group.startAt = $At + $Lab.timing.failoverMs
        return 'failover'
    }
    $Group.state = 'Failed'
    $Group.startAt = if ($Group.retryPeriodMs -gt 0) { $At + $Group.retryPeriodMs } else { 0 }
    'give-up'
}

function Remove-LabBefore([System.Collections.Generic.List[long]]$Times, [long]$Limit) {
    while ($Times.Count -gt 0 -and $Times[0] -lt $Limit) { $Times.RemoveAt(0) }
}

function Test-LabPossibleOwner([LabGroup]$Group, [LabNode]$Node) { $Group.possibleOwners.Count -eq 0 -or $Group.possibleOwners.Contains($Node.name) }

# Away from its preferred owner a group waits for the way back, where it has one.
function Set-LabGroupOwner([LabGroup]$Group, [string]$Owner, [long]$At) {
    $Group.owner = $Owner
    $Group.movingTo = ''
    $Group.failbackAt = if ($Group.preferredOwner -and $Group.preferredOwner -ne $Owner) { $At + $Group.failbackMs } else { 0 }
}

function Step-LabFailback([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    $Group.failbackAt = $At + $Group.failbackMs
    $node = Get-LabNode $Lab $Group.preferredOwner
    if ($node.state -eq 'Up' -and $node.drainStatus -eq 'NotInitiated' -and $Group.state -eq 'Online') { Move-LabGroup $Lab $Group $node $At }
}

# The next node that is Up and may own the group, in the order of the node list, after the present owner.
function Get-LabFailoverTarget([LabState]$Lab, [LabGroup]$Group) {
    $count = $Lab.nodes.Count
    $own = 0
    for ($i = 0; $i -lt $count; $i++) { if ($Lab.nodes[$i].name -eq $Group.owner) { $own = $i } }
    for ($i = 1; $i -lt $count; $i++) {
        $node = $Lab.nodes[($own + $i) % $count]
        if ($node.state -eq 'Up' -and $node.drainStatus -eq 'NotInitiated' -and (Test-LabPossibleOwner $Group $node)) { return $node }
    }
}

function Step-LabGroupStart([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    $Group.startAt = 0
    $node = Get-LabNode $Lab $Group.owner
    if ($node.state -eq 'Down') { $Group.state = 'Failed'; return }
    if ($Group.state -eq 'Failed') { $Group.state = 'Pending'; $Group.restarts.Clear(); $Group.failovers.Clear() }
    $service = Get-LabService $node $Group.service
    if ($service) {
        if (Test-LabAccountLocked $node $service) {
            Add-LabLockedRecord $node $service $At
            [void](Step-LabFailedResource $Lab $Group $At)
            Add-LabRecord $node 'resource-failed' $At @($Group.resource, $Group.name)
            return
        }
        Start-LabServiceProcess $Lab $node $service $At
        $service.state = 'Start Pending'
    }
    $Group.onlineAt = $At + $Lab.timing.startUpMs
}

function Step-LabGroupOnline([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    $Group.onlineAt = 0
    $Group.state = 'Online'
    $service = Get-LabService (Get-LabNode $Lab $Group.owner) $Group.service
    if ($service) { $service.state = 'Running' }
    if ($Group.name -eq $script:ORCHESTRATOR_GROUP) { Resume-LabPlan $Lab $At }
}

<#
Takes a group offline where it is and lets it start on the target; with the same target it is a restart. A stuck group stays Pending
where it is until the service's process there is gone.
#>
function Move-LabGroup([LabState]$Lab, [LabGroup]$Group, $Target, [long]$At) {
    if ($null -eq $Target) { return }
    if ($Group.stuck -and $Group.state -eq 'Online' -and $Target.name -ne $Group.owner) {
        (Get-LabService (Get-LabNode $Lab $Group.owner) $Group.service).state = 'Stop Pending'
        $Group.state = 'Pending'
        $Group.movingTo = $Target.name
        if ($Group.name -eq $script:ORCHESTRATOR_GROUP -and $null -ne $Lab.plan) { $Lab.plan.nextStepAt = 0 }
        return
    }
    Stop-LabGroup $Lab $Group
    Set-LabGroupOwner $Group $Target.name $At
    $Group.state = 'Pending'
    $Group.startAt = $At + $Lab.timing.failoverMs
}

function Stop-LabGroup([LabState]$Lab, [LabGroup]$Group) {
    $node = Get-LabNode $Lab $Group.owner
    $service = Get-LabService $node $Group.service
    if ($service) { Stop-LabServiceProcess $Lab $node $service }
    $Group.state = 'Offline'
    $Group.startAt = 0
    $Group.onlineAt = 0
    if ($Group.name -eq $script:ORCHESTRATOR_GROUP -and $null -ne $Lab.plan) { $Lab.plan.nextStepAt = 0 }
}

<# Begins to bring a group online where it is, with its counters fresh, as a person's start does. #>
function Start-LabGroup([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    $Group.restarts.Clear()
    $Group.failovers.Clear()
    $Group.state = 'Pending'
    $Group.startAt = $At + 1
}
