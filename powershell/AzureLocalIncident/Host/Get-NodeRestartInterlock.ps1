function Get-NodeRestartInterlock {
    <#
    .SYNOPSIS
    Gathers from all nodes at once what decides whether one node may be restarted now.
    .DESCRIPTION
    Read-only; only the storage is judged here (see Get-StorageVerdict), because waiting for it needs the same rule. It is seen twice through
    up to two nodes other than the one to be restarted. Each node has its own status and deadline, each part its own status.
    .PARAMETER Node
    The node that is to be restarted.
    .PARAMETER Nodes
    All nodes of the cluster, by the names they are reached by.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER StorageGapMs
    Time between the two looks at the storage: repair jobs start late.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included, the gap not included.
    .OUTPUTS
    Hashtable: checkedAtUtc, node, storageGapMs, nodes (see New-NodeResult, with cluster, load and storage).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string[]] $Nodes,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateRange(0, 600000)]
        [int] $StorageGapMs = 60000,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 120000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $target = Get-ShortName -Name $Node
    $others = @($Nodes | Where-Object { (Get-ShortName -Name $_) -ne $target })
    $arguments = @{ Target = $target; StorageGapMs = $StorageGapMs; StorageNodes = $others.Count -gt 0 ? @($others[0..1]) : $Nodes }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeInterlock' -Arguments $arguments `
        -NodeDeadlineMs ($NodeDeadlineMs + $StorageGapMs)
    @{
        checkedAtUtc = [DateTime]::UtcNow
        node         = $Node
        storageGapMs = $StorageGapMs
        nodes        = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'cluster', 'load', 'storage' })
    }
}
