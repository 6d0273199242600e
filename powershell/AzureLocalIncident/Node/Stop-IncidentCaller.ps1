function Stop-IncidentCaller {
    <#
    .SYNOPSIS
    Ends one exact remote shell, or one exact PowerShell process, of this node.
    .DESCRIPTION
    Never more than what is named: a shell by its id, a process by pid, start time (1 s tolerance) and user, checked and stopped on the same
    object, so that a pid that is used again is not hit. Refused are platform and service accounts, unknown owners, sessions of this
    bot, and programs that are no PowerShell host. Absent is 'nothing-to-do'. 'succeeded' needs proof: shell id gone, or no process
    with that pid and start.
    .PARAMETER RemoteShellId
    Id of the remote shell (not $ShellId: PowerShell has a constant of that name) to end.
    .PARAMETER ProcessId
    Id of the process to end.
    .PARAMETER StartedAtUtc
    When that process started, UTC round-trip text.
    .PARAMETER User
    Account that must own the shell or process, DOMAIN\name.
    .PARAMETER WaitSeconds
    How long to wait for the proof.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (succeeded, nothing-to-do, failed, unknown, planned), reason, errorId, changed, action, proofAtUtc,
    owner, startedAtUtc. changed is $false when nothing was touched, $true when the stop was sent.
    #>
    [CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Shell')]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Shell')]
        [ValidatePattern('\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z', Options = 'None')]
        [Alias('ShellId')]
        [string] $RemoteShellId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [ValidateRange(5, 2147483647)]
        [int] $ProcessId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Process')]
        [ValidatePattern('\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z', Options = 'None')]
        [string] $StartedAtUtc,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[^\x00-\x1f"/\[\]:;|=,+*?<>]{1,104}\z', Options = 'None')]
        [string] $User,

        [ValidateRange(1, 120)]
        [int] $WaitSeconds = 15,

        [ValidatePattern('\A[A-Za-z0-9-]{0,64}\z', Options = 'None')]
        [string] $RequestId = '',

        [ValidatePattern('\A[A-Za-z0-9-]{0,80}\z', Options = 'None')]
        [string] $StepKey = '',

        [ValidateRange(0, 9007199254740991)]
        [long] $Fence = 0,

        [ValidatePattern('\A([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z)?\z', Options = 'None')]
        [string] $NotAfterUtc = ''
    )

    $ErrorActionPreference = 'Stop'
    $hostNames = @('powershell', 'powershell_ise', 'pwsh', 'wsmprovhost')
    $isShell = $PSCmdlet.ParameterSetName -eq 'Shell'
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false; proofAtUtc = $null
        owner = $null; startedAtUtc = $null
        action = if ($isShell) { "end remote shell $RemoteShellId of $User" } else { "stop process $ProcessId started at $StartedAtUtc by $User" }
    }
    $isOurs = { param($shell) "$($shell.ProcessId)" -eq "$PID" -or "$($shell.ResourceUri)" -like '*/AzureLocalIncident.*' }
    $findShell = {
        @(Get-IncidentRemoteShell | Where-Object { [string]::Equals("$($_.ShellId)", $RemoteShellId, 'OrdinalIgnoreCase') })
    }
    $isStart = {
        param($process)
        $expected = [Xml.XmlConvert]::ToDateTime($StartedAtUtc, [Xml.XmlDateTimeSerializationMode]::Utc)
        [Math]::Abs($process.StartTime.ToUniversalTime().Subtract($expected).TotalMilliseconds) -le 1000
    }
    $findProcess = {
        try {
            Get-Process -Id $ProcessId -IncludeUserName
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoProcessFoundForGivenId,*') { throw }
        }
    }
    $isGone = {
        if ($isShell) { return @(& $findShell).Count -eq 0 }
        $left = & $findProcess
        ($null -eq $left) -or -not (& $isStart $left)
    }

    # 1. Find exactly the one that is meant.
    try {
        if ($isShell) {
            $found = @(& $findShell)
            if ($found.Count -eq 0) {
                $answer.outcome = 'nothing-to-do'
                $answer.reason = 'absent'
                $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
                return $answer
            }
            $target = $found[0]
            $owner = "$($target.Owner)"
            $isOwn = & $isOurs $target
        }
        else {
            $target = & $findProcess
            if ($null -eq $target) {
                $answer.outcome = 'nothing-to-do'
                $answer.reason = 'absent'
                $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
                return $answer
            }
            # An open handle keeps the pid from being given to another process until the stop below.
            $null = $target.Handle
            $owner = "$($target.UserName)"
            $answer.startedAtUtc = $target.StartTime.ToUniversalTime().ToString('o')
            $isOwn = $ProcessId -eq $PID
            # Sessions of this bot are told from others by their shell; where shells cannot be listed no remote session is touched.
            if ("$($target.ProcessName)" -eq 'wsmprovhost') {
                $shells = @(Get-IncidentRemoteShell | Where-Object { "$($_.ProcessId)" -eq "$ProcessId" })
                $isOwn = $isOwn -or @($shells | Where-Object { & $isOurs $_ }).Count -gt 0
            }
        }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    # 2. Refuse whatever must not be ended.
    $answer.owner = $owner
    $account = $owner.Substring($owner.LastIndexOf('\') + 1)
    $isPlatform = $owner -like 'NT SERVICE\*' -or $owner -like 'NT AUTHORITY\*' -or $owner -like 'WinRM Virtual Users\*' -or
        $owner -like 'IIS APPPOOL\*' -or $owner -like 'NT VIRTUAL MACHINE\*' -or $account -like '*$' -or
        @('SYSTEM', 'LOCAL SERVICE', 'NETWORK SERVICE', 'HCIOrchestrator', 'ECEAgentService') -contains $account
    if ($owner -eq '') { $answer.reason = 'owner-unknown' }
    elseif ($isOwn) { $answer.reason = 'own-session' }
    elseif ($isPlatform) { $answer.reason = 'platform-account' }
    elseif (-not [string]::Equals($owner, $User, 'OrdinalIgnoreCase')) { $answer.reason = 'owner-differs' }
    elseif (-not $isShell -and -not (& $isStart $target)) { $answer.reason = 'start-time-differs' }
    elseif (-not $isShell -and $hostNames -notcontains $target.ProcessName) { $answer.reason = 'no-powershell-host' }
    if ($null -ne $answer.reason) { return $answer }

    if (-not $PSCmdlet.ShouldProcess([Environment]::GetEnvironmentVariable('COMPUTERNAME'), $answer.action)) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        # 3. Act once.
        $answer.changed = $true
        try {
            if ($isShell) { $null = Remove-WSManInstance -ResourceURI 'shell' -SelectorSet @{ ShellId = "$($target.ShellId)" } }
            else { Stop-Process -InputObject $target -Force }
        }
        catch {
            # It may have ended meanwhile: only the proof below decides.
            $answer.errorId = $_.FullyQualifiedErrorId
        }

        # 4. Prove it.
        $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
        try {
            while (-not (& $isGone)) {
                if ([DateTime]::UtcNow -ge $until) {
                    $answer.reason = 'still-there'
                    return $answer
                }
                [Threading.Thread]::Sleep(200)
            }
        }
        catch {
            $answer.outcome = 'unknown'
            $answer.reason = 'proof-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }
        $answer.outcome = 'succeeded'
        $answer.reason = 'gone'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
