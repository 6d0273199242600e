function Read-NodeCall {
    <#
    .SYNOPSIS
    The work of Find-CertificateCall on one node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    $isOrchestrator = $Context.node -eq $wanted.OrchestratorNode
    Add-NodeProgress -Context $Context -Phase 'calls'
    $parameters = @{ CertificateSubject = $wanted.CertificateSubject; WatchMs = $wanted.WatchMs }
    if ($isOrchestrator) { $parameters.WithRecords = $true }
    $calls = Invoke-NodeFunction -Context $Context -Session $Session -Name 'Get-IncidentCertificateCall' -Parameters $parameters
    $crashRecords = $null
    if ($isOrchestrator) {
        Add-NodeProgress -Context $Context -Phase 'records'
        # Meant by our clock; the node filters by its own.
        $since = [Xml.XmlConvert]::ToDateTime($wanted.SinceUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
        if ([Math]::Abs($Context.skewMs) -ge 1000) { $since = $since.AddMilliseconds($Context.skewMs) }
        $crashRecords = Invoke-NodeFunction -Context $Context -Session $Session -Name 'Get-IncidentCrashRecord' -Parameters @{ SinceUtc = $since.ToString('o'); MaxRecords = 200 }
    }
    @{ calls = $calls; crashRecords = $crashRecords }
}
