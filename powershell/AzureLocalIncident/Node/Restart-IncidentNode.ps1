function Restart-IncidentNode {
    <#
    .SYNOPSIS
    Restarts the node it runs on, after it has answered.
    .DESCRIPTION
    Refused unless the cluster shows this node Paused with DrainStatus Completed and every other one Up, normal and not draining (a drain takes
    long enough for another node to go), and no virtual machine runs on it. The answer is given before
    the restart, which is the last act: its outcome is 'unknown' with reason 'requested', because the proof is a later boot time that
    only the caller can see. An error after the answer is the restart's own. The session ends with the node.
    .PARAMETER DelaySeconds
    Time between the answer and the restart, so that the answer gets out.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (failed, unknown, planned), reason, errorId, changed, action, proofAtUtc ($null), requestedAtUtc,
    bootUtc (of the boot before), state, drainStatus.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [ValidateRange(0, 60)]
        [int] $DelaySeconds = 5,

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
    $own = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $answer = @{
        computerName = $own; requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false; proofAtUtc = $null
        action = "restart node $own"; requestedAtUtc = $null; bootUtc = $null; state = $null; drainStatus = $null
    }
    try {
        $system = Get-CimInstance -ClassName Win32_OperatingSystem -OperationTimeoutSec 20
        $answer.bootUtc = $system.LastBootUpTime.ToUniversalTime().ToString('o')
        $nodes = @(Get-ClusterNode)
        $found = @($nodes | Where-Object { [string]::Equals("$($_.Name)", $own, 'OrdinalIgnoreCase') })
        $others = @($nodes | Where-Object { -not [string]::Equals("$($_.Name)", $own, 'OrdinalIgnoreCase') })
        $notReady = @($others | Where-Object { "$($_.State)" -ne 'Up' -or "$($_.StatusInformation)" -ne 'Normal' -or "$($_.DrainStatus)" -ne 'NotInitiated' })
        if ($found.Count -eq 1) {
            $answer.state = "$($found[0].State)"
            $answer.drainStatus = "$($found[0].DrainStatus)"
        }
        $running = @(Get-VM | Where-Object { @('Off', 'Saved') -notcontains "$($_.State)" })
        if ($answer.state -ne 'Paused' -or $answer.drainStatus -ne 'Completed') { $answer.reason = 'not-drained' }
        elseif ($notReady.Count -gt 0) { $answer.reason = 'other-node-not-up' }
        elseif ($running.Count -gt 0) { $answer.reason = 'vm-running' }
        if ($null -ne $answer.reason) { return $answer }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($own, 'restart')) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        $answer.changed = $true
        $answer.outcome = 'unknown'
        $answer.reason = 'requested'
        $answer.requestedAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
        [Threading.Thread]::Sleep(1000 * $DelaySeconds)
        Restart-Computer -Force -Confirm:$false
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
