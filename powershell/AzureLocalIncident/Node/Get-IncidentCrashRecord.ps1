function Get-IncidentCrashRecord {
    <#
    .SYNOPSIS
    Reads the event records that may tell of a crash of the orchestrator service.
    .DESCRIPTION
    Read-only. Filters by provider, id, time and record id while reading; judges nothing. Each log has its own status: 'ok' (perhaps
    without records), 'denied' or 'unavailable'. Only the error id NoMatchingEventsFound means "empty"; every other error is not empty.
    Newest records come first, so that a cap leaves out the oldest; 'more' then is true.
    .PARAMETER SinceUtc
    Oldest time of interest, UTC, round-trip text such as 2026-10-14T21:22:10.0000000Z.
    .PARAMETER MaxRecords
    At most this many of the newest records of each log.
    .PARAMETER AfterApplicationRecordId
    Only records of the Application log with a higher record id; 0 means all.
    .PARAMETER AfterSystemRecordId
    The same for the System log.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, sinceUtc, more, records (provider, id, log, level, recordId, timeCreated with 100 ns, machine,
    message, properties) and logs (log, status, errorId, isEnabled, isFull, logMode, maximumBytes, oldestRecordId, recordCount,
    oldestUtc, more, gap). gap: records after the given record id were overwritten or the log was cleared.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $SinceUtc,

        [ValidateRange(1, 1000)]
        [int] $MaxRecords = 300,

        [ValidateRange(0, 9007199254740991)]
        [long] $AfterApplicationRecordId = 0,

        [ValidateRange(0, 9007199254740991)]
        [long] $AfterSystemRecordId = 0
    )

    $ErrorActionPreference = 'Stop'
    # Provider and id decide together: ids alone are used by many providers.
    $sources = @(
        @{
            log     = 'Application'
            after   = $AfterApplicationRecordId
            selects = @(
                @{ provider = '.NET Runtime'; ids = @(1023, 1025, 1026, 1027) }
                @{ provider = 'Application Error'; ids = @(1000) }
                @{ provider = 'Windows Error Reporting'; ids = @(1001) }
                @{ provider = 'AzureStack Agent Lifecycle Agent'; ids = @(1) }
            )
        }
        @{
            log     = 'System'
            after   = $AfterSystemRecordId
            selects = @(@{ provider = 'Service Control Manager'; ids = @(7031, 7034) })
        }
    )

    # The id of an access-denied error is a translated sentence in some versions; the exception's type is not.
    $statusOf = {
        param($failure)
        $exception = $failure.Exception
        while ($null -ne $exception) {
            if ($exception -is [UnauthorizedAccessException]) { return 'denied' }
            $exception = $exception.InnerException
        }
        if ("$($failure.CategoryInfo.Category)" -eq 'PermissionDenied') { return 'denied' }
        'unavailable'
    }

    $toText = {
        param($value)
        if ($null -eq $value) { return '' }
        if ($value -is [byte[]]) { return [BitConverter]::ToString($value) }
        [Convert]::ToString($value, [Globalization.CultureInfo]::InvariantCulture)
    }

    $records = [Collections.ArrayList]::new()
    $logs = [Collections.ArrayList]::new()
    foreach ($source in $sources) {
        $log = @{
            log = $source.log; status = 'ok'; errorId = $null; isEnabled = $null; isFull = $null; logMode = $null; maximumBytes = $null
            oldestRecordId = $null; recordCount = $null; oldestUtc = $null; more = $false; gap = $null
        }
        $null = $logs.Add($log)
        try {
            $health = Get-WinEvent -ListLog $source.log
            $log.isEnabled = [bool] $health.IsEnabled
            $log.isFull = if ($null -eq $health.IsLogFull) { $null } else { [bool] $health.IsLogFull }
            $log.logMode = "$($health.LogMode)"
            $log.maximumBytes = $health.MaximumSizeInBytes
            $log.oldestRecordId = $health.OldestRecordNumber
            $log.recordCount = $health.RecordCount
            if (-not $log.isEnabled) {
                $log.status = 'unavailable'
                $log.errorId = 'LogDisabled'
                continue
            }
            if ($source.after -gt 0 -and $null -ne $log.oldestRecordId -and $null -ne $log.recordCount) {
                $newest = [long] $log.oldestRecordId + [long] $log.recordCount - 1
                $log.gap = ([long] $log.oldestRecordId -gt $source.after + 1) -or ($newest -lt $source.after)
            }
        }
        catch {
            $log.status = & $statusOf $_
            $log.errorId = $_.FullyQualifiedErrorId
            continue
        }

        try {
            $oldest = @(Get-WinEvent -LogName $source.log -MaxEvents 1 -Oldest)
            if ($oldest.Count -gt 0) { $log.oldestUtc = $oldest[0].TimeCreated.ToUniversalTime().ToString('o') }
        }
        catch {
            # Not known how far back the log reaches: oldestUtc stays $null. Whether it can be read is seen below.
            $log.oldestUtc = $null
        }

        $lines = foreach ($select in $source.selects) {
            $ids = [string]::Join(' or ', @($select.ids | ForEach-Object { "EventID=$_" }))
            $after = if ($source.after -gt 0) { " and EventRecordID &gt; $($source.after)" } else { '' }
            "<Select Path='$($source.log)'>*[System[Provider[@Name='$($select.provider)'] and ($ids)" +
            " and TimeCreated[@SystemTime&gt;='$SinceUtc']$after]]</Select>"
        }
        $query = "<QueryList><Query Id='0' Path='$($source.log)'>" + [string]::Join('', @($lines)) + '</Query></QueryList>'
        try {
            $found = @(Get-WinEvent -FilterXml $query -MaxEvents ($MaxRecords + 1))
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound,*') {
                $log.status = & $statusOf $_
                $log.errorId = $_.FullyQualifiedErrorId
            }
            continue
        }

        $log.more = $found.Count -gt $MaxRecords
        for ($at = 0; $at -lt [Math]::Min($found.Count, $MaxRecords); $at++) {
            $item = $found[$at]
            $null = $records.Add(@{
                    provider    = $item.ProviderName
                    id          = [int] $item.Id
                    log         = $source.log
                    level       = if ($null -eq $item.Level) { 0 } else { [int] $item.Level }
                    recordId    = [long] $item.RecordId
                    timeCreated = $item.TimeCreated.ToUniversalTime().ToString('o')
                    machine     = $item.MachineName
                    message     = $item.Message
                    properties  = @(foreach ($property in $item.Properties) { & $toText $property.Value })
                })
        }
    }

    @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        readAtUtc    = [DateTime]::UtcNow.ToString('o')
        sinceUtc     = $SinceUtc
        more         = @($logs | Where-Object { $_.more }).Count -gt 0
        records      = @($records)
        logs         = @($logs)
    }
}
