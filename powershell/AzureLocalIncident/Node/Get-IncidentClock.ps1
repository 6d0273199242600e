function Get-IncidentClock {
    <#
    .SYNOPSIS
    Tells the node's time, boot time and language mode.
    .DESCRIPTION
    Read-only. The caller compares nodeUtc with its own clock, so nothing slow comes before it. bootUtc is $null when WMI did not
    answer; bootErrorId then says why.
    .OUTPUTS
    Hashtable: computerName, nodeUtc, bootUtc, bootErrorId, osBuild, languageMode, powershellVersion, processId,
    spentMs (from reading the time to the answer: what the node itself took is no travel time).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $clock = @{
        computerName      = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        nodeUtc           = [DateTime]::UtcNow.ToString('o')
        bootUtc           = $null
        bootErrorId       = $null
        osBuild           = $null
        languageMode      = "$($ExecutionContext.SessionState.LanguageMode)"
        powershellVersion = "$($PSVersionTable.PSVersion)"
        processId         = $PID
        spentMs           = 0
    }
    try {
        $system = Get-CimInstance -ClassName Win32_OperatingSystem -OperationTimeoutSec 10
        $clock.bootUtc = $system.LastBootUpTime.ToUniversalTime().ToString('o')
        $clock.osBuild = "$($system.BuildNumber)"
    }
    catch {
        $clock.bootErrorId = $_.FullyQualifiedErrorId
    }
    $clock.spentMs = [long] $watch.ElapsedMilliseconds
    $clock
}
