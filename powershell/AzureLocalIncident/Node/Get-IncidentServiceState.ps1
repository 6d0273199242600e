function Get-IncidentServiceState {
    <#
    .SYNOPSIS
    Tells of services of this node whether they are there, run, since when, what depends on them, and whether their account is usable.
    .DESCRIPTION
    Read-only. A service that is not there is installed $false. A service without a process has processId and startedAtUtc $null; so has a
    process that ended between the two queries. Dependents that could not be read are $null, with dependentsErrorId.
    .PARAMETER Name
    Exact names of services.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, accounts (name, found, locked, disabled) of the platform's two local accounts and of every local
    account that one of the services runs as, services (name, installed, state, startMode, startName, accountKind, account, exitCode,
    processId, startedAtUtc, dependents (name, state), dependentsErrorId). accountKind: local, built-in, other; account: its name when local.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [ValidateCount(1, 16)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $Name = @('LcmController', 'Azure Stack HCI Download Standalone Tool Agent', 'ECEAgent')
    )

    $ErrorActionPreference = 'Stop'
    $computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $accountNames = [Collections.ArrayList]::new(@('HCIOrchestrator', 'ECEAgentService'))
    $services = @(foreach ($one in $Name) {
            $state = @{
                name = $one; installed = $false; state = $null; startMode = $null; startName = $null; accountKind = $null; account = $null; exitCode = $null
                processId = $null; startedAtUtc = $null; dependents = @(); dependentsErrorId = $null
            }
            $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='$one'" -OperationTimeoutSec 20)
            if ($found.Count -eq 0) { $state; continue }

            $service = $found[0]
            $state.installed = $true
            $state.state = "$($service.State)".Replace(' ', '')
            $state.startMode = "$($service.StartMode)"
            $state.startName = "$($service.StartName)"
            $state.exitCode = $service.ExitCode
            $parts = $state.startName.Split('\')
            if ($parts.Count -eq 1 -or @('NT AUTHORITY', 'NT SERVICE') -contains $parts[0]) {
                # A name without a domain is LocalSystem; one with an @ is an account of the domain.
                $state.accountKind = if ($state.startName -like '*@*') { 'other' } else { 'built-in' }
            }
            elseif ($parts[0] -eq '.' -or $parts[0] -eq $computerName) {
                $state.accountKind = 'local'
                $state.account = $parts[1]
                if ($accountNames -notcontains $parts[1]) { $null = $accountNames.Add($parts[1]) }
            }
            else { $state.accountKind = 'other' }
            $processId = [int] $service.ProcessId
            if ($processId -gt 0) {
                $process = @(Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$processId" -OperationTimeoutSec 20)
                if ($process.Count -eq 1 -and $null -ne $process[0].CreationDate) {
                    $state.processId = $processId
                    $state.startedAtUtc = $process[0].CreationDate.ToUniversalTime().ToString('o')
                }
            }
            try {
                $state.dependents = @(foreach ($dependent in @(Get-Service -Name $one -DependentServices)) {
                        @{ name = "$($dependent.Name)"; state = "$($dependent.Status)" }
                    })
            }
            catch {
                $state.dependents = $null
                $state.dependentsErrorId = $_.FullyQualifiedErrorId
            }
            $state
        })
    $accounts = @(foreach ($account in $accountNames) {
            $known = @(Get-CimInstance -ClassName Win32_UserAccount -Filter "LocalAccount=True and Name='$($account.Replace("'", "\'"))'" -OperationTimeoutSec 20)
            @{
                name     = $account
                found    = $known.Count -eq 1
                locked   = if ($known.Count -eq 1) { [bool] $known[0].Lockout } else { $null }
                disabled = if ($known.Count -eq 1) { [bool] $known[0].Disabled } else { $null }
            }
        })
    @{ computerName = $computerName; readAtUtc = [DateTime]::UtcNow.ToString('o'); accounts = $accounts; services = $services }
}
