function Wait-StorageClean {
    <#
    .SYNOPSIS
    Waits until the storage was seen clean twice in a row, some time apart.
    .DESCRIPTION
    Read-only. Twice, because repair jobs start a while after a node is back. Each look has a session of its own. Not clean in time is 'failed';
    'unknown' when the last look could not tell.
    .PARAMETER Node
    The node to ask.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER GapMs
    Least time between the two clean looks.
    .PARAMETER PollMs
    Time between two looks while it is not clean.
    .PARAMETER WaitMs
    How long to wait for the first of the two clean looks.
    .PARAMETER NodeDeadlineMs
    How long one look may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, outcome (succeeded, failed, unknown), changed ($false), reason (clean-twice, not-clean-in-time, not-readable), why (of the
    last look), looks (how many), node (see New-NodeResult, with answer: the last look's facts).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateRange(0, 600000)]
        [int] $GapMs = 60000,

        [ValidateRange(100, 300000)]
        [int] $PollMs = 15000,

        [ValidateRange(1000, 86400000)]
        [int] $WaitMs = 14400000,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 120000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $until = [DateTime]::UtcNow.AddMilliseconds($WaitMs)
    $report = @{ checkedAtUtc = $null; outcome = 'unknown'; changed = $false; reason = $null; why = @(); looks = 0; node = $null }
    $wasClean = $false
    while ($true) {
        $report.node = Read-OneAnswer -Node $Node -Connection $Connection -Function 'Get-IncidentStorageState' -NodeDeadlineMs $NodeDeadlineMs
        $report.looks++
        $seen = Get-StorageVerdict -State $report.node.answer
        $report.why = $seen.why
        $report.checkedAtUtc = [DateTime]::UtcNow
        $isClean = $seen.verdict -eq 'clean'
        if ($isClean -and $wasClean) {
            $report.outcome = 'succeeded'
            $report.reason = 'clean-twice'
            return $report
        }
        $wasClean = $isClean
        # A first clean look gets its second one, whatever the time.
        if (-not $isClean -and [DateTime]::UtcNow -ge $until) {
            $report.outcome = $seen.verdict -eq 'unknown' ? 'unknown' : 'failed'
            $report.reason = $seen.verdict -eq 'unknown' ? 'not-readable' : 'not-clean-in-time'
            return $report
        }
        [Threading.Thread]::Sleep(($isClean ? $GapMs : $PollMs))
    }
}
