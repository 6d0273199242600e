function Get-IncidentStorageState {
    <#
    .SYNOPSIS
    Tells how this node sees the cluster's storage: repair jobs, virtual disks, pools and disks that are not as they should be.
    .DESCRIPTION
    Read-only and unjudged. Each part has a status of its own (ok, denied, unavailable) with an error id. An empty list is what was found,
    not that all is well: a cluster with Storage Spaces Direct has virtual disks and pools. Of the physical disks only those are
    listed that are not Healthy and OK, because there can be hundreds.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, and the parts spacesDirect (number, 0 = not used), jobs (name, state, percentComplete), virtualDisks, pools
    (name, health, operation: list of words), physicalDisks (count, notOk).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    # The storage commands are functions of a module, which do not see this: each is told itself, or its refusal would look like an empty list.
    $ErrorActionPreference = 'Stop'
    $answer = @{ computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = [DateTime]::UtcNow.ToString('o') }
    foreach ($part in 'spacesDirect', 'jobs', 'virtualDisks', 'pools', 'physicalDisks') {
        $answer[$part] = @{ status = 'ok'; errorId = $null; value = $null }
    }
    $setFailure = {
        param($part, $record)
        $part.status = if (@('PermissionDenied', 'SecurityError') -contains "$($record.CategoryInfo.Category)") { 'denied' } else { 'unavailable' }
        $part.errorId = "$($record.FullyQualifiedErrorId)"
        $part.value = $null
    }
    $toDisk = {
        param($disk)
        @{ name = "$($disk.FriendlyName)"; health = "$($disk.HealthStatus)"; operation = @(foreach ($word in @($disk.OperationalStatus)) { "$word" }) }
    }

    try {
        $value = (Get-Cluster).S2DEnabled
        if ($null -ne $value) { $answer.spacesDirect.value = [long] $value }
    }
    catch { & $setFailure $answer.spacesDirect $_ }

    try {
        $answer.jobs.value = @(foreach ($job in @(Get-StorageJob -ErrorAction Stop)) {
                @{
                    name            = "$($job.Name)"
                    state           = "$($job.JobState)"
                    percentComplete = if ($null -eq $job.PercentComplete) { $null } else { [long] $job.PercentComplete }
                }
            })
    }
    catch { & $setFailure $answer.jobs $_ }

    try { $answer.virtualDisks.value = @(foreach ($disk in @(Get-VirtualDisk -ErrorAction Stop)) { & $toDisk $disk }) }
    catch { & $setFailure $answer.virtualDisks $_ }

    # Filtered here: asked for with a filter, none is an error, and none is what a cluster without Spaces Direct has.
    try { $answer.pools.value = @(foreach ($pool in @(Get-StoragePool -ErrorAction Stop)) { if (-not $pool.IsPrimordial) { & $toDisk $pool } }) }
    catch { & $setFailure $answer.pools $_ }

    try {
        $disks = @(foreach ($disk in @(Get-PhysicalDisk -ErrorAction Stop)) { & $toDisk $disk })
        $answer.physicalDisks.value = @{
            count = $disks.Count
            notOk = @($disks | Where-Object { $_.health -ne 'Healthy' -or @($_.operation | Where-Object { $_ -ne 'OK' }).Count -gt 0 })
        }
    }
    catch { & $setFailure $answer.physicalDisks $_ }
    $answer
}
