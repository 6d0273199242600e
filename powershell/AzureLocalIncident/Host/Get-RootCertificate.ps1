function Get-RootCertificate {
    <#
    .SYNOPSIS
    Lists the platform's root certificates on all nodes at once, store by store, with their bytes.
    .DESCRIPTION
    Read-only and without judgement; see Get-IncidentRootCertificate. Every node is asked, paused ones too.
    .PARAMETER Nodes
    The nodes to ask, by the names they are reached by.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER RootNames
    Common names of the certificates.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult, with roots: a part with an own status).
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

        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $RootNames,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{ Name = $RootNames }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeRoot' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    @{
        checkedAtUtc = [DateTime]::UtcNow
        nodes        = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'roots' })
    }
}
