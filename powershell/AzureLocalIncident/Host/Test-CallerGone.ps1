function Test-CallerGone {
    <#
    .SYNOPSIS
    Asks one node whether one exact remote shell or process is gone.
    .PARAMETER Node
    The node to ask.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER RemoteShellId
    Id of the remote shell (not $ShellId: PowerShell has a constant of that name).
    .PARAMETER ProcessId
    Id of the process; with StartedAtUtc.
    .PARAMETER StartedAtUtc
    When the process started, UTC round-trip text.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included.
    .OUTPUTS
    Hashtable: checkedAtUtc, node (see New-NodeResult, with answer).
    #>
    [CmdletBinding(DefaultParameterSetName = 'Shell')]
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

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $identity = Get-CallerIdentity -Bound $PSBoundParameters
    $arguments = @{ function = 'Test-IncidentCallerGone'; parameters = $identity }
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role 'Read' -Work 'Read-NodeAnswer' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    @{
        checkedAtUtc = [DateTime]::UtcNow
        node         = Merge-NodeData -Result $results[0] -Key 'answer'
    }
}
