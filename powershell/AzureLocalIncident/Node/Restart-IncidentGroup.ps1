function Restart-IncidentGroup {
    <#
    .SYNOPSIS
    Takes one of the four clustered services offline and brings it online where it is, in one go: for a cluster with no node to move it to.
    .DESCRIPTION
    A group that was stopped and forgotten stays offline, so the start is in a finally block: it is asked for even when the stop failed or this
    call was cut off. The service itself is never stopped: the cluster would see a failure and restart it. Checked before: exactly one
    group of that name, neither changing its state (waited for at most 30 s) nor offline already.
    'succeeded' says that the group was seen offline after the request and Online afterwards. The process is proven on the owner, by the caller.
    .PARAMETER Name
    Exact name of the group.
    .PARAMETER WaitSeconds
    How long the stop, and again the start, may take.
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
    stateBefore, ownerBefore, state, ownerNode, serviceName, requestedAtUtc, offlineAtUtc, proofAtUtc.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        # The pattern is there because ValidateSet compares by culture, which ignores invisible characters.
        [Parameter(Mandatory = $true)]
        [ValidateSet('Azure Stack HCI Orchestrator Service Cluster Group', 'Azure Stack HCI Update Service Cluster Group',
            'Azure Stack HCI Download Service Cluster Group', 'Azure Stack HCI Health Service Cluster Group')]
        [ValidatePattern('\A[A-Za-z ]+\z', Options = 'None')]
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
        action = "stop and start cluster group $Name"; groupName = $Name; stateBefore = $null; ownerBefore = $null; state = $null; ownerNode = $null
        serviceName = $null; requestedAtUtc = $null; offlineAtUtc = $null; proofAtUtc = $null
    }
    $read = {
        $found = @(Get-ClusterGroup | Where-Object { [string]::Equals("$($_.Name)", $Name, 'OrdinalIgnoreCase') })
        if ($found.Count -eq 1) {
            $answer.state = "$($found[0].State)"
            $answer.ownerNode = "$($found[0].OwnerNode.Name)"
        }
        $found
    }

    try {
        $settled = [DateTime]::UtcNow.AddSeconds([Math]::Min(30, $WaitSeconds))
        while ($true) {
            $groups = @(& $read)
            if ($groups.Count -ne 1) {
                $answer.reason = 'group-not-exactly-one'
                return $answer
            }
            if (@('Pending', 'Unknown') -notcontains $answer.state -or [DateTime]::UtcNow -ge $settled) { break }
            [Threading.Thread]::Sleep(250)
        }
        $groupName = "$($groups[0].Name)"
        $answer.stateBefore = $answer.state
        $answer.ownerBefore = $answer.ownerNode
        $services = @($groups[0] | Get-ClusterResource | Where-Object { "$($_.ResourceType)" -eq 'Generic Service' } | Get-ClusterParameter -Name ServiceName)
        if ($services.Count -eq 1) { $answer.serviceName = "$($services[0].Value)" }
        if ($answer.state -eq 'Pending') { $answer.reason = 'stuck-pending' }
        elseif ($answer.state -eq 'Unknown') { $answer.reason = 'state-unknown' }
        elseif ($answer.state -eq 'Offline') { $answer.reason = 'group-offline' }
        if ($null -ne $answer.reason) { return $answer }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($Name, 'stop and start cluster group')) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        $answer.requestedAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer.changed = $true
        try {
            $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
            $null = Stop-ClusterGroup -Name $groupName -Wait $WaitSeconds
            while ($true) {
                $null = & $read
                if ($answer.state -eq 'Offline') {
                    $answer.offlineAtUtc = [DateTime]::UtcNow.ToString('o')
                    break
                }
                if ([DateTime]::UtcNow -ge $until) { break }
                [Threading.Thread]::Sleep(250)
            }
        }
        catch { $answer.errorId = $_.FullyQualifiedErrorId }
        finally {
            # Runs also when the pipeline is being stopped.
            $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
            try { $null = Start-ClusterGroup -Name $groupName -Wait $WaitSeconds }
            catch { $answer.errorId = $_.FullyQualifiedErrorId }
        }

        try {
            while ($true) {
                $groups = @(& $read)
                if ($groups.Count -eq 1 -and $answer.state -eq 'Online') { break }
                if ([DateTime]::UtcNow -ge $until) {
                    $answer.reason = if ($answer.state -eq 'Pending') { 'stuck-pending' } else { 'not-online-in-time' }
                    return $answer
                }
                [Threading.Thread]::Sleep(250)
            }
        }
        catch {
            $answer.outcome = 'unknown'
            $answer.reason = 'proof-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }
        if ($null -eq $answer.offlineAtUtc) {
            $answer.reason = 'not-stopped'
            return $answer
        }
        $answer.outcome = 'succeeded'
        $answer.reason = 'restarted'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
