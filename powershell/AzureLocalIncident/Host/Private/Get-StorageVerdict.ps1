function Get-StorageVerdict {
    <#
    .SYNOPSIS
    Judges one answer of Get-IncidentStorageState: clean, not-clean or unknown, with reasons.
    .DESCRIPTION
    Not clean: an unfinished job, a virtual disk or pool that is not Healthy and OK, a disk in maintenance. Unknown, unless something is seen
    not to be clean: a part that could not be read, or no virtual disk or pool at all. Only a cluster that is proven not to use Storage
    Spaces Direct (0) may have none.
    .OUTPUTS
    Hashtable: verdict, why (list of texts, at most ten).
    #>
    param([AllowNull()] [hashtable] $State)

    if ($null -eq $State) { return @{ verdict = 'unknown'; why = @('the storage could not be read') } }
    $bad = [Collections.ArrayList]::new()
    $unread = [Collections.ArrayList]::new()
    foreach ($part in 'spacesDirect', 'jobs', 'virtualDisks', 'pools', 'physicalDisks') {
        if ($State[$part].status -ne 'ok' -or $null -eq $State[$part].value) { $null = $unread.Add("$part could not be read ($($State[$part].errorId ?? 'no value'))") }
    }
    foreach ($job in $State.jobs.value) { if ($job.state -notlike 'Completed*') { $null = $bad.Add("storage job '$($job.name)' is $($job.state)") } }
    foreach ($part in 'virtualDisks', 'pools') {
        foreach ($disk in $State[$part].value) {
            $words = @($disk.operation)
            $isOk = $disk.health -eq 'Healthy' -and $words.Count -gt 0 -and @($words | Where-Object { $_ -ne 'OK' }).Count -eq 0
            if (-not $isOk) { $null = $bad.Add("'$($disk.name)' is $($disk.health), $([string]::Join(', ', $words))") }
        }
        $isNone = $null -ne $State[$part].value -and $State[$part].value.Count -eq 0
        if ($isNone -and $State.spacesDirect.value -ne 0) { $null = $unread.Add("no $part were found, which says nothing") }
    }
    $inMaintenance = @(($State.physicalDisks.value ?? @{ notOk = @() }).notOk | Where-Object { @($_.operation | Where-Object { $_ -like '*Maintenance*' }).Count -gt 0 })
    if ($inMaintenance.Count -gt 0) { $null = $bad.Add("$($inMaintenance.Count) disks are in maintenance mode") }

    $why = @($bad) + @($unread)
    if ($why.Count -gt 10) { $why = @($why[0..8]) + @("and $($why.Count - 9) more") }
    @{ verdict = $bad.Count -gt 0 ? 'not-clean' : ($unread.Count -gt 0 ? 'unknown' : 'clean'); why = $why }
}
