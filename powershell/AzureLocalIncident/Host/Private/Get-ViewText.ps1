function Get-ViewText {
    <#
    .SYNOPSIS
    What two nodes must agree on, as one comparable text: the group's owner and the state of every node.
    #>
    param([hashtable] $View)

    $states = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($node in $View.nodes) { $null = $states.Add("$($node.name)=$($node.state)") }
    [string]::Join(';', @($View.ownerNode) + @($states)).ToLowerInvariant()
}
