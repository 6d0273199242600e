function Get-StepEvidence {
    <#
    .SYNOPSIS
    Tells what one node can prove about a step whose outcome is unknown.
    .DESCRIPTION
    Read-only: what the node's journal of steps says, its boot time and, as asked for, services of the node and the clustered services.
    .PARAMETER Node
    The node that was asked to do the step.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER Key
    Idempotency key of the step.
    .PARAMETER Services
    Exact names of services to look at; none by default.
    .PARAMETER WithGroups
    Look at the clustered services and the states of the nodes too.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, node (see New-NodeResult, with journal, services and groups, each as Read-NodePart tells or $null when not asked for).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9-]{1,80}\z', Options = 'None')]
        [string] $Key,

        [ValidateCount(0, 16)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $Services = @(),

        [bool] $WithGroups = $false,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $arguments = @{ Key = $Key; Services = $Services; WithGroups = $WithGroups }
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role 'Read' -Work 'Read-StepEvidence' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    @{ checkedAtUtc = [DateTime]::UtcNow; node = Merge-NodeData -Result $results[0] -Key 'journal', 'services', 'groups' }
}
