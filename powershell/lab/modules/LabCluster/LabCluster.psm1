# The simulated cluster itself. The commands that stand in for Windows' own are in the folders beside this one, under the names of
# the real modules; they all work through Use-LabCluster.
# A simulation that goes on after an error would tell lies.
$ErrorActionPreference = 'Stop'
foreach ($part in 'types', 'find', 'advance', 'groups', 'nodes', 'plan', 'store', 'records', 'faults', 'own-node', 'sessions', 'objects', 'safety') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }
Export-ModuleMember -Function '*-Lab*'
