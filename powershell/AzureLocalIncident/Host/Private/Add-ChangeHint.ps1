function Add-ChangeHint {
    <#
    .SYNOPSIS
    Adds to the report of a service or group change what an operator should do next; $null when there is nothing to do.
    #>
    param([hashtable] $Report, [string] $What)

    # What was refused because of its ticket says so by itself.
    if ($null -ne $Report.hint) { return $Report }
    $node = $Report.node.node
    $Report.hint = switch ($Report.reason) {
        'state-pending' { "'$What' is starting or stopping on $node and was left alone. Wait until it is done; if it hangs, ending its process there is the operator's decision." }
        'stop-hangs' { "'$What' hangs while it stops on $node. To end its process there is the operator's decision; afterwards start it once." }
        'not-stopped' { "'$What' could not be stopped and still runs as before. The error id says why." }
        'stop-not-readable' { "Whether '$What' on $node has stopped could not be seen. Look at it there and start it if it is stopped." }
        'not-started' { "'$What' did not start on $node and was not tried again, because a few wrong logons lock its account. See the System log there (7000, 7009, 7038)." }
        'not-steady' { "'$What' started on $node but its process did not live on. See the Application and System logs there." }
        'dependent-not-started' { "'$What' runs again on $node, but a service that depends on it does not. Start that one there." }
        'dependent-not-restartable' { "A service that depends on '$What' on $node is neither running nor stopped. Wait until it is one of the two." }
        'start-disabled' { "'$What' on $node must not be started (start mode Disabled), so it was not stopped either. See who disabled it." }
        { $_ -in 'account-locked', 'target-account-locked' } { "The account of '$What' is locked on $node. Unlock it there first; until then it would not start." }
        { $_ -in 'account-disabled', 'target-account-disabled' } { "The account of '$What' is disabled on $node. Enable it there first; until then it would not start." }
        { $_ -in 'account-absent', 'account-not-checkable' } { "Whether the account of '$What' on $node may log on cannot be checked from here. Restart it by hand." }
        'group-not-exactly-one' { "The cluster shows '$What' not at all or twice. Compare with Get-ClusterGroup." }
        'group-offline' { "'$What' is offline, so somebody or something took it offline. Bring it online first." }
        'stuck-pending' { "'$What' hangs in Pending. To end its service's process on the owner is the operator's decision, as the guides do." }
        'there-but-not-online' { "'$What' is on the target already but not online. Bring it online there." }
        'locked-from-moving' { "'$What' is locked from moving: something such as a live migration or a backup holds it. Ask again later." }
        { $_ -in 'target-not-in-cluster', 'target-not-up', 'target-draining', 'target-not-normal', 'target-not-possible-owner' } { "The target node cannot take '$What'. Choose another one: Get-ClusterNode, Get-ClusterOwnerNode." }
        'target-not-readable' { "The target node could not be asked whether it can run '$What'. $($Report.node.hint)" }
        'not-moved' { "'$What' is where it was. The error id says why the cluster did not move it." }
        'not-online-in-time' { "'$What' did not come online in time. Look at it with Get-ClusterGroup and bring it online if it failed." }
        { $_ -in 'process-not-proven', 'process-not-new', 'still-on-old-owner', 'proof-not-readable', 'no-answer', 'start-not-readable' } { "What became of '$What' is not proven. Look at the service on the nodes and at Get-ClusterGroup before anything else is tried." }
        { $_ -in 'not-readable', 'process-not-readable', 'not-sent', 'refused-by-node', 'state-unknown', 'no-resources' } { "Nothing was changed. $($Report.node.hint)".TrimEnd() }
        { $_ -in 'target-account-absent', 'target-without-service' } { "The target node has not all that '$What' needs to run there. Choose another one." }
        default { @('failed', 'unknown') -contains $Report.outcome ? "Look at '$What' on $node before anything else is tried: Get-Service, Get-ClusterGroup." : $null }
    }
    $Report
}
