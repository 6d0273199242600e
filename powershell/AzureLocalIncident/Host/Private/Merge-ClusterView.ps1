function Merge-ClusterView {
    <#
    .SYNOPSIS
    Makes one answer of what the nodes say about the cluster.
    .DESCRIPTION
    Two nodes that are Up by their own word are compared when there are two; when they disagree on owner or members nothing is known. The
    group's state alone may differ, because it is read at two moments and a service that crashes changes it all the time: then only the
    state is unknown. A node that is not Up is no witness.
    .OUTPUTS
    Hashtable: status, errorId, message, hint, witnesses (names), agreed ($null with a single witness), readAtUtc, groupState, ownerNode,
    nodes, failoverThreshold, failoverPeriodHours, resources.
    #>
    param([hashtable[]] $View)

    $merged = @{
        status = 'ok'; errorId = $null; message = $null; hint = $null; witnesses = @(); agreed = $null; readAtUtc = $null; groupState = 'Unknown'
        ownerNode = $null; nodes = @(); failoverThreshold = $null; failoverPeriodHours = $null; resources = @()
    }
    $witnesses = @($View | Where-Object { $_.status -eq 'ok' } | ForEach-Object { $_.value } | Where-Object { Test-UpWitness -View $_ })
    if ($witnesses.Count -eq 0) {
        $failed = @($View | Where-Object { $_.status -ne 'ok' })
        $merged.status = $failed.Count -gt 0 ? $failed[0].status : 'unavailable'
        $merged.errorId = $failed.Count -gt 0 ? $failed[0].errorId : 'NoUpNode'
        $merged.message = $failed.Count -gt 0 ? $failed[0].message : $null
        $merged.hint = $failed.Count -gt 0 ? $failed[0].hint : 'No node that is Up could be asked about the cluster. See the hints of the nodes.'
        return $merged
    }

    $first = $witnesses[0]
    $merged.witnesses = @($witnesses[0..1] | Where-Object { $null -ne $_ } | ForEach-Object { $_.computerName })
    $merged.readAtUtc = $first.readAtUtc
    $merged.nodes = @($first.nodes)
    if ($witnesses.Count -gt 1) { $merged.agreed = (Get-ViewText -View $first) -eq (Get-ViewText -View $witnesses[1]) }
    if ($merged.agreed -eq $false) {
        $merged.status = 'unavailable'
        $merged.errorId = 'NodesDisagree'
        $merged.hint = 'Two nodes see the cluster differently. Check again; if it stays, look at the cluster network and the cluster log.'
        return $merged
    }
    foreach ($key in 'groupState', 'ownerNode', 'failoverThreshold', 'failoverPeriodHours') { $merged[$key] = $first[$key] }
    if ($witnesses.Count -gt 1 -and $first.groupState -ne $witnesses[1].groupState) { $merged.groupState = 'Unknown' }
    $merged.resources = @($first.resources)
    $merged
}
