function Move-IncidentGroup {
    <#
    .SYNOPSIS
    Moves one of the four clustered services to one named node, once.
    .DESCRIPTION
    Checked again right before the move: exactly one group of that name, not changing its state, not offline, not locked; the target Up,
    normal, not draining, and a possible owner of every resource. A group that is changing its state is waited for, at most 30 s, because one
    that crashes does so again and again; a group that stays Pending is not touched. Already online on the target is 'nothing-to-do'.
    'succeeded' says Online with the target as owner. The process on the target is proven there, by the caller.
    .PARAMETER Name
    Exact name of the group.
    .PARAMETER Node
    The node it is to move to.
    .PARAMETER WaitSeconds
    How long the move may take.
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
    targetNode, stateBefore, ownerBefore, state, ownerNode, serviceName, requestedAtUtc, proofAtUtc.
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

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

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
    $target = $Node.Split('.')[0]
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false
        action = "move cluster group $Name to $target"; groupName = $Name; targetNode = $target; stateBefore = $null; ownerBefore = $null; state = $null
        ownerNode = $null; serviceName = $null; requestedAtUtc = $null; proofAtUtc = $null
    }
    $read = {
        $found = @(Get-ClusterGroup | Where-Object { [string]::Equals("$($_.Name)", $Name, 'OrdinalIgnoreCase') })
        if ($found.Count -eq 1) {
            $answer.state = "$($found[0].State)"
            $answer.ownerNode = "$($found[0].OwnerNode.Name)"
        }
        $found
    }
    $isTarget = { param($other) [string]::Equals("$other", $target, 'OrdinalIgnoreCase') }

    # 1. Everything the move depends on, read now.
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
        $group = $groups[0]
        $answer.stateBefore = $answer.state
        $answer.ownerBefore = $answer.ownerNode
        $resources = @($group | Get-ClusterResource)
        $services = @($resources | Where-Object { "$($_.ResourceType)" -eq 'Generic Service' } | Get-ClusterParameter -Name ServiceName)
        if ($services.Count -eq 1) { $answer.serviceName = "$($services[0].Value)" }
        $isThere = & $isTarget $answer.ownerNode
        if ($isThere -and $answer.state -eq 'Online') {
            $answer.outcome = 'nothing-to-do'
            $answer.reason = 'already-there'
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
        $nodes = @(Get-ClusterNode | Where-Object { & $isTarget $_.Name })
        if ($answer.state -eq 'Pending') { $answer.reason = 'stuck-pending' }
        elseif ($answer.state -eq 'Unknown') { $answer.reason = 'state-unknown' }
        elseif ($answer.state -eq 'Offline') { $answer.reason = 'group-offline' }
        elseif ($isThere) { $answer.reason = 'there-but-not-online' }
        elseif ($null -eq $group.LockedFromMoving -or [long] $group.LockedFromMoving -ne 0) { $answer.reason = 'locked-from-moving' }
        elseif ($nodes.Count -ne 1) { $answer.reason = 'target-not-in-cluster' }
        elseif ("$($nodes[0].State)" -ne 'Up') { $answer.reason = 'target-not-up' }
        elseif ("$($nodes[0].DrainStatus)" -ne 'NotInitiated') { $answer.reason = 'target-draining' }
        elseif ("$($nodes[0].StatusInformation)" -ne 'Normal') { $answer.reason = 'target-not-normal' }
        elseif ($resources.Count -eq 0) { $answer.reason = 'no-resources' }
        else {
            foreach ($resource in $resources) {
                $owners = @((Get-ClusterOwnerNode -Resource "$($resource.Name)").OwnerNodes | Where-Object { & $isTarget $_.Name })
                if ($owners.Count -eq 0) { $answer.reason = 'target-not-possible-owner' }
            }
        }
        if ($null -ne $answer.reason) { return $answer }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($Name, "move cluster group to $target")) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        # 2. Move, once.
        $answer.requestedAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer.changed = $true
        $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
        $moveFailed = $false
        try { $null = Move-ClusterGroup -Name "$($group.Name)" -Node "$($nodes[0].Name)" -Wait $WaitSeconds }
        catch {
            # It may be moving all the same: only the proof decides.
            $answer.errorId = $_.FullyQualifiedErrorId
            $moveFailed = $true
        }

        # 3. Online, and on the target.
        try {
            while ($true) {
                $groups = @(& $read)
                $isThere = $groups.Count -eq 1 -and (& $isTarget $answer.ownerNode)
                if ($isThere -and $answer.state -eq 'Online') { break }
                if (($moveFailed -and -not $isThere -and $answer.state -eq 'Online') -or [DateTime]::UtcNow -ge $until) {
                    if ($answer.state -eq 'Pending') { $answer.reason = 'stuck-pending' }
                    elseif ($isThere) { $answer.reason = 'not-online-in-time' }
                    else { $answer.reason = 'not-moved' }
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
        $answer.outcome = 'succeeded'
        $answer.reason = 'moved'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
