function Wait-NodeBack {
    <#
    .SYNOPSIS
    Waits until a restarted node answers with a later boot time and another node sees it Paused.
    .OUTPUTS
    Hashtable: proven, reason (back, not-back-in-time, not-in-cluster-in-time, back-but-not-paused), bootUtc, state (as the other node sees it), seenAtUtc.
    #>
    param([string] $Node, [string] $By, [hashtable] $Connection, [string] $AfterUtc, [int] $WaitMs, [int] $PollMs, [int] $NodeDeadlineMs)

    $target = Get-ShortName -Name $Node
    $toTime = { param($text) [Xml.XmlConvert]::ToDateTime($text, [Xml.XmlDateTimeSerializationMode]::Utc) }
    $until = [DateTime]::UtcNow.AddMilliseconds($WaitMs)
    $back = @{ proven = $false; reason = 'not-back-in-time'; bootUtc = $null; state = $null; seenAtUtc = $null }
    while ($true) {
        $clock = (Read-OneAnswer -Node $Node -Connection $Connection -Function 'Get-IncidentClock' -NodeDeadlineMs $NodeDeadlineMs).answer
        if ($null -ne $clock -and $null -ne $clock.bootUtc -and (& $toTime $clock.bootUtc) -gt (& $toTime $AfterUtc)) {
            $back.bootUtc = $clock.bootUtc
            $back.reason = 'not-in-cluster-in-time'
            $view = (Read-OneAnswer -Node $By -Connection $Connection -Function 'Get-IncidentInterlock' -Parameters @{ Name = $target } -NodeDeadlineMs $NodeDeadlineMs).answer
            $seen = @($view.nodes.value | Where-Object { $null -ne $_ -and (Get-ShortName -Name $_.name) -eq $target })
            $back.state = $seen.Count -eq 1 ? $seen[0].state : $null
            $back.seenAtUtc = [DateTime]::UtcNow
            if ($back.state -eq 'Paused') {
                $back.proven = $true
                $back.reason = 'back'
                return $back
            }
            # Somebody else took it back: the steps that follow were planned for a paused node.
            if ($back.state -eq 'Up') {
                $back.reason = 'back-but-not-paused'
                return $back
            }
        }
        if ([DateTime]::UtcNow -ge $until) { return $back }
        [Threading.Thread]::Sleep($PollMs)
    }
}
