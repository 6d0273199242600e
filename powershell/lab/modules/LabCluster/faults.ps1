# What somebody outside does to the cluster: one JSON file per fault in inbox/, taken in by the next command that runs.

class LabPastRecord {
    [string]$node
    [string]$kind
    [long]$at
    [System.Collections.Generic.List[object]]$arguments
}

class LabFault {
    [string]$kind
    [string]$node
    [string]$log
    [string]$root
    [string]$by
    [string]$vm
    [double]$seconds
    [double]$minutes
    [long]$milliseconds
    [LabState]$state
    [System.Collections.Generic.List[LabPastRecord]]$records
}

function Receive-LabFault([LabState]$Lab, [string[]]$Files) {
    [Array]::Sort($Files)
    foreach ($file in $Files) {
        $fault = [System.Text.Json.JsonSerializer]::Deserialize([IO.File]::ReadAllText($file), [LabFault], $script:json)
        if ($fault.kind -eq 'reset') { $Lab = Reset-LabState $Lab $fault; continue }
        [void](Update-LabCluster $Lab (Get-LabTime))
        Set-LabFault $Lab $fault (Get-LabTime)
    }
    $Lab
}

function Reset-LabState([LabState]$Old, [LabFault]$Fault) {
    foreach ($shell in $Old.shells) { if ($shell.hosted) { Close-LabSessionFile $shell.node $shell.shellId } }
    $events = [IO.Path]::Combine($script:pending.folder, 'events')
    foreach ($file in [IO.Directory]::GetFiles($events)) { [IO.File]::Delete($file) }
    $script:pending.records.Clear()
    foreach ($record in $Fault.records) { Add-LabRecord (Get-LabNode $Fault.state $record.node) $record.kind $record.at $record.arguments }
    $Fault.state
}

function Set-LabFault([LabState]$Lab, [LabFault]$Fault, [long]$At) {
    $node = Get-LabNode $Lab ([string]$Fault.node)
    switch ($Fault.kind) {
        'node-unreachable' { $node.reach = 'unreachable'; Close-LabNodeSession $Lab $node }
        'node-denied' { $node.reach = 'denied'; Close-LabNodeSession $Lab $node }
        'node-reachable' { $node.reach = 'ok' }
        'lying-success' { $node.commands = 'lie' }
        'hung-mitigation' { $node.commands = 'hang' }
        'lying-success-ended' { Clear-LabClaim $node }
        'hung-mitigation-ended' { Clear-LabClaim $node }
        'partial-failure' { (Get-LabService $node 'LcmController').failsToStart = $true }
        'partial-failure-ended' { (Get-LabService $node 'LcmController').failsToStart = $false }
        'slow-node' { $node.delayMs = $Fault.milliseconds }
        'slow-node-ended' { $node.delayMs = 0 }
        'clock-skew' { Set-LabNodeClock $Lab $node ([long](60000 * $Fault.minutes)) }
        'clock-skew-ended' { Set-LabNodeClock $Lab $node 0 }
        'flapping-node' { $node.flapMs = [long](1000 * $Fault.seconds); $node.flapAt = $At }
        'flapping-node-ended' { $node.flapMs = 0; $node.flapAt = 0; $node.reach = 'ok' }
        'slow-caller' { Set-LabCallerPace $Lab ([long](1000 * $Fault.seconds)) $At }
        'slow-caller-ended' { Set-LabCallerPace $Lab 0 $At }
        'node-down' { Stop-LabNode $Lab $node $At 0 }
        'node-up' { if ($node.state -eq 'Down') { $node.upAt = $At + $Lab.timing.rebootMs } }
        'log-cleared' { Clear-LabLog $node (Get-LabLog $node $Fault.log) 'mbauer' $At }
        { $_ -in 'root-missing', 'root-present' } {
            foreach ($certificate in $Lab.certificates) {
                if ($certificate.thumbprint -ne $Fault.root) { continue }
                foreach ($store in $certificate.stores) { Set-LabRootMissing $node "$store\$($Fault.root)" ($Fault.kind -eq 'root-missing') }
            }
        }
        'account-locked' { if (-not $node.lockedAccounts.Contains($Fault.by)) { $node.lockedAccounts.Add($Fault.by) } }
        'account-unlocked' { [void]$node.lockedAccounts.Remove($Fault.by) }
        'node-paused' { if ($node.state -eq 'Up') { $node.state = 'Paused' } }
        'node-resumed' { if ($node.state -eq 'Paused') { Resume-LabNode $Lab $node $At } }
        'vm-stuck' { foreach ($vm in $Lab.vms) { if ($vm.name -eq $Fault.vm) { $vm.blocker = 'account' } } }
        'vm-free' { foreach ($vm in $Lab.vms) { if ($vm.name -eq $Fault.vm) { $vm.blocker = 'none' } } }
        'storage-jobs' { Add-LabStorageJob $Lab $At ($At + [long](1000 * $Fault.seconds)) }
        'storage-jobs-ended' { foreach ($job in $Lab.storage.jobs) { if ($job.endsAt -gt $At) { $job.endsAt = $At } } }
        'certificate-rotated' { Update-LabCertificate $Lab $At }
        'callers-renewed' {
            foreach ($caller in $Lab.callers) { $caller.thumbprint = $Lab.eceThumbprint }
            foreach ($shell in $Lab.shells) { if ($shell.thumbprint) { $shell.thumbprint = $Lab.eceThumbprint } }
        }
        'group-failed' {
            $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
            Stop-LabGroup $Lab $group
            $group.state = 'Failed'
        }
        'group-online' {
            $group = Get-LabGroup $Lab $script:ORCHESTRATOR_GROUP
            if ($group.state -in 'Failed', 'Offline') { Start-LabGroup $Lab $group $At }
        }
        'update-failed' { if ($null -ne $Lab.plan -and $Lab.plan.state -eq 'InProgress') { $Lab.plan.afterCure = 'fails'; Step-LabPlan $Lab $Lab.plan $At } }
        'update-resumed' { if ($null -ne $Lab.plan -and $Lab.plan.state -eq 'Failed') { Restart-LabPlan $Lab $Lab.plan $At } }
        default { throw "The simulated cluster knows no fault '$($Fault.kind)'." }
    }
}

function Set-LabRootMissing([LabNode]$Node, [string]$Root, [bool]$Missing) {
    [void]$Node.missingRoots.Remove($Root)
    if ($Missing) { $Node.missingRoots.Add($Root) }
}

# The truth about services whose commands lied comes out.
function Clear-LabClaim([LabNode]$Node) {
    if ($Node.commands -eq 'lie') {
        foreach ($service in $Node.services) {
            if ($service.state -eq 'Stopped' -and $service.processId -ne 0) { $service.state = 'Running' }
            elseif ($service.state -eq 'Running' -and $service.processId -eq 0) { $service.state = 'Stopped' }
        }
    }
    $Node.commands = 'work'
}

# A session reads its node's clock when it is opened, so those that are open end.
function Set-LabNodeClock([LabState]$Lab, [LabNode]$Node, [long]$SkewMs) {
    $Node.skewMs = $SkewMs
    Close-LabNodeSession $Lab $Node
}

# How rarely whoever has the old certificate calls; 0: as often as before.
function Set-LabCallerPace([LabState]$Lab, [long]$PeriodMs, [long]$At) {
    foreach ($caller in $Lab.callers) {
        if ($caller.thumbprint -eq $Lab.eceThumbprint -or $caller.nextPollAt -eq 0) { continue }
        if ($PeriodMs -eq 0 -and $caller.usualPeriodMs -eq 0) { continue }
        if ($caller.usualPeriodMs -eq 0) { $caller.usualPeriodMs = $caller.periodMs }
        $caller.periodMs = if ($PeriodMs -gt 0) { $PeriodMs } else { $caller.usualPeriodMs }
        if ($PeriodMs -eq 0) { $caller.usualPeriodMs = 0 }
        $caller.nextPollAt = $At + $caller.periodMs
    }
}

# A new client certificate: from now on every client that has loaded the old one is stale, our own shells included.
function Update-LabCertificate([LabState]$Lab, [long]$At) {
    $hash = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes("$($Lab.clusterName)/$At")))
    $old = $null
    foreach ($certificate in $Lab.certificates) { if ($certificate.thumbprint -eq $Lab.eceThumbprint) { $old = $certificate } }
    $new = [LabCertificate]::new()
    $new.thumbprint = $hash
    $new.subject = $old.subject
    $new.notBefore = $At
    $new.notAfter = $At + 31536000000
    $new.rawData = ''
    $new.stores.Add('My')
    $Lab.certificates.Add($new)
    $Lab.eceThumbprint = $hash
}
