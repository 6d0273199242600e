function Get-ServiceInventory {
    <#
    .SYNOPSIS
    Tells on all nodes at once which services are there and run, and whether their accounts are usable.
    .DESCRIPTION
    Read-only; see Get-IncidentServiceState. Every node is asked, paused ones too; a node that is down is named.
    .PARAMETER Nodes
    The nodes to ask, by the names they are reached by.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER Names
    Exact names of the services.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult, with inventory), cluster (see Merge-ClusterView), downNodes ($null: not known).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string[]] $Nodes,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $Names = @('LcmController', 'Azure Stack HCI Download Standalone Tool Agent', 'ECEAgent'),

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeService' -Arguments @{ Name = $Names } -NodeDeadlineMs $NodeDeadlineMs
    $cluster = Merge-ClusterView -View @($results | Where-Object { $null -ne $_.data } | ForEach-Object { $_.data.cluster })
    @{
        checkedAtUtc = [DateTime]::UtcNow
        nodes        = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'inventory' })
        cluster      = $cluster
        downNodes    = $cluster.status -eq 'ok' ? @($cluster.nodes | Where-Object { $_.state -eq 'Down' } | ForEach-Object { $_.name }) : $null
    }
}
