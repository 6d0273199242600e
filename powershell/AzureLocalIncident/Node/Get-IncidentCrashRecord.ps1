function Get-IncidentCrashRecord {
    <#
    .SYNOPSIS
    Reads the event records that may tell of a crash of the orchestrator service.
    .DESCRIPTION
    Read-only. Filters by provider, id, time and record id while reading, then leaves out what plainly names another process, service or
    group; judges nothing else. Each log has its own status: 'ok' (perhaps without records), 'denied' or 'unavailable'. Only the error id
    NoMatchingEventsFound means "empty"; every other error is not empty, except that the text of a record could not be made: the record is there,
    with its data and Windows' sentence for a missing text as its message. Newest records come first, so that a cap leaves out the oldest;
    'more' then is true. Record 1102 is not asked for: it tells of the Security log, which nobody reads here.
    .PARAMETER SinceUtc
    Oldest time of interest, UTC, round-trip text such as 2026-10-14T21:22:10.0000000Z.
    .PARAMETER MaxRecords
    At most this many of the newest records of each log.
    .PARAMETER AfterApplicationRecordId
    Only records of the Application log with a higher record id; 0 means all. A log whose ids went back is a new one: all of it is read.
    .PARAMETER AfterSystemRecordId
    The same for the System log.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, sinceUtc, more, records (provider, id, log, level, recordId, timeCreated with 100 ns, machine,
    message, properties) and logs (log, status, errorId, isEnabled, isFull, logMode, maximumBytes, oldestRecordId, newestRecordId,
    recordCount, oldestUtc, clearedUtc, more, gap). clearedUtc: when record 104 last said that the log was cleared. gap: records after the
    given record id were overwritten or the log was cleared.
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
            selects = @(
                @{ provider = 'Service Control Manager'; ids = @(7031, 7034) }
                @{ provider = 'Microsoft-Windows-FailoverClustering'; ids = @(1069, 1205, 1254) }
            )
        }
    )
    $executable = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'
    $serviceName = 'Azure Stack HCI Orchestrator Service'
    $frameName = 'MtlsCertificateException'
    # Read before what names others is left out: enough for a day of crashes once a minute with three records each.
    $mostRead = 5000

    $namedBy = @{
        '.NET Runtime'                         = @($executable, $frameName)
        'Application Error'                    = @($executable)
        'Windows Error Reporting'              = @($executable)
        'Service Control Manager'              = @($serviceName)
        'Microsoft-Windows-FailoverClustering' = @($serviceName)
    }

    # Whether a record may be about the orchestrator. What cannot be told stays: no data, and a report whose name is hidden behind a hash.
    $mayConcern = {
        param($record)
        $values = @(foreach ($property in $record.Properties) { "$($property.Value)" })
        $text = [string]::Join("`n", $values)
        if ($text.Trim() -eq '') { return $true }
        $provider = "$($record.ProviderName)"
        if (-not $namedBy.ContainsKey($provider)) { return $true }
        if ($provider -eq 'Windows Error Reporting' -and $values.Count -gt 5 -and $values[5] -match '\A\s*[0-9A-Za-z]{32}\s*\z') { return $true }
        $names = $namedBy[$provider]
        foreach ($name in $names) { if ($text.IndexOf($name, [StringComparison]::OrdinalIgnoreCase) -ge 0) { return $true } }
        $false
    }

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
            oldestRecordId = $null; newestRecordId = $null; recordCount = $null; oldestUtc = $null; clearedUtc = $null; more = $false; gap = $null
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
            if ($null -ne $log.recordCount -and ($null -ne $log.oldestRecordId -or [long] $log.recordCount -eq 0)) {
                $log.newestRecordId = if ([long] $log.recordCount -eq 0) { [long] 0 } else { [long] $log.oldestRecordId + [long] $log.recordCount - 1 }
            }
            if ($source.after -gt 0) {
                if ($null -ne $log.newestRecordId) { $log.gap = ([long] $log.oldestRecordId -gt $source.after + 1) -or ($log.newestRecordId -lt $source.after) }
                if ($null -eq $log.newestRecordId -or $log.newestRecordId -lt $source.after) { $source.after = 0 }
            }
        }
        catch {
            $log.status = & $statusOf $_
            $log.errorId = $_.FullyQualifiedErrorId
            continue
        }

        try {
            # Any record will do: that its text cannot be made is no matter here.
            $oldest = @(Get-WinEvent -LogName $source.log -MaxEvents 1 -Oldest -ErrorAction SilentlyContinue)
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
            # A record whose text cannot be made is reported and given all the same, with its data; one that cannot be read is not given.
            $found = @(foreach ($said in @(Get-WinEvent -FilterXml $query -MaxEvents ($mostRead + 1) -ErrorAction Continue 2>&1)) {
                    if ($said -isnot [Management.Automation.ErrorRecord]) { $said; continue }
                    $isTextOnly = "$($said.Exception.StackTrace)" -like '*FormatDescription*'
                    if (-not $isTextOnly -and $said.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound,*') { throw $said }
                })
        }
        catch {
            $log.status = & $statusOf $_
            $log.errorId = $_.FullyQualifiedErrorId
            continue
        }

        $log.more = $found.Count -gt $mostRead
        $taken = 0
        foreach ($item in $found) {
            if (-not (& $mayConcern $item)) { continue }
            if ($taken -eq $MaxRecords) {
                $log.more = $true
                break
            }
            $taken++
            $null = $records.Add(@{
                    provider    = $item.ProviderName
                    id          = [int] $item.Id
                    log         = $source.log
                    level       = if ($null -eq $item.Level) { 0 } else { [int] $item.Level }
                    recordId    = [long] $item.RecordId
                    timeCreated = $item.TimeCreated.ToUniversalTime().ToString('o')
                    machine     = $item.MachineName
                    message     = $item.Message
                    properties  = @(foreach ($property in $item.Properties) { if ($property.Value -is [string]) { $property.Value } else { & $toText $property.Value } })
                })
        }
    }

    # Whoever clears a log leaves record 104 in the System log, the cleared System log included.
    try {
        $clears = "<QueryList><Query Id='0' Path='System'><Select Path='System'>*[System[Provider[@Name='Microsoft-Windows-Eventlog'] and (EventID=104)" +
        " and TimeCreated[@SystemTime&gt;='$SinceUtc']]]</Select></Query></QueryList>"
        foreach ($clear in @(Get-WinEvent -FilterXml $clears -MaxEvents 50 -ErrorAction SilentlyContinue)) {
            $names = @(foreach ($property in $clear.Properties) { "$($property.Value)" })
            foreach ($log in $logs) {
                if ($null -eq $log.clearedUtc -and $names -contains $log.log) { $log.clearedUtc = $clear.TimeCreated.ToUniversalTime().ToString('o') }
            }
        }
    }
    catch {
        # None, or the System log cannot be read: then its own status says so above, and how far a log reaches back is known without this.
        $null = $_
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
