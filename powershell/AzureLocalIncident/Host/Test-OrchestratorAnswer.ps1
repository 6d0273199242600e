function Test-OrchestratorAnswer {
    <#
    .SYNOPSIS
    Asks the orchestrator one question through one node and tells whether it answered.
    .DESCRIPTION
    The question is that of Get-UpdateProgress, with the same care: a session of its own, closed and seen gone. A node that could not be
    asked says nothing about the orchestrator.
    .PARAMETER Node
    The node to ask through.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER NodeDeadlineMs
    How long both sessions may take together; more than 60 s without an answer counts as ill.
    .OUTPUTS
    Hashtable: checkedAtUtc, answered ($null: the node could not be asked), errorId, tookMs (of both sessions), node (see New-NodeResult,
    with sessionGone and sessionGoneReason).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateRange(1000, 60000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role 'Read' -Work 'Read-NodeUpdate' -NodeDeadlineMs $NodeDeadlineMs
    $result = Merge-NodeData -Result $results[0] -Key 'progress', 'sessionGone', 'sessionGoneReason'
    $progress = $result.progress
    $result.Remove('progress')
    @{
        checkedAtUtc = [DateTime]::UtcNow
        answered     = $null -eq $progress ? $null : $progress.status -eq 'ok'
        errorId      = $null -eq $progress ? $result.errorId : $progress.errorId
        tookMs       = [long] $watch.ElapsedMilliseconds
        node         = $result
    }
}
