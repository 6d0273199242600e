function Get-IncidentOrchestratorState {
    <#
    .SYNOPSIS
    Tells whether the orchestrator service runs on this node, and since when.
    .DESCRIPTION
    Read-only. On a node that does not own the group the service is installed but stopped. A service without a process has processId
    and startedAtUtc $null; so has a process that ended between the two queries.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, serviceName, installed, state, startMode, startName, exitCode, processId, startedAtUtc.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    $serviceName = 'Azure Stack HCI Orchestrator Service'
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = $null; serviceName = $serviceName; installed = $false; state = $null
        startMode = $null; startName = $null; exitCode = $null; processId = $null; startedAtUtc = $null
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
