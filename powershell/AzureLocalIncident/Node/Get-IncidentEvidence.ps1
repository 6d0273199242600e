function Get-IncidentEvidence {
    <#
    .SYNOPSIS
    Tells in one answer what a check asks of a node: crash records, how it sees the cluster, root certificates, the orchestrator's process.
    .DESCRIPTION
    Read-only. Calls the functions that read each of these and keeps what became of each apart: a part that fails is told as a failure
    beside the others, and none stands in for another. Only that they travel together is gained. The orchestrator is looked at last,
    because the time until the second look counts from there.
    .PARAMETER SinceUtc
    See Get-IncidentCrashRecord, as the three that follow.
    .PARAMETER MaxRecords
    See Get-IncidentCrashRecord.
    .PARAMETER AfterApplicationRecordId
    See Get-IncidentCrashRecord.
    .PARAMETER AfterSystemRecordId
    See Get-IncidentCrashRecord.
    .PARAMETER RootName
    Common names of the root certificates to list; none: roots is $null. See Get-IncidentRootCertificate.
    .PARAMETER CertificateSubject
    See Get-IncidentOrchestratorState.
    .OUTPUTS
    Hashtable: computerName, crashRecords, cluster, roots, orchestrator. Each of the four: value (the answer of the function that reads it,
    $null when it failed) and failure ($null, or errorId, category, types (names of the exceptions' types, from outside in), message).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $SinceUtc,

        [ValidateRange(1, 1000)]
        [int] $MaxRecords = 300,

        [ValidateRange(0, 9007199254740991)]
        [long] $AfterApplicationRecordId = 0,

        [ValidateRange(0, 9007199254740991)]
        [long] $AfterSystemRecordId = 0,

        [ValidateCount(0, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $RootName = @(),

        [ValidateCount(0, 10)]
        [ValidatePattern('\A[A-Za-z0-9 .,=_@*-]{1,200}\z', Options = 'None')]
        [string[]] $CertificateSubject = @()
    )

    $ErrorActionPreference = 'Stop'
    $query = @{
        SinceUtc = $SinceUtc; MaxRecords = $MaxRecords; AfterApplicationRecordId = $AfterApplicationRecordId; AfterSystemRecordId = $AfterSystemRecordId
    }
    $subjects = @{}
    if ($CertificateSubject.Count -gt 0) { $subjects.CertificateSubject = $CertificateSubject }

    $failureOf = {
        param($record)
        $types = @(for ($exception = $record.Exception; $null -ne $exception; $exception = $exception.InnerException) { $exception.PSObject.TypeNames })
        @{ errorId = "$($record.FullyQualifiedErrorId)"; category = "$($record.CategoryInfo.Category)"; types = $types; message = "$($record.Exception.Message)" }
    }

    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        crashRecords = @{ value = $null; failure = $null }
        cluster      = @{ value = $null; failure = $null }
        roots        = @{ value = $null; failure = $null }
        orchestrator = @{ value = $null; failure = $null }
    }
    try { $answer.crashRecords.value = Get-IncidentCrashRecord @query } catch { $answer.crashRecords.failure = & $failureOf $_ }
    try { $answer.cluster.value = Get-IncidentClusterState } catch { $answer.cluster.failure = & $failureOf $_ }
    if ($RootName.Count -gt 0) {
        try { $answer.roots.value = Get-IncidentRootCertificate -Name $RootName } catch { $answer.roots.failure = & $failureOf $_ }
    }
    else { $answer.roots = $null }
    try { $answer.orchestrator.value = Get-IncidentOrchestratorState @subjects } catch { $answer.orchestrator.failure = & $failureOf $_ }
    $answer
}
