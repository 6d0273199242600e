function Test-UpWitness {
    <#
    .SYNOPSIS
    Whether the node that gave this view of the cluster is Up in it.
    #>
    param([hashtable] $View)

    @($View.nodes | Where-Object { $_.state -eq 'Up' -and (Get-ShortName -Name $_.name) -eq (Get-ShortName -Name $View.computerName) }).Count -eq 1
}
