function Merge-GroupPlan {
    <#
    .SYNOPSIS
    Makes one answer of what the nodes say about the four groups.
    .DESCRIPTION
    As Merge-ClusterView: two nodes that are Up by their own word are compared when there are two. When they disagree on anything but the
    state of a group there is no plan; a state they disagree on is Unknown, because it is read at two moments.
    .OUTPUTS
    Hashtable: status, errorId, hint, witnesses (names), agreed ($null with a single witness), plan ($null unless status is ok).
    #>
    param([hashtable[]] $Result)

    $merged = @{ status = 'ok'; errorId = $null; hint = $null; witnesses = @(); agreed = $null; plan = $null }
    $witnesses = @($Result | Where-Object { $null -ne $_.answer } | ForEach-Object { $_.answer } | Where-Object { Test-UpWitness -View $_ })
    if ($witnesses.Count -eq 0) {
        $failed = @($Result | Where-Object { $_.status -ne 'ok' })
        $merged.status = $failed.Count -gt 0 ? $failed[0].status : 'unavailable'
        $merged.errorId = $failed.Count -gt 0 ? $failed[0].errorId : 'NoUpNode'
        $merged.hint = $failed.Count -gt 0 ? $failed[0].hint : 'No node that is Up could be asked about the cluster. See the hints of the nodes.'
        return $merged
    }

    $plan = $witnesses[0]
    $merged.witnesses = @($witnesses[0..1] | Where-Object { $null -ne $_ } | ForEach-Object { $_.computerName })
    if ($witnesses.Count -gt 1) {
        $merged.agreed = (Get-GroupPlanText -Plan $plan) -eq (Get-GroupPlanText -Plan $witnesses[1])
        if (-not $merged.agreed) {
            $merged.status = 'unavailable'
            $merged.errorId = 'NodesDisagree'
            $merged.hint = 'Two nodes see the cluster differently. Check again; if it stays, look at the cluster network and the cluster log.'
            return $merged
        }
        for ($at = 0; $at -lt @($plan.groups).Count; $at++) {
            $group = @($plan.groups)[$at]
            if ($group.count -eq 1 -and $group.state -ne @($witnesses[1].groups)[$at].state) { $group.state = 'Unknown' }
        }
    }
    $merged.plan = $plan
    $merged
}
