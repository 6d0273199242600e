function Get-IncidentStepJournal {
    <#
    .SYNOPSIS
    Tells what this node's journal says about one step: nothing, begun, or ended with an outcome.
    .DESCRIPTION
    Read-only. problem names why the journal proves nothing: it cannot be trusted or read; then entry is $null. A torn line is not 'begun':
    its writer did not get to the act.
    .PARAMETER Key
    Idempotency key of the step.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, problem, errorId, entry ($null, none, begun, ended), begunAtUtc, action, notAfterUtc, endedAtUtc,
    outcome, reason, highestFence. readAtUtc is before the reading: a step begun later need not be in it.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9-]{1,80}\z', Options = 'None')]
        [string] $Key
    )

    $ErrorActionPreference = 'Stop'
    $folder = Get-IncidentJournalFolder
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = [DateTime]::UtcNow.ToString('o'); problem = $folder.problem; errorId = $folder.errorId; entry = $null
        begunAtUtc = $null; action = $null; notAfterUtc = $null; endedAtUtc = $null; outcome = $null; reason = $null; highestFence = [long] 0
    }
    if ($null -eq $folder.problem) {
        $answer.entry = 'none'
        try {
            foreach ($line in @(if ($folder.exists) { Read-IncidentJournal -Path $folder.path })) {
                if ($line.fence -gt $answer.highestFence) { $answer.highestFence = $line.fence }
                if (-not $line.whole -or $line.key -cne $Key) { continue }
                $answer.entry = $line.kind
                if ($line.kind -eq 'begun') {
                    $answer.begunAtUtc = $line.atUtc
                    $answer.action = $line.first
                    $answer.notAfterUtc = $line.second
                }
                else {
                    $answer.endedAtUtc = $line.atUtc
                    $answer.outcome = $line.first
                    $answer.reason = $line.second
                }
            }
        }
        catch {
            $answer.entry = $null
            $answer.problem = 'journal-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
        }
    }
    $answer
}
