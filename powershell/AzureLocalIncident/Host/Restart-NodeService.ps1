function Restart-NodeService {
    <#
    .SYNOPSIS
    Stops and starts one service on one node, once, with proof that its process is new and lives on.
    .DESCRIPTION
    See Restart-IncidentService. Paused nodes are restarted like others. With -WhatIf the node says what it would do.
    .PARAMETER Node
    The node it runs on.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER Service
    Exact name of the service.
    .PARAMETER WaitSeconds
    How long to wait for the stop, and again for the start.
    .PARAMETER SteadySeconds
    How long the new process has to live on.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included; more than twice WaitSeconds and SteadySeconds together, or it is cut off half-way.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with hint.
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
        [ValidateSet('LcmController', 'Azure Stack HCI Download Standalone Tool Agent', 'ECEAgent')]
        [string] $Service,

        [ValidateRange(5, 900)]
        [int] $WaitSeconds = 120,

        [ValidateRange(1, 300)]
        [int] $SteadySeconds = 30,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 2400000)]
        [int] $NodeDeadlineMs = 330000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = @{ Name = $Service; WaitSeconds = $WaitSeconds; SteadySeconds = $SteadySeconds; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $Node -Connection $Connection -Function 'Restart-IncidentService' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
    Add-ChangeHint -Report $report -What $Service
}
