function Get-ShortName {
    <#
    .SYNOPSIS
    First label of a node's name, in lower case: the cluster uses short names, connections often full ones.
    #>
    param([string] $Name)

    $Name.Split('.')[0].ToLowerInvariant()
}
