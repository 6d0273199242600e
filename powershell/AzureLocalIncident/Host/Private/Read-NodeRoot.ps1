function Read-NodeRoot {
    <#
    .SYNOPSIS
    The work of Get-RootCertificate on one node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    Add-NodeProgress -Context $Context -Phase 'roots'
    $parameters = @{ Name = [string[]] $Context.arguments.Name; WithBytes = $true }
    @{ roots = Read-NodePart -Context $Context -Session $Session -Name 'Get-IncidentRootCertificate' -Parameters $parameters }
}
