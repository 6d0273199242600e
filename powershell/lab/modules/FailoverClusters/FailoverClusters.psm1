# Stands in for the FailoverClusters module of Windows: same names, parameters, properties and enums (powershell/contract).
. ([IO.Path]::Combine($PSScriptRoot, 'types.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'read.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'change.ps1'))
Export-ModuleMember -Function '*-Cluster*', 'Get-CauRun'
