function Get-IncidentGroupPlan {
    <#
    .SYNOPSIS
    Tells all that a move of the four clustered services depends on, as this node sees the cluster.
    .DESCRIPTION
    Read-only, local cluster. Groups are found by exact name; count says how many there are and the rest is told only when it is one.
    What could not be read of one group is $null with its errorId, so that it is never taken for 'nowhere' or 'unlocked'.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, nodes (name, state, statusInformation, drainStatus), groups (name, count, state, ownerNode,
    lockedFromMoving, resources (name, state, resourceType, serviceName, possibleOwners), errorId).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    $nodes = @(foreach ($node in @(Get-ClusterNode)) {
            @{
                name              = "$($node.Name)"
                state             = "$($node.State)"
                statusInformation = "$($node.StatusInformation)"
                drainStatus       = "$($node.DrainStatus)"
            }
        })
    $all = @(Get-ClusterGroup)
    $groups = @(foreach ($kind in 'Orchestrator', 'Update', 'Download', 'Health') {
            $name = "Azure Stack HCI $kind Service Cluster Group"
            $found = @($all | Where-Object { [string]::Equals("$($_.Name)", $name, 'OrdinalIgnoreCase') })
            $told = @{ name = $name; count = $found.Count; state = $null; ownerNode = $null; lockedFromMoving = $null; resources = $null; errorId = $null }
            if ($found.Count -ne 1) { $told; continue }
            $group = $found[0]
            $told.state = "$($group.State)"
            $told.ownerNode = "$($group.OwnerNode.Name)"
            if ($null -ne $group.LockedFromMoving) { $told.lockedFromMoving = [long] $group.LockedFromMoving -ne 0 }
            try {
                $told.resources = @(foreach ($resource in @($group | Get-ClusterResource)) {
                        $type = "$($resource.ResourceType)"
                        $service = @(if ($type -eq 'Generic Service') { $resource | Get-ClusterParameter -Name ServiceName })
                        @{
                            name           = "$($resource.Name)"
                            state          = "$($resource.State)"
                            resourceType   = $type
                            serviceName    = if ($service.Count -eq 1) { "$($service[0].Value)" } else { $null }
                            possibleOwners = @((Get-ClusterOwnerNode -Resource "$($resource.Name)").OwnerNodes | ForEach-Object { "$($_.Name)" })
                        }
                    })
            }
            catch { $told.errorId = $_.FullyQualifiedErrorId }
            $told
        })
    @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        readAtUtc    = [DateTime]::UtcNow.ToString('o')
        nodes        = $nodes
        groups       = $groups
    }
}
