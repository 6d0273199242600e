function Test-IncidentCallerGone {
    <#
    .SYNOPSIS
    Tells whether one exact remote shell or process is gone from this node.
    .DESCRIPTION
    Read-only. A process is the one meant only with the same pid and the same start time (1 s tolerance): a pid is used again. What
    cannot be read throws; it is never reported as gone.
    .PARAMETER RemoteShellId
    Id of the remote shell (not $ShellId: PowerShell has a constant of that name).
    .PARAMETER ProcessId
    Id of the process.
    .PARAMETER StartedAtUtc
    When the process started, UTC round-trip text.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, gone, target, reason (absent, present, or pid-used-by-another-process).
    #>
    [CmdletBinding(DefaultParameterSetName = 'Shell')]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Shell')]
        [ValidatePattern('\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z', Options = 'None')]
        [Alias('ShellId')]
        [string] $RemoteShellId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [ValidateRange(5, 2147483647)]
        [int] $ProcessId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $StartedAtUtc
    )

    $ErrorActionPreference = 'Stop'
    $answer = @{ computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = $null; gone = $false; target = $null; reason = 'present' }
    if ($PSCmdlet.ParameterSetName -eq 'Shell') {
        $answer.target = "shell $RemoteShellId"
        $same = @(Get-IncidentRemoteShell | Where-Object { [string]::Equals("$($_.ShellId)", $RemoteShellId, 'OrdinalIgnoreCase') })
        if ($same.Count -eq 0) {
            $answer.gone = $true
            $answer.reason = 'absent'
        }
    }
    else {
        $answer.target = "process $ProcessId started at $StartedAtUtc"
        $expected = [Xml.XmlConvert]::ToDateTime($StartedAtUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
        $process = $null
        try {
            $process = Get-Process -Id $ProcessId
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoProcessFoundForGivenId,*') { throw }
        }
        if ($null -eq $process) {
            $answer.gone = $true
            $answer.reason = 'absent'
        }
        elseif ([Math]::Abs($process.StartTime.ToUniversalTime().Subtract($expected).TotalMilliseconds) -gt 1000) {
            $answer.gone = $true
            $answer.reason = 'pid-used-by-another-process'
        }
    }
    $answer.readAtUtc = [DateTime]::UtcNow.ToString('o')
    $answer
}
