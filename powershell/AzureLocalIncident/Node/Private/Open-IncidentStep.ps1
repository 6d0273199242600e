function Open-IncidentStep {
    <#
    .SYNOPSIS
    Lets the act of a step begin at most once: writes it into this node's journal, on disk before this returns, or refuses it.
    .DESCRIPTION
    Refused are a call without a ticket, one that was begun before (nobody can say from here what came of it, so its outcome is 'unknown'), one
    that is late by this node's clock, one with a lower fence than was seen here, and any call when the journal cannot
    be read, written or trusted. Check and line are one under the journal's lock. Months that ended more than 90 days ago are deleted; the
    newest month never is, because it holds the highest fence.
    .PARAMETER Key
    Idempotency key: the id of the step.
    .PARAMETER Fence
    Fencing number; grows with every step of the cluster.
    .PARAMETER NotAfterUtc
    Last moment, by this node's clock, at which the act may begin.
    .PARAMETER Answer
    The calling function's answer; when refused its outcome, reason and errorId are set.
    .OUTPUTS
    Boolean: whether the act may begin.
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param([string] $Key, [long] $Fence, [string] $NotAfterUtc, [hashtable] $Answer)

    $ErrorActionPreference = 'Stop'
    $Answer.outcome = 'failed'
    if ($Key -eq '' -or $Fence -lt 1 -or $NotAfterUtc -eq '') {
        $Answer.reason = 'ticket-missing'
        return $false
    }
    $folder = Get-IncidentJournalFolder -Create
    if ($null -ne $folder.problem) {
        $Answer.reason = $folder.problem
        $Answer.errorId = $folder.errorId
        return $false
    }
    $lock = $null
    try {
        $lock = Lock-IncidentJournal -Path $folder.path
        $lines = @(Read-IncidentJournal -Path $folder.path)
        $highest = [long] 0
        foreach ($line in $lines) { if ($line.fence -gt $highest) { $highest = $line.fence } }
        $notAfter = [Xml.XmlConvert]::ToDateTime($NotAfterUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
        # Read here, under the lock: waiting for the lock counts.
        $now = [DateTime]::UtcNow
        if (@($lines | Where-Object { $_.key -ceq $Key }).Count -gt 0) {
            $Answer.outcome = 'unknown'
            $Answer.reason = 'already-begun'
        }
        elseif ($now -gt $notAfter) { $Answer.reason = 'too-late' }
        elseif ($Fence -lt $highest) { $Answer.reason = 'fence-passed' }
        if ($null -ne $Answer.reason) { return $false }
        Add-IncidentJournalLine -Path $folder.path -Field 'begun', $Key, "$Fence", $now.ToString('o'), "$($Answer.action)", $NotAfterUtc
    }
    catch {
        $Answer.reason = if ($null -eq $lock -and $_.Exception.InnerException -is [IO.IOException]) { 'journal-busy' } else { 'journal-not-writable' }
        $Answer.errorId = $_.FullyQualifiedErrorId
        return $false
    }
    finally { if ($null -ne $lock) { $lock.Dispose() } }
    try {
        $oldest = "steps-$($now.AddDays(-90).ToString('yyyy-MM', [Globalization.CultureInfo]::InvariantCulture)).log"
        $files = [IO.Directory]::GetFiles($folder.path, 'steps-*.log')
        foreach ($file in $files) { if ([string]::CompareOrdinal([IO.Path]::GetFileName($file), $oldest) -lt 0) { [IO.File]::Delete($file) } }
    }
    catch {
        # What is kept too long does no harm; the next step deletes it.
        $null = $_
    }
    $true
}
