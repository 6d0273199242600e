# Stands in for ClusterAwareUpdating: a run is in progress while the update's plan has a node drained.
function Get-CauRun {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        $leaf = if ($null -ne $lab.plan -and $lab.plan.state -eq 'InProgress') { Get-LabPlanLeaf $lab.plan.steps | Where-Object { $_.drains -and $_.status -eq 'InProgress' } }
        if (-not $leaf) { return 'RunNotInProgress' }
        New-LabObject 'Microsoft.ClusterAwareUpdating.CauRun' ([ordered]@{
                RunId = [guid]$lab.plan.instanceId; RunStartTime = ConvertTo-LabDateTime $leaf.startedAt; CurrentOrchestrator = $lab.nodes[0].name
                NodeStatusNotifications = @(New-LabObject 'Microsoft.ClusterAwareUpdating.CauNodeStatus' ([ordered]@{ Node = $leaf.drains; Status = 'Draining' })); NodeResults = @()
            })
    }
}
Export-ModuleMember -Function 'Get-CauRun'
