function Get-IncidentInterlock {
    <#
    .SYNOPSIS
    Tells how this node sees what must be right in the cluster before one node of it may be restarted.
    .DESCRIPTION
    Read-only, local cluster, unjudged. Each part has a status of its own (ok, denied, unavailable) with an error id; a part that is not
    ok has no value: nothing is ever made up for what could not be read. A group is node-bound when every resource of it can run on
    the named node only.
    .PARAMETER Name
    Short name of the node that is to be restarted; the groups it owns are listed with nodeBound.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, and the parts nodes (name, state, statusInformation, drainStatus, nodeWeight, dynamicWeight), cluster
    (dynamicQuorum, witnessDynamicWeight, drainOnShutdown), quorum (type, witnessName, witnessState), updatingRun (one text for each
    thing Get-CauRun said), groups (name, state, groupType, isCoreGroup, lockedFromMoving, priority, nodeBound) of the named node, vmMove
    (name, value of MoveTypeThreshold and DefaultMoveType).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Name
    )

    $ErrorActionPreference = 'Stop'
    $answer = @{ computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = [DateTime]::UtcNow.ToString('o') }
    foreach ($part in 'nodes', 'cluster', 'quorum', 'updatingRun', 'groups', 'vmMove') {
        $answer[$part] = @{ status = 'ok'; errorId = $null; value = $null }
    }
    $setFailure = {
        param($part, $record)
        $part.status = if (@('PermissionDenied', 'SecurityError') -contains "$($record.CategoryInfo.Category)") { 'denied' } else { 'unavailable' }
        $part.errorId = "$($record.FullyQualifiedErrorId)"
        $part.value = $null
    }
    $toNumber = { param($value) if ($null -eq $value) { $null } else { [long] $value } }

    try {
        $answer.nodes.value = @(foreach ($node in @(Get-ClusterNode)) {
                @{
                    name              = "$($node.Name)"
                    state             = "$($node.State)"
                    statusInformation = "$($node.StatusInformation)"
                    drainStatus       = "$($node.DrainStatus)"
                    nodeWeight        = & $toNumber $node.NodeWeight
                    dynamicWeight     = & $toNumber $node.DynamicWeight
                }
            })
    }
    catch { & $setFailure $answer.nodes $_ }

    try {
        $cluster = Get-Cluster
        $answer.cluster.value = @{
            dynamicQuorum        = & $toNumber $cluster.DynamicQuorum
            witnessDynamicWeight = & $toNumber $cluster.WitnessDynamicWeight
            drainOnShutdown      = & $toNumber $cluster.DrainOnShutdown
        }
    }
    catch { & $setFailure $answer.cluster $_ }

    try {
        $quorum = Get-ClusterQuorum
        $witness = $quorum.QuorumResource
        $answer.quorum.value = @{
            type         = "$($quorum.QuorumType)"
            witnessName  = if ($null -eq $witness) { $null } else { "$($witness.Name)" }
            witnessState = if ($null -eq $witness) { $null } else { "$($witness.State)" }
        }
    }
    catch { & $setFailure $answer.quorum $_ }

    try {
        # A status word when nothing runs, else an object that describes the run.
        $answer.updatingRun.value = @(foreach ($run in @(Get-CauRun)) {
                if ($null -ne $run.RunId) { "run $($run.RunId)" }
                elseif ($null -ne $run.Status) { "$($run.Status)" }
                else { "$run" }
            })
    }
    catch { & $setFailure $answer.updatingRun $_ }

    try {
        $answer.groups.value = @(foreach ($group in @(Get-ClusterGroup)) {
                if (-not [string]::Equals("$($group.OwnerNode.Name)", $Name, 'OrdinalIgnoreCase')) { continue }
                $resources = @($group | Get-ClusterResource)
                $bound = @(foreach ($resource in $resources) {
                        $owners = @((Get-ClusterOwnerNode -Resource "$($resource.Name)").OwnerNodes)
                        if ($owners.Count -eq 1 -and [string]::Equals("$($owners[0].Name)", $Name, 'OrdinalIgnoreCase')) { $resource }
                    })
                @{
                    name             = "$($group.Name)"
                    state            = "$($group.State)"
                    groupType        = "$($group.GroupType)"
                    isCoreGroup      = [bool] $group.IsCoreGroup
                    lockedFromMoving = & $toNumber $group.LockedFromMoving
                    priority         = & $toNumber $group.Priority
                    nodeBound        = $resources.Count -gt 0 -and $bound.Count -eq $resources.Count
                }
            })
    }
    catch { & $setFailure $answer.groups $_ }

    try {
        $wanted = [string[]] @('MoveTypeThreshold', 'DefaultMoveType')
        $answer.vmMove.value = @(foreach ($setting in @(Get-ClusterResourceType -Name 'Virtual Machine' | Get-ClusterParameter -Name $wanted)) {
                @{ name = "$($setting.Name)"; value = "$($setting.Value)" }
            })
    }
    catch { & $setFailure $answer.vmMove $_ }
    $answer
}
