function Get-UpdateProgress {
    <#
    .SYNOPSIS
    Asks one node how far the solution update has come.
    .DESCRIPTION
    The session that asks is opened for it and closed after it, and a second, fresh session looks whether its process on the node is gone:
    a session that lives on would hold the orchestrator's client certificate and be the next stale caller. The caller sees to it that this
    is not asked too often.
    .PARAMETER Node
    The node to ask.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER NodeDeadlineMs
    How long both sessions may take together.
    .OUTPUTS
    Hashtable: checkedAtUtc, node (see New-NodeResult, with progress, sessionGone and sessionGoneReason). sessionGone $null: not proven.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 120000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role 'Read' -Work 'Read-NodeUpdate' -NodeDeadlineMs $NodeDeadlineMs
    @{
        checkedAtUtc = [DateTime]::UtcNow
        node         = Merge-NodeData -Result $results[0] -Key 'progress', 'sessionGone', 'sessionGoneReason'
    }
}
