function Move-ClusterServiceGroup {
    <#
    .SYNOPSIS
    Moves one of the four clustered services to one node, asked once through one Up node, with proof of its new process there.
    .DESCRIPTION
    The target is asked first, in a session of its own, whether the service's account may log on there; a target that cannot be asked or whose
    account is locked or disabled is refused. See Move-IncidentGroup for what is checked and done, Confirm-GroupProcess for the proof.
    .PARAMETER Node
    The node that is to ask the cluster.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER Name
    Exact name of the group.
    .PARAMETER Target
    The node it is to move to, by the name it is reached by.
    .PARAMETER ProofNodes
    All nodes of the cluster by the names they are reached by.
    .PARAMETER WaitSeconds
    How long the move may take.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included; more than WaitSeconds and the 30 s for a group that is changing its state.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with hint and proof (one answer of Get-IncidentServiceState for each node that was looked at).
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [Parameter(Mandatory = $true)]
        [ValidateSet('Azure Stack HCI Orchestrator Service Cluster Group', 'Azure Stack HCI Update Service Cluster Group',
            'Azure Stack HCI Download Service Cluster Group', 'Azure Stack HCI Health Service Cluster Group')]
        [string] $Name,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Target,

        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string[]] $ProofNodes,

        [ValidateRange(5, 900)]
        [int] $WaitSeconds = 300,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 1200000)]
        [int] $NodeDeadlineMs = 360000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $refused = Test-MoveTarget -Target $Target -Connection $Connection -Name $Name
    if ($null -ne $refused) { return Add-ChangeHint -Report $refused -What $Name }
    $parameters = @{ Name = $Name; Node = $Target; WaitSeconds = $WaitSeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $Node -Connection $Connection -Function 'Move-IncidentGroup' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
    $report = Confirm-GroupProcess -Report $report -Connection $Connection -ProofNode $ProofNodes
    Add-ChangeHint -Report $report -What $Name
}
