function Close-IncidentStep {
    <#
    .SYNOPSIS
    Notes in this node's journal what came of a step whose act ended.
    .DESCRIPTION
    Never fails: without this line the journal says 'begun' and no more, which is less evidence but nothing false.
    .PARAMETER Key
    Idempotency key of the step.
    .PARAMETER Fence
    Its fencing number.
    .PARAMETER Answer
    The calling function's answer, with outcome and reason.
    #>
    [CmdletBinding()]
    param([string] $Key, [long] $Fence, [hashtable] $Answer)

    $ErrorActionPreference = 'Stop'
    $lock = $null
    try {
        $folder = Get-IncidentJournalFolder
        $lock = Lock-IncidentJournal -Path $folder.path
        $now = [DateTime]::UtcNow
        Add-IncidentJournalLine -Path $folder.path -Field 'ended', $Key, "$Fence", $now.ToString('o'), "$($Answer.outcome)", "$($Answer.reason)"
    }
    catch { $null = $_ }
    finally { if ($null -ne $lock) { $lock.Dispose() } }
}
