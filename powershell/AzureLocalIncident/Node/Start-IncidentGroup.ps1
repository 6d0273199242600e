function Start-IncidentGroup {
    <#
    .SYNOPSIS
    Brings one of the four clustered services online (recovery rung R1).
    .DESCRIPTION
    Asked once: the cluster is not asked again when the start fails. A group that is Online already is 'nothing-to-do'. 'succeeded' needs
    proof: group Online, its owner, and a running service process when the owner is this node; on another owner processId is $null and
    the caller asks that node.
    .PARAMETER Name
    Exact name of the group.
    .PARAMETER WaitSeconds
    How long to wait for Online.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (succeeded, nothing-to-do, failed, unknown, planned), reason, errorId, changed, action, groupName,
    stateBefore, state, ownerNode, serviceName, processId, startedAtUtc, proofAtUtc.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('Azure Stack HCI Orchestrator Service Cluster Group', 'Azure Stack HCI Update Service Cluster Group',
            'Azure Stack HCI Download Service Cluster Group', 'Azure Stack HCI Health Service Cluster Group')]
        [string] $Name,

        [ValidateRange(5, 900)]
        [int] $WaitSeconds = 300,

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
        action = "start cluster group $Name"; groupName = $Name; stateBefore = $null; state = $null; ownerNode = $null
        serviceName = $null; processId = $null; startedAtUtc = $null; proofAtUtc = $null
    }
    # ValidateSet compares by culture, which ignores invisible characters; the cluster does not.
    $findGroup = {
        @(Get-ClusterGroup | Where-Object { [string]::Equals("$($_.Name)", $Name, 'OrdinalIgnoreCase') })
    }
    $readProof = {
        $answer.state = "$($group.State)"
        $answer.ownerNode = "$($group.OwnerNode.Name)"
        $services = @($group | Get-ClusterResource | Where-Object { "$($_.ResourceType)" -eq 'Generic Service' } | Get-ClusterParameter -Name ServiceName)
        if ($services.Count -eq 1) { $answer.serviceName = "$($services[0].Value)" }
        $isHere = [string]::Equals($answer.ownerNode, [Environment]::GetEnvironmentVariable('COMPUTERNAME'), 'OrdinalIgnoreCase')
        if ($isHere -and $null -ne $answer.serviceName) {
            $service = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='$($answer.serviceName.Replace("'", "\'"))'" -OperationTimeoutSec 20)
            $answer.processId = if ($service.Count -eq 1 -and $service[0].ProcessId -gt 0) { [int] $service[0].ProcessId } else { $null }
            if ($null -ne $answer.processId) {
                $process = @(Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$($answer.processId)" -OperationTimeoutSec 20)
                if ($process.Count -eq 1) { $answer.startedAtUtc = $process[0].CreationDate.ToUniversalTime().ToString('o') }
                else { $answer.processId = $null }
            }
        }
        # Proven here, or to be proven on the owner by the caller.
        -not $isHere -or $null -ne $answer.processId
    }

    try {
        $groups = @(& $findGroup)
        if ($groups.Count -ne 1) {
            $answer.reason = 'group-not-exactly-one'
            return $answer
        }
        $group = $groups[0]
        $answer.stateBefore = "$($group.State)"
        $answer.state = $answer.stateBefore
        $answer.ownerNode = "$($group.OwnerNode.Name)"
        if ($answer.stateBefore -eq 'Online') {
            $null = & $readProof
            $answer.outcome = 'nothing-to-do'
            $answer.reason = 'already-online'
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
        if (@('Offline', 'Failed', 'PartialOnline') -notcontains $answer.stateBefore) {
            $answer.reason = 'state-not-startable'
            return $answer
        }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($Name, 'start cluster group')) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        $answer.changed = $true
        $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
        try {
            $null = Start-ClusterGroup -Name "$($group.Name)" -Wait $WaitSeconds
        }
        catch {
            # It may be online all the same, or come online later: only the proof decides.
            $answer.errorId = $_.FullyQualifiedErrorId
        }
        try {
            while ($true) {
                $groups = @(& $findGroup)
                if ($groups.Count -eq 1) {
                    $group = $groups[0]
                    if ((& $readProof) -and $answer.state -eq 'Online') { break }
                }
                if ([DateTime]::UtcNow -ge $until) {
                    $answer.reason = 'not-online-in-time'
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
        $answer.reason = 'online'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
