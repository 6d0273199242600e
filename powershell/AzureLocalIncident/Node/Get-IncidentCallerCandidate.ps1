function Get-IncidentCallerCandidate {
    <#
    .SYNOPSIS
    Lists what may still call the orchestrator with the old certificate: remote shells, PowerShell processes and platform services of this node.
    .DESCRIPTION
    Read-only, raw facts only: nothing is left out or judged here, except that the sessions of this bot are
    marked (isOwn). The four lists fail apart from each other; a list that could not be read is $null and its error id says why. An empty
    list means "none". The services (LCM controller, ECE agent, update and download service) are running ones only: their start times tell
    which of them may hold the old certificate; they are restarted, never stopped as a caller.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates that the rotation renews. The rotation time is the newest NotBefore among the matching
    certificates of this node; without a match it is $null, never guessed.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, ownProcessId, rotatedAtUtc, rotationErrorId, addresses (the node's own, as far as something uses them),
    shells (shellId, name, owner, clientAddress, processId, state, resourceUri, startedAtUtc, idleMs, isOwn), shellsErrorId,
    processes (processId, parentProcessId, name, user, startedAtUtc, startedBeforeRotation, commandLine, sessionId, loadsEceClient, isOwn),
    processesErrorId, services (name, processId, startedAtUtc, startedBeforeRotation), servicesErrorId, connections (processId, localAddress, localPort, remoteAddress, remotePort, createdAtUtc), connectionsErrorId,
    certificateLogEnabled (whether Windows notes which certificates are checked: log CAPI2/Operational, off unless somebody turned it on), certificateLogErrorId.
    loadsEceClient is $true or $null: not to see the client is no proof that it is not there.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [ValidateCount(0, 10)]
        [ValidatePattern('\A[A-Za-z0-9 .,=_@*-]{1,200}\z', Options = 'None')]
        [string[]] $CertificateSubject = @()
    )

    $ErrorActionPreference = 'Stop'
    $serviceNames = @('LcmController', 'ECEAgent', 'Azure Stack HCI Update Service', 'Azure Stack HCI Download Standalone Tool Agent')
    $hostNames = @('powershell', 'powershell_ise', 'pwsh', 'wsmprovhost')
    $now = [DateTime]::UtcNow
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = $now.ToString('o'); ownProcessId = $PID; addresses = @()
        rotatedAtUtc = $null; rotationErrorId = $null; shells = $null; shellsErrorId = $null
        processes = $null; processesErrorId = $null; services = $null; servicesErrorId = $null; connections = $null; connectionsErrorId = $null
        certificateLogEnabled = $null; certificateLogErrorId = $null
    }
    # xs:duration, as WinRM writes it: P0DT0H1M5S.
    $toSpan = {
        param($text)
        try { [Xml.XmlConvert]::ToTimeSpan("$text") } catch { $null }
    }

    $rotatedAt = $null
    if ($CertificateSubject.Count -gt 0) {
        try {
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

    try {
        $answer.shells = @(foreach ($shell in @(Get-IncidentRemoteShell)) {
                $age = & $toSpan $shell.ShellRunTime
                $idle = & $toSpan $shell.ShellInactivity
                @{
                    shellId       = "$($shell.ShellId)"
                    name          = "$($shell.Name)"
                    owner         = "$($shell.Owner)"
                    clientAddress = "$($shell.ClientIP)"
                    processId     = if ("$($shell.ProcessId)" -match '\A[0-9]{1,9}\z') { [int] $Matches[0] } else { $null }
                    state         = "$($shell.State)"
                    resourceUri   = "$($shell.ResourceUri)"
                    startedAtUtc  = if ($null -eq $age) { $null } else { $now.Subtract($age).ToString('o') }
                    idleMs        = if ($null -eq $idle) { $null } else { [long] $idle.TotalMilliseconds }
                    isOwn         = "$($shell.ProcessId)" -eq "$PID" -or "$($shell.ResourceUri)" -like '*/AzureLocalIncident.*'
                }
            })
        # Without an endpoint of our own the others of this bot are known by whose they are and where they come from.
        foreach ($own in @($answer.shells | Where-Object { $_.processId -eq $PID })) {
            foreach ($shell in $answer.shells) {
                if ($shell.owner -eq $own.owner -and $shell.clientAddress -eq $own.clientAddress -and $own.clientAddress -ne '') { $shell.isOwn = $true }
            }
        }
    }
    catch {
        $answer.shellsErrorId = $_.FullyQualifiedErrorId
    }

    try {
        $ownIds = @($PID) + @($answer.shells | Where-Object { $_.isOwn } | ForEach-Object { $_.processId })
        $users = @{}
        foreach ($process in @(Get-Process -IncludeUserName | Where-Object { $hostNames -contains $_.ProcessName })) {
            $users[[int] $process.Id] = $process
        }
        $filter = [string]::Join(' OR ', @($hostNames | ForEach-Object { "Name='$_.exe'" }))
        $hosts = @(Get-CimInstance -ClassName Win32_Process -Filter $filter -OperationTimeoutSec 20)
        # A session by SSH is in no list of shells: what serves one for the account of this very session is the bot's, if this is one.
        $serves = '\s-(sshs|SSHServerMode)(\s|\z)'
        $account = if (@($hosts | Where-Object { [int] $_.ProcessId -eq $PID -and "$($_.CommandLine)" -match $serves }).Count -gt 0) { "$($users[[int] $PID].UserName)" } else { '' }
        $answer.processes = @(foreach ($process in $hosts) {
                $processId = [int] $process.ProcessId
                $isServer = "$($process.CommandLine)" -match $serves
                $started = if ($null -eq $process.CreationDate) { $null } else { $process.CreationDate.ToUniversalTime() }
                $seen = $users[$processId]
                $loaded = $null
                if ($null -ne $seen) {
                    try {
                        $images = @($seen.Modules | Where-Object { "$($_.FileName)" -match 'EnterpriseCloudEngine|ECEClient' })
                        if ($images.Count -gt 0) { $loaded = $true }
                    }
                    catch {
                        # A protected process shows no modules; then nothing is known.
                        $loaded = $null
                    }
                }
                @{
                    processId             = $processId
                    parentProcessId       = if ($null -eq $process.ParentProcessId) { $null } else { [int] $process.ParentProcessId }
                    name                  = "$($process.Name)"
                    user                  = if ($null -eq $seen) { $null } else { "$($seen.UserName)" }
                    startedAtUtc          = if ($null -eq $started) { $null } else { $started.ToString('o') }
                    startedBeforeRotation = if ($null -eq $started -or $null -eq $rotatedAt) { $null } else { $started -lt $rotatedAt }
                    commandLine           = "$($process.CommandLine)"
                    sessionId             = if ($null -eq $process.SessionId) { $null } else { [int] $process.SessionId }
                    loadsEceClient        = $loaded
                    isOwn                 = $ownIds -contains $processId -or ($account -ne '' -and $isServer -and $null -ne $seen -and "$($seen.UserName)" -eq $account)
                }
            })
    }
    catch {
        $answer.processesErrorId = $_.FullyQualifiedErrorId
    }

    try {
        $filter = [string]::Join(' OR ', @($serviceNames | ForEach-Object { "Name='$_'" }))
        $running = @(Get-CimInstance -ClassName Win32_Service -Filter $filter -OperationTimeoutSec 20 | Where-Object { [int] $_.ProcessId -gt 0 })
        $starts = @{}
        if ($running.Count -gt 0) {
            $filter = [string]::Join(' OR ', @($running | ForEach-Object { "ProcessId=$([int] $_.ProcessId)" }))
            foreach ($process in @(Get-CimInstance -ClassName Win32_Process -Filter $filter -OperationTimeoutSec 20)) {
                if ($null -ne $process.CreationDate) { $starts[[int] $process.ProcessId] = $process.CreationDate.ToUniversalTime() }
            }
        }
        $answer.services = @(foreach ($service in $running) {
                $started = $starts[[int] $service.ProcessId]
                @{
                    name                  = "$($service.Name)"
                    processId             = [int] $service.ProcessId
                    startedAtUtc          = if ($null -eq $started) { $null } else { $started.ToString('o') }
                    startedBeforeRotation = if ($null -eq $started -or $null -eq $rotatedAt) { $null } else { $started -lt $rotatedAt }
                }
            })
    }
    catch {
        $answer.servicesErrorId = $_.FullyQualifiedErrorId
    }

    try {
        $hostIds = @($answer.processes | ForEach-Object { $_.processId }) + @($answer.services | ForEach-Object { $_.processId })
        # A function of its module: it does not see the preference set above.
        $all = @(Get-NetTCPConnection -ErrorAction Stop)
        $addresses = @{}
        foreach ($connection in $all) {
            if ("$($connection.LocalAddress)" -notmatch '\A(0\.0\.0\.0|127\..*|::1?)\z') { $addresses["$($connection.LocalAddress)"] = $true }
        }
        $answer.addresses = @($addresses.Keys)
        $answer.connections = @(foreach ($connection in $all) {
                if ("$($connection.State)" -ne 'Established' -or $hostIds -notcontains [int] $connection.OwningProcess) { continue }
                $created = $connection.CreationTime
                @{
                    processId     = [int] $connection.OwningProcess
                    localAddress  = "$($connection.LocalAddress)"
                    localPort     = [int] $connection.LocalPort
                    remoteAddress = "$($connection.RemoteAddress)"
                    remotePort    = [int] $connection.RemotePort
                    createdAtUtc  = if ($null -eq $created) { $null } else { $created.ToUniversalTime().ToString('o') }
                }
            })
    }
    catch {
        $answer.connectionsErrorId = $_.FullyQualifiedErrorId
    }

    try {
        $answer.certificateLogEnabled = [bool] (Get-WinEvent -ListLog 'Microsoft-Windows-CAPI2/Operational').IsEnabled
    }
    catch {
        $answer.certificateLogErrorId = $_.FullyQualifiedErrorId
    }
    $answer
}
