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
