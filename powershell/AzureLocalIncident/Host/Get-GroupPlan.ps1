function Get-GroupPlan {
    <#
    .SYNOPSIS
    Tells all that a move of the four clustered services depends on, as two Up nodes agree on it.
    .DESCRIPTION
    Read-only and without a choice of a target; see Get-IncidentGroupPlan.
    .PARAMETER Nodes
    The nodes to ask, by the names they are reached by.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER NodeDeadlineMs
    How long each node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, nodes (see New-NodeResult), and status, errorId, hint, witnesses, agreed, plan (see Merge-GroupPlan).
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

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{ function = 'Get-IncidentGroupPlan'; parameters = @{} }
    $results = Invoke-OnEveryNode -Node $Nodes -Connection $Connection -Role 'Read' -Work 'Read-NodeAnswer' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    $answers = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'answer' })
    $report = Merge-GroupPlan -Result $answers
    $report.checkedAtUtc = [DateTime]::UtcNow
    $report.nodes = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key @() })
    $report
}
