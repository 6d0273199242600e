function Get-IncidentClusterState {
    <#
    .SYNOPSIS
    Tells how this node sees the cluster: its nodes and the orchestrator's group.
    .DESCRIPTION
    Read-only, local cluster. The group is found by its exact name; anything but exactly one is an error (GroupNotExactlyOne), because
    a wildcard or a second match would be answered for the wrong group.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, nodes (name, state, statusInformation, drainStatus), groupName, groupState, ownerNode,
    failoverThreshold, failoverPeriodHours, resources (name, state, restartAction, restartThreshold, restartPeriodMs, restartDelayMs,
    retryPeriodMs). A setting the cluster does not show is $null.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    $groupName = 'Azure Stack HCI Orchestrator Service Cluster Group'
    $toNumber = { param($value) if ($null -eq $value) { $null } else { [long] $value } }

    $nodes = @(foreach ($node in @(Get-ClusterNode)) {
            @{
                name              = "$($node.Name)"
                state             = "$($node.State)"
                statusInformation = "$($node.StatusInformation)"
                drainStatus       = "$($node.DrainStatus)"
            }
        })
    $groups = @(Get-ClusterGroup | Where-Object { [string]::Equals("$($_.Name)", $groupName, 'OrdinalIgnoreCase') })
    if ($groups.Count -ne 1) {
        $message = "The cluster has $($groups.Count) groups named '$groupName' and should have one. Compare with Get-ClusterGroup."
        $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new(
                [InvalidOperationException]::new($message), 'GroupNotExactlyOne', 'InvalidResult', $groupName))
    }
    $group = $groups[0]
    $resources = @(foreach ($resource in @($group | Get-ClusterResource)) {
            @{
                name             = "$($resource.Name)"
                state            = "$($resource.State)"
                restartAction    = & $toNumber $resource.RestartAction
                restartThreshold = & $toNumber $resource.RestartThreshold
                restartPeriodMs  = & $toNumber $resource.RestartPeriod
                restartDelayMs   = & $toNumber $resource.RestartDelay
                retryPeriodMs    = & $toNumber $resource.RetryPeriodOnFailure
            }
        })
    @{
        computerName        = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        readAtUtc           = [DateTime]::UtcNow.ToString('o')
        nodes               = $nodes
        groupName           = $groupName
        groupState          = "$($group.State)"
        ownerNode           = "$($group.OwnerNode.Name)"
        failoverThreshold   = & $toNumber $group.FailoverThreshold
        failoverPeriodHours = & $toNumber $group.FailoverPeriod
        resources           = $resources
    }
}
