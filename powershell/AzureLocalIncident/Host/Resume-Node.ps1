function Resume-Node {
    <#
    .SYNOPSIS
    Takes a paused node back into the cluster (also recovery rung R3), asked once through another node.
    .DESCRIPTION
    See Resume-IncidentNode. The storage is repaired afterwards: see Wait-StorageClean.
    .PARAMETER Node
    The node to resume.
    .PARAMETER By
    Another node, Up, that is to ask the cluster.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER WaitSeconds
    How long to wait for the proof.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the clock of By). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the asking node may take, session included; more than WaitSeconds.
    .OUTPUTS
    Hashtable; see Invoke-OneChange.
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

        [ValidateRange(1, 900)]
        [int] $WaitSeconds = 120,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 1200000)]
        [int] $NodeDeadlineMs = 180000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = @{ Name = (Get-ShortName -Name $Node); WaitSeconds = $WaitSeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    Invoke-OneChange -Node $By -Connection $Connection -Function 'Resume-IncidentNode' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
}
