function Suspend-Node {
    <#
    .SYNOPSIS
    Pauses and drains one node, asked once through another node, and proves that it is empty.
    .DESCRIPTION
    See Suspend-IncidentNode, which undoes a drain that does not succeed. Machines outside the cluster are seen by the paused node alone: when
    one still runs there, the node is resumed and the outcome is 'failed'; when the node cannot be asked, it is 'unknown' and the node stays
    paused.
    .PARAMETER Node
    The node to pause.
    .PARAMETER By
    Another node, Up, that is to ask the cluster.
    .PARAMETER Connection
    How to reach them; see Confirm-Connection.
    .PARAMETER WaitSeconds
    How long the drain may take.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the clock of By). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the asking node may take, session included; more than WaitSeconds and a minute for undoing it.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with emptiness (status, errorId, machinesLeft, resumed; $null when it was not asked for).
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

        [ValidateRange(1, 14400)]
        [int] $WaitSeconds = 1800,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 18000000)]
        [int] $NodeDeadlineMs = 2100000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $name = Get-ShortName -Name $Node
    $parameters = @{ Name = $name; WaitSeconds = $WaitSeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $By -Connection $Connection -Function 'Suspend-IncidentNode' -Parameters $parameters -Ticket $Ticket `
        -NodeDeadlineMs $NodeDeadlineMs
    $report.emptiness = $null
    if (@('succeeded', 'nothing-to-do') -notcontains $report.outcome) { return $report }

    $load = Read-OneAnswer -Node $Node -Connection $Connection -Function 'Get-IncidentNodeLoad' -NodeDeadlineMs 120000
    $machines = ($load.answer ?? @{ vms = @{} }).vms
    $report.emptiness = @{ status = $machines.status ?? $load.status; errorId = $machines.errorId ?? $load.errorId; machinesLeft = $null; resumed = $null }
    if ($report.emptiness.status -ne 'ok') {
        $report.outcome = 'unknown'
        $report.reason = 'emptiness-not-proven'
        return $report
    }
    $report.emptiness.machinesLeft = @($machines.value | Where-Object { @('Off', 'Saved') -notcontains $_.state } | ForEach-Object { $_.name })
    if ($report.emptiness.machinesLeft.Count -eq 0) { return $report }

    $report.outcome = 'failed'
    $report.reason = 'machine-still-running'
    # Only what was paused here is taken back here.
    if ($report.changed) {
        # A call of its own, and never too late: this process saw the node paused by this step.
        $notAfter = [DateTime]::UtcNow.AddMilliseconds(240000 + [long] $report.node.skewMs)
        $undoTicket = @{ key = "$($Ticket.key)-undo"; fence = $Ticket.fence; notAfterUtc = $notAfter.ToString('o') }
        $undone = Invoke-OneChange -Node $By -Connection $Connection -Function 'Resume-IncidentNode' -Parameters @{ Name = $name; RequestId = $RequestId } `
            -Ticket $undoTicket -NodeDeadlineMs 180000
        $report.emptiness.resumed = @('succeeded', 'nothing-to-do') -contains $undone.outcome
    }
    $report
}
