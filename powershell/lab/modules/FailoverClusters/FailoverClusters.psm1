# Stands in for the FailoverClusters module of Windows: same names, parameters, properties and enums (powershell/contract).
. ([IO.Path]::Combine($PSScriptRoot, 'types.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'read.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'change.ps1'))
Export-ModuleMember -Function @(
    'Get-Cluster', 'Get-ClusterNode', 'Get-ClusterGroup', 'Get-ClusterResource', 'Get-ClusterResourceType', 'Get-ClusterParameter', 'Get-ClusterOwnerNode', 'Get-ClusterQuorum'
    'Move-ClusterGroup', 'Start-ClusterGroup', 'Stop-ClusterGroup', 'Suspend-ClusterNode', 'Resume-ClusterNode'
)
