function Read-NodeEvidence {
    <#
    .SYNOPSIS
    The work of Get-ClusterEvidence on one node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    $call = @{ Context = $Context; Session = $Session }
    Add-NodeProgress -Context $Context -Phase 'records'
    # The look-back is meant by our clock; the node filters by its own.
    $since = [Xml.XmlConvert]::ToDateTime($wanted.SinceUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
    if ([Math]::Abs($Context.skewMs) -ge 1000) { $since = $since.AddMilliseconds($Context.skewMs) }
    $query = @{ SinceUtc = $since.ToString('o'); MaxRecords = $wanted.MaxRecords }
    $after = $wanted.AfterRecordId[$Context.node]
    if ($null -ne $after) { $query.AfterApplicationRecordId = [long] $after.Application; $query.AfterSystemRecordId = [long] $after.System }
    $crashRecords = Read-NodePart @call -Name 'Get-IncidentCrashRecord' -Parameters $query
    # A log that could not be read makes the whole part blind, however well the other log was read.
    if ($null -ne $crashRecords.value) {
        foreach ($status in 'unavailable', 'denied') {
            foreach ($log in @($crashRecords.value.logs | Where-Object { $_.status -eq $status })) {
                $crashRecords.status = $status
                $crashRecords.errorId = $log.errorId
                $crashRecords.hint = Get-FailureHint -Case "log-$status" -Node $Context.node -EndpointName $Context.endpointName
            }
        }
    }
    $cluster = Read-NodePart @call -Name 'Get-IncidentClusterState'
    # In the session that is open anyway; not asked for is not the same as not readable.
    $roots = if (@($wanted.RootNames).Count -gt 0) { Read-NodePart @call -Name 'Get-IncidentRootCertificate' -Parameters @{ Name = [string[]] $wanted.RootNames } } else { $null }
    Add-NodeProgress -Context $Context -Phase 'process'
    $named = @{}
    if ($wanted.CertificateSubject.Count -gt 0) { $named.CertificateSubject = $wanted.CertificateSubject }
    $first = Read-NodePart @call -Name 'Get-IncidentOrchestratorState' -Parameters $named
    $second = $first
    if ($first.status -eq 'ok') {
        [Threading.Thread]::Sleep([Math]::Min($wanted.ProofGapMs, (Get-RemainingMs -Context $Context)))
        $second = Read-NodePart @call -Name 'Get-IncidentOrchestratorState'
    }
    $before = $first.value
    $after = $second.value
    $isAlive = $null -ne $before -and $null -ne $after -and $null -ne $before.processId -and $before.state -eq 'Running' -and $after.state -eq 'Running'
    @{
        crashRecords = $crashRecords
        cluster      = $cluster
        roots        = $roots
        orchestrator = @{
            status  = $second.status
            errorId = $second.errorId
            message = $second.message
            hint    = $second.hint
            first   = $before
            second  = $after
            livedOn = $isAlive -and $before.processId -eq $after.processId -and $before.startedAtUtc -eq $after.startedAtUtc
        }
    }
}
