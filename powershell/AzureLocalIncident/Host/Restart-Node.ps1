function Restart-Node {
    <#
    .SYNOPSIS
    Restarts one drained node in its own session, once, and waits until it is back.
    .DESCRIPTION
    See Restart-IncidentNode. 'succeeded' needs proof: the node answers, its boot time is after the request by its own clock, and another node
    sees it Paused still. Without that proof in time the outcome is 'unknown'; the restart is never asked for again.
    .PARAMETER Node
    The node to restart.
    .PARAMETER By
    Another node, Up, that is asked how the cluster sees the restarted one.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER DelaySeconds
    Time between the node's answer and its restart.
    .PARAMETER BackMs
    How long the node may take until it is back.
    .PARAMETER PollMs
    Time between two looks.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long one question to a node may take, session included.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with back (see Wait-NodeBack; $null when no restart was asked for).
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $By,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [ValidateRange(0, 60)]
        [int] $DelaySeconds = 5,

        [ValidateRange(1000, 14400000)]
        [int] $BackMs = 2700000,

        [ValidateRange(100, 60000)]
        [int] $PollMs = 5000,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 90000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = @{ DelaySeconds = $DelaySeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $Node -Connection $Connection -Function 'Restart-IncidentNode' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs `
        -Role 'Restart' -Work 'Invoke-NodeRestart'
    $report.back = $null
    # Refused by the operating system after it was asked: most likely nothing happened, but that is not proven.
    if ($report.reason -eq 'restart-refused') { $report.changed = $null }
    if ($report.outcome -ne 'unknown') { return $report }

    # Without an answer the node's time when the session was opened has to do: the request came after it.
    $afterUtc = $null -ne $report.node.answer ? $report.node.answer.requestedAtUtc : $report.node.nodeUtc
    if ($null -eq $afterUtc) { return $report }
    $report.back = Wait-NodeBack -Node $Node -By $By -Connection $Connection -AfterUtc $afterUtc -WaitMs $BackMs -PollMs $PollMs -NodeDeadlineMs $NodeDeadlineMs
    $report.reason = $report.back.reason
    if ($report.back.proven) {
        $report.outcome = 'succeeded'
        $report.changed = $true
    }
    $report.checkedAtUtc = [DateTime]::UtcNow
    $report
}
