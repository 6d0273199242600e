# The clock of the simulated cluster. Everything that happens by itself has a due time in the state; Update-LabCluster lets the due
# things happen in the order of their times, so the outcome does not depend on how often or when somebody looks.

<#
Advances the cluster to Now (epoch ms, UTC) and says whether anything happened. When nobody looked for longer than the scenario's
sleepAfterMs, the cluster slept: what was due then is due that much later, instead of thousands of crashes being made up for.
#>
function Update-LabCluster([LabState]$Lab, [long]$Now) {
    $asleep = $Now - $Lab.advancedTo - $Lab.timing.sleepAfterMs
    if ($asleep -gt 0) { Move-LabDueTime $Lab $asleep; $Lab.advancedTo += $asleep }
    $happened = $asleep -gt 0
    while ($true) {
        $due = [long]::MaxValue; $kind = $null; $subject = $null
        foreach ($caller in $Lab.callers) {
            if ($caller.nextPollAt -gt 0 -and $caller.nextPollAt -lt $due) { $due = $caller.nextPollAt; $kind = 'poll'; $subject = $caller }
        }
        foreach ($group in $Lab.groups) {
            if ($group.startAt -gt 0 -and $group.startAt -lt $due) { $due = $group.startAt; $kind = 'start'; $subject = $group }
            if ($group.onlineAt -gt 0 -and $group.onlineAt -lt $due) { $due = $group.onlineAt; $kind = 'online'; $subject = $group }
        }
        $plan = $Lab.plan
        if ($null -ne $plan -and $plan.nextStepAt -gt 0 -and $plan.nextStepAt -lt $due) { $due = $plan.nextStepAt; $kind = 'plan'; $subject = $plan }
        foreach ($node in $Lab.nodes) {
            if ($node.restartAt -gt 0 -and $node.restartAt -lt $due) { $due = $node.restartAt; $kind = 'restart'; $subject = $node }
            if ($node.upAt -gt 0 -and $node.upAt -lt $due) { $due = $node.upAt; $kind = 'boot'; $subject = $node }
            if ($node.pausedAt -gt 0 -and $node.pausedAt -lt $due) { $due = $node.pausedAt; $kind = 'drained'; $subject = $node }
            foreach ($service in $node.services) {
                if ($service.startsAt -gt 0 -and $service.startsAt -lt $due) { $due = $service.startsAt; $kind = 'service'; $subject = @($node, $service) }
            }
        }
        if ($due -gt $Now) { break }
        if ($due -gt $Lab.advancedTo) { $Lab.advancedTo = $due }
        $happened = $true
        switch ($kind) {
            'poll' { Step-LabPoll $Lab $subject $due }
            'start' { Step-LabGroupStart $Lab $subject $due }
            'online' { Step-LabGroupOnline $Lab $subject $due }
            'plan' { Step-LabPlan $Lab $subject $due }
            'restart' { $subject.restartAt = 0; Stop-LabNode $Lab $subject $due ($due + $Lab.timing.rebootMs) }
            'boot' { Step-LabBoot $Lab $subject $due }
            'drained' { $subject.pausedAt = 0; Step-LabDrained $Lab $subject $due }
            'service' { Start-LabServiceProcess $Lab $subject[0] $subject[1] $due }
        }
    }
    $Lab.advancedTo = $Now
    $happened
}

function Move-LabDueTime([LabState]$Lab, [long]$By) {
    foreach ($caller in $Lab.callers) { if ($caller.nextPollAt -gt 0) { $caller.nextPollAt += $By } }
    foreach ($group in $Lab.groups) {
        if ($group.startAt -gt 0) { $group.startAt += $By }
        if ($group.onlineAt -gt 0) { $group.onlineAt += $By }
    }
    if ($null -ne $Lab.plan -and $Lab.plan.nextStepAt -gt 0) { $Lab.plan.nextStepAt += $By }
    foreach ($node in $Lab.nodes) {
        if ($node.restartAt -gt 0) { $node.restartAt += $By }
        if ($node.upAt -gt 0) { $node.upAt += $By }
        if ($node.pausedAt -gt 0) { $node.pausedAt += $By }
        foreach ($service in $node.services) { if ($service.startsAt -gt 0) { $service.startsAt += $By } }
    }
}

# A call crashes the orchestrator when it carries another certificate than the valid one, or when the orchestrator's node cannot
# verify any because its root is missing. Nothing happens while no orchestrator is there to be called.
function Step-LabPoll([LabState]$Lab, [LabCaller]$Caller, [long]$At) {
    $Caller.nextPollAt += $Caller.periodMs
    if (Test-LabCallCrashes $Lab $Caller.thumbprint) { Invoke-LabCrash $Lab $At }
}

function Test-LabCallCrashes([LabState]$Lab, [string]$Thumbprint) {
    $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
    if ($group.state -ne 'Online') { return $false }
    $Thumbprint -ne $Lab.eceThumbprint -or (Get-LabNode $Lab $group.owner).missingRoots.Count -gt 0
}

<# One crash of the orchestrator: its process is gone, its node's logs tell of it, and the cluster decides what comes next. #>
function Invoke-LabCrash([LabState]$Lab, [long]$At) {
    $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
    $node = Get-LabNode $Lab $group.owner
    $service = Get-LabService $node $group.service
    $process = Get-LabProcess $node $service.processId
    Remove-LabProcess $Lab $node $process.id
    $service.processId = 0
    $service.state = 'Stopped'
    $group.crashes += 1
    if ($null -ne $Lab.plan) { $Lab.plan.nextStepAt = 0 }
    Add-LabRecord $node 'fail-fast' ($At - 150) @()
    Add-LabRecord $node 'application-error' ($At - 90) @($process.id, $process.startedAt)
    $next = Step-LabFailedResource $Lab $group $At
    if ($next -eq 'restart') { Add-LabRecord $node 'service-restarted' $At @($group.service, $group.crashes, $group.restartDelayMs) }
    else { Add-LabRecord $node 'service-ended' $At @($group.service, $group.crashes) }
    Add-LabRecord $node 'resource-failed' $At @($group.resource, $group.name)
    if ($next -eq 'give-up') {
        Add-LabRecord $node 'role-not-online' $At @($group.name)
        Add-LabRecord $node 'failover-exceeded' $At @($group.name)
    }
}

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
        $Group.owner = $target.name
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

# The next node that is Up, in the order of the node list, after the present owner.
function Get-LabFailoverTarget([LabState]$Lab, [LabGroup]$Group) {
    $count = $Lab.nodes.Count
    $own = 0
    for ($i = 0; $i -lt $count; $i++) { if ($Lab.nodes[$i].name -eq $Group.owner) { $own = $i } }
    for ($i = 1; $i -lt $count; $i++) {
        $node = $Lab.nodes[($own + $i) % $count]
        if ($node.state -eq 'Up' -and $node.drainStatus -eq 'NotInitiated') { return $node }
    }
}

function Step-LabGroupStart([LabState]$Lab, [LabGroup]$Group, [long]$At) {
    $Group.startAt = 0
    $node = Get-LabNode $Lab $Group.owner
    if ($node.state -eq 'Down') { $Group.state = 'Failed'; return }
    if ($Group.state -eq 'Failed') { $Group.state = 'Pending'; $Group.restarts.Clear(); $Group.failovers.Clear() }
    $service = Get-LabService $node $Group.service
    if ($service) {
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

# A plan goes on only after the orchestrator has lived for a whole step; every crash before that sets it back.
function Resume-LabPlan([LabState]$Lab, [long]$At) {
    $plan = $Lab.plan
    if ($null -eq $plan -or $plan.state -ne 'InProgress' -or $plan.afterCure -eq 'stays') { return }
    $plan.nextStepAt = $At + $plan.stepMs
}

function Get-LabPlanLeaf($Steps) {
    foreach ($step in $Steps) {
        if ($step.steps.Count -gt 0) { Get-LabPlanLeaf $step.steps } else { $step }
    }
}

function Step-LabPlan([LabState]$Lab, [LabPlan]$Plan, [long]$At) {
    $Plan.nextStepAt = 0
    $Plan.updatedAt = $At
    $leaves = @(Get-LabPlanLeaf $Plan.steps)
    $current = -1
    for ($i = 0; $i -lt $leaves.Count; $i++) { if ($leaves[$i].status -eq 'InProgress') { $current = $i; break } }
    if ($current -ge 0) {
        $leaves[$current].endedAt = $At
        $leaves[$current].status = if ($Plan.afterCure -eq 'fails') { 'Error' } else { 'Success' }
    }
    if ($Plan.afterCure -eq 'fails') {
        $leaves[$current].errorMessage = 'The orchestrator was not reachable while the step ran. Resume the update.'
        $Plan.state = 'Failed'
        $Plan.endedAt = $At
    }
    elseif ($current + 1 -lt $leaves.Count) {
        $leaves[$current + 1].status = 'InProgress'
        $leaves[$current + 1].startedAt = $At
        $Plan.nextStepAt = $At + $Plan.stepMs
    }
    else { $Plan.state = 'Succeeded'; $Plan.endedAt = $At }
    foreach ($step in $Plan.steps) { Update-LabPlanParent $step }
}

function Update-LabPlanParent([LabPlanStep]$Step) {
    if ($Step.steps.Count -eq 0) { return }
    $done = 0; $failed = $false; $running = $false
    foreach ($child in $Step.steps) {
        Update-LabPlanParent $child
        if ($child.status -eq 'Success') { $done++ }
        if ($child.status -eq 'Error') { $failed = $true }
        if ($child.status -ne 'NotStarted') { $running = $true }
    }
    if ($Step.startedAt -eq 0 -and $running) { $Step.startedAt = $Step.steps[0].startedAt }
    $Step.status = if ($failed) { 'Error' } elseif ($done -eq $Step.steps.Count) { 'Success' } elseif ($running) { 'InProgress' } else { 'NotStarted' }
    if ($done -eq $Step.steps.Count -or $failed) { $Step.endedAt = $Step.steps[$Step.steps.Count - 1].endedAt }
}

<# A node goes down at once, for as long as a boot takes (for ever when Until is 0): sessions, processes and callers on it end, groups fail over. #>
function Stop-LabNode([LabState]$Lab, [LabNode]$Node, [long]$At, [long]$Until) {
    $wasPaused = $Node.state -eq 'Paused'
    $Node.state = 'Down'
    $Node.upAt = $Until
    foreach ($process in @($Node.processes)) { Remove-LabProcess $Lab $Node $process.id }
    foreach ($service in $Node.services) { $service.processId = 0; $service.startsAt = 0; $service.state = 'Stopped' }
    foreach ($group in $Lab.groups) {
        if ($group.owner -ne $Node.name -or $group.state -eq 'Offline') { continue }
        $target = Get-LabFailoverTarget $Lab $group
        $group.onlineAt = 0
        if ($target) { $group.owner = $target.name; $group.state = 'Pending'; $group.startAt = $At + $Lab.timing.failoverMs }
        else { $group.state = 'Pending'; $group.startAt = if ($Until -gt 0) { $Until + 1 } else { 0 } }
    }
    foreach ($vm in $Lab.vms) { if ($vm.node -eq $Node.name) { $vm.state = 'Off' } }
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
        if ($service.startMode -eq 'Auto' -and -not $service.clustered) { Start-LabServiceProcess $Lab $Node $service $At }
    }
}

function Step-LabDrained([LabState]$Lab, [LabNode]$Node, [long]$At) {
    $Node.drainStatus = 'Completed'
    foreach ($group in $Lab.groups) { if ($group.owner -eq $Node.name) { Move-LabGroup $Lab $group (Get-LabFailoverTarget $Lab $group) $At } }
    foreach ($vm in $Lab.vms) { if ($vm.node -eq $Node.name -and $vm.canMove) { $vm.node = (Get-LabFailoverTarget $Lab (Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP)).name } }
}

<# Takes a group offline where it is and lets it start on the target; with the same target it is a restart. #>
function Move-LabGroup([LabState]$Lab, [LabGroup]$Group, $Target, [long]$At) {
    if ($null -eq $Target) { return }
    Stop-LabGroup $Lab $Group
    $Group.owner = $Target.name
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
