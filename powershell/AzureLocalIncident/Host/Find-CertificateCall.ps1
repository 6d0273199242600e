function Find-CertificateCall {
    <#
    .SYNOPSIS
    Watches on all nodes at once who connects to whom, and on the orchestrator's node which certificates it is shown and when it crashes.
    .DESCRIPTION
    Read-only raw facts; see Get-IncidentCertificateCall and Get-IncidentCrashRecord. All nodes are looked at during the same span, because
    a connection is only there for moments.
    .PARAMETER Nodes
    The nodes to ask.
    .PARAMETER OrchestratorNode
    The one of them whose records are read.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates the rotation renews.
    .PARAMETER SinceUtc
    Oldest crash of interest, UTC, by our clock, round-trip text.
    .PARAMETER WatchMs
    How long each node watches its connections, ms.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session and watch included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult, with calls and crashRecords; crashRecords only of the orchestrator's node).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string[]] $Nodes,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $OrchestratorNode,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 10)]
        [string[]] $CertificateSubject,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $SinceUtc,

        [ValidateRange(0, 30000)]
        [int] $WatchMs = 10000,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{ CertificateSubject = $CertificateSubject; OrchestratorNode = $OrchestratorNode; SinceUtc = $SinceUtc; WatchMs = $WatchMs }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeCall' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    @{
        checkedAtUtc = [DateTime]::UtcNow
        nodes        = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'calls', 'crashRecords' })
    }
}
