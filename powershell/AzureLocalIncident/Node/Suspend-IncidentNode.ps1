function Suspend-IncidentNode {
    <#
    .SYNOPSIS
    Pauses another node of the cluster and drains it, once; undoes that when the drain does not succeed.
    .DESCRIPTION
    To be run on an Up node other than the named one. Refused unless every node of the cluster is Up and not draining, and every other one normal (not isolated, say). Nothing is forced: what
    cannot move keeps the node from being emptied. 'succeeded' needs proof: DrainStatus Completed and no group left on the node that is
    not Offline and could run elsewhere. A drain that fails, does not end in time or leaves something is undone (Resume, failback at
    once) and is 'failed', with what was left. Virtual machines outside the cluster are not seen from here: the caller asks the node.
    .PARAMETER Name
    Short name of the node to pause.
    .PARAMETER WaitSeconds
    How long the drain may take.
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
    name, stateBefore, state, drainStatus, left (names of groups), resumed ($null: nothing had to be undone).
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Name,

        [ValidateRange(1, 14400)]
        [int] $WaitSeconds = 1800,

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
    $resumeSeconds = 60
    $own = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $answer = @{
        computerName = $own; requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false; proofAtUtc = $null
        action = "pause and drain node $Name"; name = $Name; stateBefore = $null; state = $null; drainStatus = $null; left = @(); resumed = $null
    }
    $isSame = { param($left, $right) [string]::Equals("$left", "$right", 'OrdinalIgnoreCase') }
    $readNode = {
        $found = @(Get-ClusterNode | Where-Object { & $isSame $_.Name $Name })
        if ($found.Count -ne 1) { throw "The cluster shows $($found.Count) nodes named $Name." }
        $answer.state = "$($found[0].State)"
        $answer.drainStatus = "$($found[0].DrainStatus)"
    }
    # What is Offline is not disturbed by a restart; a group none of whose resources can run elsewhere cannot be moved away.
    $readLeft = {
        $answer.left = @(foreach ($group in @(Get-ClusterGroup)) {
                if (-not (& $isSame $group.OwnerNode.Name $Name) -or "$($group.State)" -eq 'Offline') { continue }
                $resources = @($group | Get-ClusterResource)
                $free = @(foreach ($resource in $resources) {
                        $owners = @((Get-ClusterOwnerNode -Resource "$($resource.Name)").OwnerNodes)
                        if ($owners.Count -ne 1 -or -not (& $isSame $owners[0].Name $Name)) { $resource }
                    })
                if ($resources.Count -eq 0 -or $free.Count -gt 0) { "$($group.Name)" }
            })
    }
    $undo = {
        $answer.resumed = $false
        try {
            $null = Resume-ClusterNode -Name $Name -Failback Immediate
        }
        catch {
            # Only its state below tells whether it is back.
            if ($null -eq $answer.errorId) { $answer.errorId = $_.FullyQualifiedErrorId }
        }
        $until = [DateTime]::UtcNow.AddSeconds($resumeSeconds)
        while ($true) {
            try {
                & $readNode
                if ($answer.state -eq 'Up') {
                    $answer.resumed = $true
                    return
                }
            }
            catch {
                if ($null -eq $answer.errorId) { $answer.errorId = $_.FullyQualifiedErrorId }
            }
            if ([DateTime]::UtcNow -ge $until) { return }
            [Threading.Thread]::Sleep(500)
        }
    }

    # 1. Everything must be as it was when this was approved.
    try {
        $nodes = @(Get-ClusterNode)
        & $readNode
        $answer.stateBefore = $answer.state
        $others = @($nodes | Where-Object { -not (& $isSame $_.Name $Name) })
        $notReady = @($others | Where-Object { "$($_.State)" -ne 'Up' -or "$($_.StatusInformation)" -ne 'Normal' -or "$($_.DrainStatus)" -ne 'NotInitiated' })
        if (& $isSame $own $Name) { $answer.reason = 'own-node' }
        elseif ($others.Count -eq 0) { $answer.reason = 'single-node' }
        elseif ($notReady.Count -gt 0) { $answer.reason = 'other-node-not-up' }
        elseif ($answer.state -eq 'Paused' -and $answer.drainStatus -eq 'Completed') {
            & $readLeft
            if ($answer.left.Count -eq 0) {
                $answer.outcome = 'nothing-to-do'
                $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            }
            $answer.reason = 'already-paused'
        }
        elseif ($answer.state -eq 'Paused') { $answer.reason = 'already-paused' }
        elseif ($answer.state -ne 'Up') { $answer.reason = 'node-not-up' }
        elseif ($answer.drainStatus -ne 'NotInitiated') { $answer.reason = 'node-draining' }
        if ($null -ne $answer.reason) { return $answer }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($Name, 'pause and drain')) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        # 2. Act once.
        $answer.changed = $true
        $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
        try {
            $null = Suspend-ClusterNode -Name $Name -Drain -Confirm:$false
        }
        catch {
            # It may drain all the same: only its status decides.
            $answer.errorId = $_.FullyQualifiedErrorId
        }

        # 3. Prove it, or undo it.
        try {
            while ($true) {
                & $readNode
                if ($answer.drainStatus -eq 'Completed') {
                    & $readLeft
                    if ($answer.left.Count -eq 0) {
                        $answer.outcome = 'succeeded'
                        $answer.reason = 'drained'
                        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
                        return $answer
                    }
                }
                if ($answer.drainStatus -eq 'Failed') { $answer.reason = 'drain-failed' }
                elseif ($answer.drainStatus -eq 'NotInitiated' -and $null -ne $answer.errorId) { $answer.reason = 'drain-refused' }
                elseif ([DateTime]::UtcNow -ge $until) { $answer.reason = if ($answer.drainStatus -eq 'Completed') { 'not-empty' } else { 'not-drained-in-time' } }
                # It was never paused: there is nothing to undo.
                if ($answer.reason -eq 'drain-refused' -and $answer.state -eq 'Up') { return $answer }
                if ($null -ne $answer.reason) { break }
                [Threading.Thread]::Sleep(500)
            }
            & $readLeft
        }
        catch {
            if ($null -eq $answer.reason) { $answer.reason = 'proof-not-readable' }
            $answer.errorId = $_.FullyQualifiedErrorId
        }
        & $undo
        # Nobody can say what a node does whose drain could not be watched and that did not come back.
        if (-not $answer.resumed -and $answer.reason -eq 'proof-not-readable') { $answer.outcome = 'unknown' }
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
