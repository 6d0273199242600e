function Stop-Caller {
    <#
    .SYNOPSIS
    Ends one exact remote shell or PowerShell process on one node, once.
    .DESCRIPTION
    See Stop-IncidentCaller for what is refused and what counts as proof. With -WhatIf the node says what it would do.
    .PARAMETER Node
    The node it runs on.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER RemoteShellId
    Id of the remote shell (not $ShellId: PowerShell has a constant of that name).
    .PARAMETER ProcessId
    Id of the process; with StartedAtUtc.
    .PARAMETER StartedAtUtc
    When the process started, UTC round-trip text.
    .PARAMETER User
    Account that must own it.
    .PARAMETER WaitSeconds
    How long to wait for the proof.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included.
    .OUTPUTS
    Hashtable; see Invoke-OneChange.
    #>
    [CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Shell')]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [Parameter(Mandatory = $true, ParameterSetName = 'Shell')]
        [Alias('ShellId')]
        [string] $RemoteShellId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [int] $ProcessId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [string] $StartedAtUtc,

        [Parameter(Mandatory = $true)]
        [string] $User,

        [ValidateRange(1, 120)]
        [int] $WaitSeconds = 15,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 90000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = Get-CallerIdentity -Bound $PSBoundParameters
    $parameters.WaitSeconds = $WaitSeconds
    $parameters.RequestId = $RequestId
    # The node plans or acts; here nothing is asked, because the approval was given before.
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    Invoke-OneChange -Node $Node -Connection $Connection -Function 'Stop-IncidentCaller' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
}
