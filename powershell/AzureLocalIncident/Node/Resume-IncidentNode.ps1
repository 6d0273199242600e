function Resume-IncidentNode {
    <#
    .SYNOPSIS
    Takes a paused node back into the cluster, with failback at once (recovery rung R3).
    .DESCRIPTION
    To be run on another node that is Up. Asked once. A node that is Up already is 'nothing-to-do'; one that is neither Up nor Paused is
    refused. 'succeeded' needs proof: State Up.
    .PARAMETER Name
    Short name of the node to resume.
    .PARAMETER WaitSeconds
    How long to wait for the proof.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (succeeded, nothing-to-do, failed, unknown, planned), reason, errorId, changed, action, proofAtUtc,
    name, stateBefore, state, drainStatus.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Name,

        [ValidateRange(1, 900)]
        [int] $WaitSeconds = 120,

        [ValidatePattern('\A[A-Za-z0-9-]{0,64}\z', Options = 'None')]
        [string] $RequestId = ''
    )

    $ErrorActionPreference = 'Stop'
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false
        action = "resume node $Name"; proofAtUtc = $null; name = $Name; stateBefore = $null; state = $null; drainStatus = $null
    }
    $readNode = {
        $found = @(Get-ClusterNode | Where-Object { [string]::Equals("$($_.Name)", $Name, 'OrdinalIgnoreCase') })
        if ($found.Count -ne 1) { throw "The cluster shows $($found.Count) nodes named $Name." }
        $answer.state = "$($found[0].State)"
        $answer.drainStatus = "$($found[0].DrainStatus)"
    }

    try {
        & $readNode
        $answer.stateBefore = $answer.state
        if ($answer.state -eq 'Up') {
            $answer.outcome = 'nothing-to-do'
            $answer.reason = 'already-up'
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
        if ($answer.state -ne 'Paused') {
            $answer.reason = 'state-not-resumable'
            return $answer
        }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($Name, 'resume')) {
        $answer.outcome = 'planned'
        return $answer
    }

    $answer.changed = $true
    $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
    try {
        $null = Resume-ClusterNode -Name $Name -Failback Immediate
    }
    catch {
        # It may be up all the same: only its state decides.
        $answer.errorId = $_.FullyQualifiedErrorId
    }
    try {
        while ($true) {
            & $readNode
            if ($answer.state -eq 'Up') { break }
            if ([DateTime]::UtcNow -ge $until) {
                $answer.reason = 'not-up-in-time'
                return $answer
            }
            [Threading.Thread]::Sleep(500)
        }
    }
    catch {
        $answer.outcome = 'unknown'
        $answer.reason = 'proof-not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }
    $answer.outcome = 'succeeded'
    $answer.reason = 'up'
    $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
    $answer
}
