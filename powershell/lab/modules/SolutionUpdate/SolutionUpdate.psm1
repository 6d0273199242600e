# Stands in for the update and ECE commands of a node. Each call is a call to the orchestrator with the certificate this process has
# loaded: the first call of a session loads the valid one, later calls keep it, so a session that outlives a rotation does the harm.
foreach ($part in 'call', 'updates', 'plans') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }
Export-ModuleMember -Function 'Get-SolutionUpdate', 'Get-SolutionUpdateRun', 'Get-SolutionUpdateEnvironment', 'Get-ActionPlanInstance', 'Get-ActionPlanInstances'
