function Get-IncidentOrchestratorState {
    <#
    .SYNOPSIS
    Tells whether the orchestrator service runs on this node, and since when.
    .DESCRIPTION
    Read-only. On a node that does not own the group the service is installed but stopped. A service without a process has processId
    and startedAtUtc $null; so has a process that ended between the two queries.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates that the rotation renews. The rotation time is the newest NotBefore among the matching
    certificates of this node; without a match it is $null, never guessed.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, serviceName, installed, state, startMode, startName, exitCode, processId, startedAtUtc, rotatedAtUtc,
    rotationErrorId.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [ValidateCount(0, 10)]
        [ValidatePattern('\A[A-Za-z0-9 .,=_@*-]{1,200}\z', Options = 'None')]
        [string[]] $CertificateSubject = @()
    )

    $ErrorActionPreference = 'Stop'
    $serviceName = 'Azure Stack HCI Orchestrator Service'
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = $null; serviceName = $serviceName; installed = $false; state = $null
        startMode = $null; startName = $null; exitCode = $null; processId = $null; startedAtUtc = $null; rotatedAtUtc = $null; rotationErrorId = $null
    }
    if ($CertificateSubject.Count -gt 0) {
        try {
            $rotatedAt = $null
            foreach ($certificate in @(Get-ChildItem -Path 'Cert:\LocalMachine\My')) {
                $isWanted = @($CertificateSubject | Where-Object { [string]::Equals($_, "$($certificate.Subject)", 'OrdinalIgnoreCase') })
                if ($isWanted.Count -eq 0) { continue }
                $notBefore = $certificate.NotBefore.ToUniversalTime()
                if ($null -eq $rotatedAt -or $notBefore -gt $rotatedAt) { $rotatedAt = $notBefore }
            }
            if ($null -ne $rotatedAt) { $answer.rotatedAtUtc = $rotatedAt.ToString('o') }
        }
        catch {
            $answer.rotationErrorId = $_.FullyQualifiedErrorId
        }
    }
    $service = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='$serviceName'" -OperationTimeoutSec 20)
    $answer.readAtUtc = [DateTime]::UtcNow.ToString('o')
    if ($service.Count -eq 0) { return $answer }

    $answer.installed = $true
    $answer.state = "$($service[0].State)"
    $answer.startMode = "$($service[0].StartMode)"
    $answer.startName = "$($service[0].StartName)"
    $answer.exitCode = $service[0].ExitCode
    $processId = [int] $service[0].ProcessId
    if ($processId -gt 0) {
        $process = @(Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$processId" -OperationTimeoutSec 20)
        if ($process.Count -eq 1 -and $null -ne $process[0].CreationDate) {
            $answer.processId = $processId
            $answer.startedAtUtc = $process[0].CreationDate.ToUniversalTime().ToString('o')
        }
        $answer.readAtUtc = [DateTime]::UtcNow.ToString('o')
    }
    $answer
}
