function Read-NodeEvidence {
    <#
    .SYNOPSIS
    The work of Get-ClusterEvidence on one node: one call for all that is seen once, one for the second look at the process.
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
    if ($wanted.CertificateSubject.Count -gt 0) { $query.CertificateSubject = $wanted.CertificateSubject }
    if (@($wanted.RootNames).Count -gt 0) { $query.RootName = [string[]] $wanted.RootNames }
    $answer = Invoke-NodeFunction @call -Name 'Get-IncidentEvidence' -Parameters $query
    $crashRecords = ConvertTo-NodePart -Context $Context -Told $answer.crashRecords -Name 'crash records'
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
    $cluster = ConvertTo-NodePart -Context $Context -Told $answer.cluster -Name 'the cluster'
    # Not asked for is not the same as not readable.
    $roots = @($wanted.RootNames).Count -gt 0 ? (ConvertTo-NodePart -Context $Context -Told $answer.roots -Name 'root certificates') : $null
    $first = ConvertTo-NodePart -Context $Context -Told $answer.orchestrator -Name 'the orchestrator'
    Add-NodeProgress -Context $Context -Phase 'process'
    $second = $first
    if ($first.status -eq 'ok') {
        [Threading.Thread]::Sleep([Math]::Min($wanted.ProofGapMs, (Get-RemainingTime -Context $Context)))
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
