# The clock of the simulated cluster. Everything that happens by itself has a due time in the state; Update-LabCluster lets the due
# things happen in the order of their times, so the outcome does not depend on how often or when somebody looks.

$script:LOOK_AGAIN_MS = 3600000

<#
Advances the cluster to Now (epoch ms, UTC) and says whether anything happened. When nobody looked for longer than the scenario's
sleepAfterMs, the cluster slept: what was due then is due that much later, instead of thousands of crashes being made up for.
#>
function Update-LabCluster([LabState]$Lab, [long]$Now) {
    $asleep = $Now - $Lab.advancedTo - $Lab.timing.sleepAfterMs
    # Most commands come while nothing is due; to look through everything for the first time costs a process half a second.
    if ($asleep -le 0 -and $Lab.nextDueAt -gt $Now) { $Lab.advancedTo = $Now; return $false }
    if ($asleep -gt 0) { Move-LabDueTime $Lab $asleep; $Lab.advancedTo += $asleep }
    $happened = $asleep -gt 0
    while ($true) {
        $due = [long]::MaxValue; $kind = $null; $subject = $null
        foreach ($caller in $Lab.callers) {
            if ($caller.nextPollAt -gt 0 -and $caller.nextPollAt -lt $due) { $due = $caller.nextPollAt; $kind = 'poll'; $subject = $caller }
            if ($null -ne $caller.respawn -and $caller.respawn.at -gt 0 -and $caller.respawn.at -lt $due) { $due = $caller.respawn.at; $kind = 'respawn'; $subject = $caller }
            if ($null -eq $Lab.certificateLog -or $caller.nextPollAt -eq 0) { continue }
            $callAt = $caller.nextPollAt - $Lab.certificateLog.callMs
            if ($callAt -gt $caller.callAt -and $callAt -lt $due) { $due = $callAt; $kind = 'call'; $subject = $caller }
        }
        if ($null -ne $Lab.defect -and $Lab.defect.nextAt -lt $due) { $due = $Lab.defect.nextAt; $kind = 'defect'; $subject = $Lab.defect }
        foreach ($group in $Lab.groups) {
            if ($group.startAt -gt 0 -and $group.startAt -lt $due) { $due = $group.startAt; $kind = 'start'; $subject = $group }
            if ($group.onlineAt -gt 0 -and $group.onlineAt -lt $due) { $due = $group.onlineAt; $kind = 'online'; $subject = $group }
            if ($group.failbackAt -gt 0 -and $group.failbackAt -lt $due) { $due = $group.failbackAt; $kind = 'failback'; $subject = $group }
        }
        $plan = $Lab.plan
        if ($null -ne $plan -and $plan.nextStepAt -gt 0 -and $plan.nextStepAt -lt $due) { $due = $plan.nextStepAt; $kind = 'plan'; $subject = $plan }
        foreach ($node in $Lab.nodes) {
            if ($node.restartAt -gt 0 -and $node.restartAt -lt $due) { $due = $node.restartAt; $kind = 'restart'; $subject = $node }
            if ($node.upAt -gt 0 -and $node.upAt -lt $due) { $due = $node.upAt; $kind = 'boot'; $subject = $node }
            if ($node.drainAt -gt 0 -and $node.drainAt -lt $due) { $due = $node.drainAt; $kind = 'drain'; $subject = $node }
            if ($node.flapAt -gt 0 -and $node.flapAt -lt $due) { $due = $node.flapAt; $kind = 'flap'; $subject = $node }
            foreach ($service in $node.services) {
                if ($service.startsAt -gt 0 -and $service.startsAt -lt $due) { $due = $service.startsAt; $kind = 'service'; $subject = @($node, $service) }
            }
        }
        if ($due -gt $Now) { break }
        if ($due -gt $Lab.advancedTo) { $Lab.advancedTo = $due }
        $happened = $true
        switch ($kind) {
            'call' { Step-LabCall $Lab $subject $due }
            'poll' { Step-LabPoll $Lab $subject $due }
            'start' { Step-LabGroupStart $Lab $subject $due }
            'online' { Step-LabGroupOnline $Lab $subject $due }
            'plan' { Step-LabPlan $Lab $subject $due }
            'restart' { $subject.restartAt = 0; Stop-LabNode $Lab $subject $due ($due + $Lab.timing.rebootMs) }
            'boot' { Step-LabBoot $Lab $subject $due }
            'drain' { Step-LabDrain $Lab $subject $due }
            'flap' { Step-LabFlap $Lab $subject $due }
            'failback' { Step-LabFailback $Lab $subject $due }
            'respawn' { Step-LabRespawn $Lab $subject $due }
            'defect' { Step-LabDefect $Lab $subject $due }
            'service' { Start-LabServiceProcess $Lab $subject[0] $subject[1] $due }
        }
    }
    $Lab.advancedTo = $Now
    # A number that every reader of the state can hold, so no "never".
    $next = [Math]::Min($due, $Now + $script:LOOK_AGAIN_MS)
    if ($next -ne $Lab.nextDueAt) { $Lab.nextDueAt = $next; $happened = $true }
    $happened
}

function Move-LabDueTime([LabState]$Lab, [long]$By) {
    foreach ($caller in $Lab.callers) {
        if ($caller.nextPollAt -gt 0) { $caller.nextPollAt += $By }
        if ($null -ne $caller.respawn -and $caller.respawn.at -gt 0) { $caller.respawn.at += $By }
    }
    if ($null -ne $Lab.defect) { $Lab.defect.nextAt += $By }
    foreach ($job in $Lab.storage.jobs) { if ($job.endsAt -gt $Lab.advancedTo) { $job.startsAt += $By; $job.endsAt += $By } }
    foreach ($group in $Lab.groups) {
        if ($group.startAt -gt 0) { $group.startAt += $By }
        if ($group.onlineAt -gt 0) { $group.onlineAt += $By }
        if ($group.failbackAt -gt 0) { $group.failbackAt += $By }
    }
    if ($null -ne $Lab.plan -and $Lab.plan.nextStepAt -gt 0) { $Lab.plan.nextStepAt += $By }
    foreach ($node in $Lab.nodes) {
        if ($node.restartAt -gt 0) { $node.restartAt += $By }
        if ($node.upAt -gt 0) { $node.upAt += $By }
        if ($node.drainAt -gt 0) { $node.drainAt += $By }
        if ($node.flapAt -gt 0) { $node.flapAt += $By }
        foreach ($service in $node.services) { if ($service.startsAt -gt 0) { $service.startsAt += $By } }
    }
}

# A call begins: the orchestrator takes the connection and has the certificate checked, which Windows notes. What comes of it is seen at the poll.
function Step-LabCall([LabState]$Lab, [LabCaller]$Caller, [long]$At) {
    $Caller.callAt = $At
    $Caller.callProcessId = 0
    $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
    if ($group.state -ne 'Online' -or $Caller.processId -eq 0) { return }
    $node = Get-LabNode $Lab $group.owner
    $Caller.callProcessId = (Get-LabService $node $group.service).processId
    $task = [guid]::new([Security.Cryptography.MD5]::HashData([Text.Encoding]::UTF8.GetBytes("$($Caller.id)/$At"))).ToString().ToUpperInvariant()
    foreach ($certificate in $Lab.certificates) {
        if ($certificate.thumbprint -ne $Caller.thumbprint) { continue }
        $name = [regex]::Match($certificate.subject, 'CN=([^,]+)').Groups[1].Value
        $notBefore = [DateTimeOffset]::FromUnixTimeMilliseconds($certificate.notBefore).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
        # Windows has certificates of its own checked all the time.
        Add-LabRecord $node 'certificate-chain' $At @(788, $certificate.thumbprint, $name, $task, $notBefore, 'lsass.exe')
        foreach ($kind in 'certificate-objects', 'certificate-chain') { Add-LabRecord $node $kind $At @($Caller.callProcessId, $certificate.thumbprint, $name, $task, $notBefore, $script:ORCHESTRATOR_IMAGE) }
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

# The orchestrator ends of itself, whoever calls.
function Step-LabDefect([LabState]$Lab, [LabDefect]$Defect, [long]$At) {
    $Defect.nextAt += $Defect.periodMs
    if ((Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP).state -eq 'Online') { Invoke-LabCrash $Lab $At $Defect.record }
}

# A process that comes back brings the certificate it had.
function Step-LabRespawn([LabState]$Lab, [LabCaller]$Caller, [long]$At) {
    $Caller.respawn.at = 0
    $respawn = $Caller.respawn
    $process = Add-LabProcess $Lab (Get-LabNode $Lab $Caller.node) $At @{
        name = [regex]::Match($respawn.image, '[^\\]+$').Value -replace '\.exe$'; user = $respawn.user; path = $respawn.image; commandLine = $respawn.commandLine; parentId = 812; sessionId = 0
    }
    $Caller.processId = $process.id
    $Caller.nextPollAt = $At + $Caller.periodMs
}

<# One crash of the orchestrator: its process is gone, its node's logs tell of it, and the cluster decides what comes next. #>
function Invoke-LabCrash([LabState]$Lab, [long]$At, [string]$Record = 'fail-fast') {
    $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
    $node = Get-LabNode $Lab $group.owner
    $service = Get-LabService $node $group.service
    $process = Get-LabProcess $node $service.processId
    Remove-LabProcess $Lab $node $process.id
    $service.processId = 0
    $service.state = 'Stopped'
    $group.crashes += 1
    if ($null -ne $Lab.plan) { $Lab.plan.nextStepAt = 0 }
    Add-LabRecord $node $Record ($At - 150) @()
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
