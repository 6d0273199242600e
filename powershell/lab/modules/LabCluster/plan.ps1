# The update's plan: it goes on while the orchestrator lives.

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
        # The update resumes the node it has drained and restarted.
        if ($leaves[$current].drains -and $Plan.afterCure -ne 'fails') { Resume-LabNode $Lab (Get-LabNode $Lab $leaves[$current].drains) $At }
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
        if ($leaves[$current + 1].drains) { Start-LabDrain $Lab (Get-LabNode $Lab $leaves[$current + 1].drains) '' $false $At }
    }
    else { $Plan.state = 'Succeeded'; $Plan.endedAt = $At }
    foreach ($step in $Plan.steps) { Update-LabPlanParent $step }
}

# A person resumes a failed update: the failed step is done again, and the plan goes on from there.
function Restart-LabPlan([LabState]$Lab, [LabPlan]$Plan, [long]$At) {
    foreach ($leaf in @(Get-LabPlanLeaf $Plan.steps)) {
        if ($leaf.status -eq 'Error') { $leaf.status = 'InProgress'; $leaf.errorMessage = $null; $leaf.endedAt = 0 }
    }
    foreach ($step in $Plan.steps) { Update-LabPlanParent $step; if ($step.status -eq 'InProgress') { $step.endedAt = 0 } }
    $Plan.state = 'InProgress'
    $Plan.afterCure = 'moves'
    $Plan.endedAt = 0
    $Plan.updatedAt = $At
    if ((Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP).state -eq 'Online') { Resume-LabPlan $Lab $At }
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
