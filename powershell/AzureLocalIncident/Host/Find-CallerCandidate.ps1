function Find-CallerCandidate {
    <#
    .SYNOPSIS
    Lists on all nodes at once what may still call the orchestrator with the old certificate.
    .DESCRIPTION
    Read-only raw facts; see Get-IncidentCallerCandidate. A node that could not be read is no node without candidates.
    .PARAMETER Nodes
    The nodes to ask.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates the rotation renews; none: the rotation time is not known.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult, with candidates).
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

        [ValidateCount(0, 10)]
        [string[]] $CertificateSubject = @(),

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{ CertificateSubject = $CertificateSubject }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeCandidate' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    @{
        checkedAtUtc = [DateTime]::UtcNow
        nodes        = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'candidates' })
    }
}
