function Invoke-NodeWork {
    <#
    .SYNOPSIS
    Runs one piece of work on one node: session, clock, work, close. Never throws.
    .DESCRIPTION
    Runs in a runspace of its own. Context.work names one of the Read-/Invoke- functions of this folder; what it returns becomes 'data'.
    #>
    param([hashtable] $Context)

    $result = New-NodeResult -Node $Context.node
    $session = $null
    try {
        Add-NodeProgress -Context $Context -Phase 'connecting'
        $session = Resume-KeptSession -Context $Context
        if ($null -eq $session) { $session = Open-NodeSession -Context $Context }
        Add-NodeProgress -Context $Context -Phase 'connected'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $askedAt = [DateTime]::UtcNow
        $clock = Invoke-NodeFunction -Context $Context -Session $session -Name 'Get-IncidentClock'
        $result.roundTripMs = [long] $watch.ElapsedMilliseconds
        $result.checkedAtUtc = [DateTime]::UtcNow
        foreach ($key in 'nodeUtc', 'bootUtc', 'osBuild', 'languageMode', 'powershellVersion') { $result[$key] = $clock[$key] }
        # The node read its clock half the travel time after the question left.
        $nodeTime = [Xml.XmlConvert]::ToDateTime($clock.nodeUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
        $travelMs = [Math]::Max(0, $result.roundTripMs - $clock.spentMs)
        $result.skewMs = [long] $nodeTime.Subtract($askedAt.AddMilliseconds($travelMs / 2)).TotalMilliseconds
        $Context['skewMs'] = $result.skewMs
        $result.data = & $Context.work -Context $Context -Session $session
        $result.checkedAtUtc = [DateTime]::UtcNow
    }
    catch {
        $failure = ConvertTo-NodeFailure -ErrorRecord $_ -Node $Context.node -EndpointName $Context.endpointName
        foreach ($key in $failure.Keys) { $result[$key] = $failure[$key] }
    }
    finally {
        Add-NodeProgress -Context $Context -Phase ($result.status -eq 'ok' ? 'answered' : $result.status)
        $Context.keptSession = $null
        if ($Context.keeps -and $result.status -eq 'ok') { $Context.keptSession = $session }
        elseif ($null -ne $session) { $result.sessionClosed = Close-NodeSession -Session $session }
    }
    $result
}
