function Read-NodeService {
    <#
    .SYNOPSIS
    The work of Get-ServiceInventory on one node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $call = @{ Context = $Context; Session = $Session }
    Add-NodeProgress -Context $Context -Phase 'services'
    @{
        inventory = Invoke-NodeFunction @call -Name 'Get-IncidentServiceState' -Parameters @{ Name = $Context.arguments.Name }
        cluster   = Read-NodePart @call -Name 'Get-IncidentClusterState'
    }
}
