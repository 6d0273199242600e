function Get-ClusterEvidence {
    <#
    .SYNOPSIS
    Gathers what one check needs from all nodes at once: crash records, the orchestrator's process seen twice, clocks, root
    certificates, the cluster's view.
    .DESCRIPTION
    Read-only and without judgement: what the records mean is decided elsewhere. Each node has its own status and deadline.
    .PARAMETER Nodes
    The nodes to ask, by the names they are reached by.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER SinceUtc
    Oldest time of interest, UTC round-trip text.
    .PARAMETER MaxRecords
    At most this many of the newest records of each log of each node.
    .PARAMETER AfterRecordId
    Per node the record ids of the Application and the System log up to which its records are known already (node = @{ Application; System });
    a node that is not named is read for the whole time of interest.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates the rotation renews; none: the rotation time is not known.
    .PARAMETER ProofGapMs
    Time between the two looks at the orchestrator's process.
    .PARAMETER RootNames
    Common names of the root certificates to list; none: they are not asked for.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult, with crashRecords, orchestrator and roots, each with an own status), cluster.
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
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $SinceUtc,

        [ValidateRange(1, 1000)]
        [int] $MaxRecords = 300,

        [hashtable] $AfterRecordId = @{},

        [ValidateCount(0, 10)]
        [string[]] $CertificateSubject = @(),

        [ValidateRange(0, 60000)]
        [int] $ProofGapMs = 5000,

        [ValidateCount(0, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $RootNames = @(),

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{
        SinceUtc = $SinceUtc; MaxRecords = $MaxRecords; AfterRecordId = $AfterRecordId; CertificateSubject = $CertificateSubject; ProofGapMs = $ProofGapMs
        RootNames = $RootNames
    }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeEvidence' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    $views = @($results | Where-Object { $null -ne $_.data } | ForEach-Object { $_.data.cluster })
    @{
        checkedAtUtc = [DateTime]::UtcNow
        nodes        = @($results | ForEach-Object { Join-CrashStatus -Result (Merge-NodeData -Result $_ -Key 'crashRecords', 'orchestrator', 'roots') })
        cluster      = Merge-ClusterView -View $views
    }
}
