function Get-GroupPlanText {
    <#
    .SYNOPSIS
    What two nodes must agree on about nodes and groups, as one comparable text: all but the state of groups and resources.
    #>
    param([hashtable] $Plan)

    $parts = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($node in $Plan.nodes) { $null = $parts.Add("node $($node.name)=$($node.state)/$($node.statusInformation)/$($node.drainStatus)") }
    foreach ($group in $Plan.groups) {
        $null = $parts.Add("group $($group.name)=$($group.count)/$($group.ownerNode)/$($group.lockedFromMoving)")
        foreach ($resource in $group.resources) {
            $owners = [Collections.Generic.SortedSet[string]]::new([string[]] @($resource.possibleOwners), [StringComparer]::Ordinal)
            $null = $parts.Add("resource $($group.name)/$($resource.name)=$($resource.serviceName)/$([string]::Join(',', $owners))")
        }
    }
    [string]::Join(';', $parts).ToLowerInvariant()
}
