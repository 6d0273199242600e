function Merge-NodeData {
    <#
    .SYNOPSIS
    Puts the named keys of a node's data beside its status; a node without data has $null there.
    #>
    param([hashtable] $Result, [string[]] $Key)

    $merged = $Result.Clone()
    $merged.Remove('data')
    foreach ($name in $Key) { $merged[$name] = $null -eq $Result.data ? $null : $Result.data[$name] }
    $merged
}
