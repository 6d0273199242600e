# Stands in for ClusterAwareUpdating: no updating run is ever in progress on the simulated cluster.
function Get-CauRun {
    [CmdletBinding()] param()
    'RunNotInProgress'
}
Export-ModuleMember -Function 'Get-CauRun'
