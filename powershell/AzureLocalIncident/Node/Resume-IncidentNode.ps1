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
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
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
        [string] $RequestId = '',

        [ValidatePattern('\A[A-Za-z0-9-]{0,80}\z', Options = 'None')]
        [string] $StepKey = '',

        [ValidateRange(0, 9007199254740991)]
        [long] $Fence = 0,

        [ValidatePattern('\A([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z)?\z', Options = 'None')]
        [string] $NotAfterUtc = ''
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

    $act = {
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
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
