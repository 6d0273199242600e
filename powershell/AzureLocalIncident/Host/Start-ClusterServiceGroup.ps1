function Start-ClusterServiceGroup {
    <#
    .SYNOPSIS
    Brings one of the four clustered services online (recovery rung R1), asked once through one Up node.
    .DESCRIPTION
    See Start-IncidentGroup. When the group came online on another node, the orchestrator's process is proven there in a read session of
    its own, if that node is among ProofNodes; without that proof the outcome is 'unknown'.
    .PARAMETER Node
    The node that is to ask the cluster.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER Name
    Exact name of the group.
    .PARAMETER ProofNodes
    All nodes of the cluster by the names they are reached by.
    .PARAMETER WaitSeconds
    How long to wait for Online.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included; more than WaitSeconds.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with proof ($null or the answer of Get-IncidentOrchestratorState on the owner).
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

        [ValidateCount(0, 16)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string[]] $ProofNodes = @(),

        [ValidateRange(5, 900)]
        [int] $WaitSeconds = 300,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 1200000)]
        [int] $NodeDeadlineMs = 360000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = @{ Name = $Name; WaitSeconds = $WaitSeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $Node -Connection $Connection -Function 'Start-IncidentGroup' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
    $report.proof = $null
    if ($report.outcome -ne 'succeeded' -or $null -ne $report.node.answer.processId) { return $report }

    # Online on another node, where the node that asked cannot look.
    $isOrchestrator = $Name -like 'Azure Stack HCI Orchestrator*'
    $owner = Get-ShortName -Name $report.node.answer.ownerNode
    $reachable = @($ProofNodes | Where-Object { (Get-ShortName -Name $_) -eq $owner })
    if (-not $isOrchestrator) { return $report }
    if ($reachable.Count -eq 1) {
        $arguments = @{ function = 'Get-IncidentOrchestratorState'; parameters = @{} }
        $seen = Invoke-OnEveryNode -Node $reachable -Connection $Connection -Role 'Read' -Work 'Read-NodeAnswer' -Arguments $arguments -NodeDeadlineMs 60000
        $report.proof = (Merge-NodeData -Result $seen[0] -Key 'answer').answer
    }
    if ($null -eq $report.proof -or $null -eq $report.proof.processId -or $report.proof.state -ne 'Running') {
        $report.outcome = 'unknown'
        $report.reason = 'process-not-proven'
    }
    $report
}
