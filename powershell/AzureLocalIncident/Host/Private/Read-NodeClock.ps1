function Read-NodeClock {
    <#
    .SYNOPSIS
    Asks a node for its clock, by a call of its own: only what the call itself took is left uncertain.
    .OUTPUTS
    Hashtable: checkedAtUtc (when the node answered, by our clock), nodeUtc, bootUtc, osBuild, languageMode, powershellVersion, roundTripMs,
    skewMs (node minus ours).
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $watch = [Diagnostics.Stopwatch]::StartNew()
    $askedAt = [DateTime]::UtcNow
    $clock = Invoke-NodeFunction -Context $Context -Session $Session -Name 'Get-IncidentClock'
    $seen = @{ roundTripMs = [long] $watch.ElapsedMilliseconds; checkedAtUtc = [DateTime]::UtcNow }
    foreach ($key in 'nodeUtc', 'bootUtc', 'osBuild', 'languageMode', 'powershellVersion') { $seen[$key] = $clock[$key] }
    # The node read its clock half the travel time after the question left.
    $nodeTime = [Xml.XmlConvert]::ToDateTime($clock.nodeUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
    $travelMs = [Math]::Max(0, $seen.roundTripMs - $clock.spentMs)
    $seen.skewMs = [long] $nodeTime.Subtract($askedAt.AddMilliseconds($travelMs / 2)).TotalMilliseconds
    $seen
}
