function Restart-IncidentService {
    <#
    .SYNOPSIS
    Stops and starts one of the services that may hold an old certificate, on this node, once.
    .DESCRIPTION
    A service that is not there or stopped is left so ('nothing-to-do'). Refused before anything is touched: a state other than Running, a
    dependent that is starting or stopping, a start mode or a service account with which it would not come back. It is stopped
    without waiting in the command, watched until it is stopped, and started once: there is no second try, because a few wrong logons lock the
    account. Dependents that ran are started again. No process is ever killed.
    'succeeded' needs proof: Running in a new process, created after the request, and still the same process SteadySeconds later.
    .PARAMETER Name
    Exact name of the service.
    .PARAMETER WaitSeconds
    How long to wait for the stop, and again for the start.
    .PARAMETER SteadySeconds
    How long the new process has to live on before it is proof.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (succeeded, nothing-to-do, failed, unknown, planned), reason, errorId, changed, action, serviceName,
    stateBefore, startMode, startName, processIdBefore, startedAtUtcBefore, dependents (name, stateBefore, state), requestedAtUtc, state,
    processId, startedAtUtc, proofAtUtc.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        # The pattern is there because ValidateSet compares by culture, which ignores invisible characters.
        [Parameter(Mandatory = $true)]
        [ValidateSet('LcmController', 'Azure Stack HCI Download Standalone Tool Agent', 'ECEAgent')]
        [ValidatePattern('\A[A-Za-z ]+\z', Options = 'None')]
        [string] $Name,

        [ValidateRange(5, 900)]
        [int] $WaitSeconds = 120,

        [ValidateRange(1, 300)]
        [int] $SteadySeconds = 30,

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
    $computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $answer = @{
        computerName = $computerName; requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false; action = "restart service $Name"
        serviceName = $Name; stateBefore = $null; startMode = $null; startName = $null; processIdBefore = $null; startedAtUtcBefore = $null; dependents = @()
        requestedAtUtc = $null; state = $null; processId = $null; startedAtUtc = $null; proofAtUtc = $null
    }
    # State, and the process with its start: a pid alone is used again. Ids are $null without a process.
    $read = {
        $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='$Name'" -OperationTimeoutSec 20)
        $seen = @{ service = $null; state = 'Absent'; processId = $null; startedAt = $null }
        if ($found.Count -gt 0) {
            $seen.service = $found[0]
            $seen.state = "$($found[0].State)".Replace(' ', '')
            $processId = [int] $found[0].ProcessId
            $process = @(if ($processId -gt 0) { Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$processId" -OperationTimeoutSec 20 })
            if ($process.Count -eq 1 -and $null -ne $process[0].CreationDate) {
                $seen.processId = $processId
                $seen.startedAt = $process[0].CreationDate.ToUniversalTime()
            }
        }
        $seen
    }
    $isSame = { param($one, $other) $null -ne $one.processId -and $one.processId -eq $other.processId -and $one.startedAt -eq $other.startedAt }
    $note = {
        param($seen)
        $answer.state = $seen.state
        $answer.processId = $seen.processId
        $answer.startedAtUtc = if ($null -ne $seen.startedAt) { $seen.startedAt.ToString('o') } else { $null }
    }

    # 1. What is there, and would it come back?
    try {
        $before = & $read
        $answer.stateBefore = $before.state
        & $note $before
        if (@('Absent', 'Stopped') -contains $before.state) {
            $answer.outcome = 'nothing-to-do'
            $answer.reason = $before.state.ToLowerInvariant()
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
        $answer.startMode = "$($before.service.StartMode)"
        $answer.startName = "$($before.service.StartName)"
        $answer.processIdBefore = $answer.processId
        $answer.startedAtUtcBefore = $answer.startedAtUtc
        $answer.dependents = @(foreach ($dependent in @(Get-Service -Name $Name -DependentServices)) {
                @{ name = "$($dependent.Name)"; stateBefore = "$($dependent.Status)"; state = "$($dependent.Status)" }
            })
        if (@('StartPending', 'StopPending') -contains $before.state) { $answer.reason = 'state-pending' }
        elseif ($before.state -ne 'Running') { $answer.reason = 'state-not-restartable' }
        elseif ($null -eq $before.processId) { $answer.reason = 'process-not-readable' }
        elseif ($answer.startMode -eq 'Disabled') { $answer.reason = 'start-disabled' }
        elseif (@($answer.dependents | Where-Object { @('Running', 'Stopped') -notcontains $_.stateBefore }).Count -gt 0) { $answer.reason = 'dependent-not-restartable' }
        if ($null -ne $answer.reason) { return $answer }

        # The platform's agents work with this account, whatever one of them is registered as.
        $accounts = @(if ($Name -ne 'LcmController') { 'ECEAgentService' })
        $parts = $answer.startName.Split('\')
        if ($parts.Count -gt 1 -and @('.', $computerName) -contains $parts[0]) { $accounts = @($parts[1]) + @($accounts | Where-Object { $_ -ne $parts[1] }) }
        elseif ($answer.startName -like '*@*' -or ($parts.Count -gt 1 -and @('NT AUTHORITY', 'NT SERVICE') -notcontains $parts[0])) { $answer.reason = 'account-not-checkable' }
        foreach ($account in $accounts) {
            $known = @(Get-CimInstance -ClassName Win32_UserAccount -Filter "LocalAccount=True and Name='$($account.Replace("'", "\'"))'" -OperationTimeoutSec 20)
            if ($known.Count -eq 0 -and $account -eq $parts[-1]) { $answer.reason = 'account-absent' }
            elseif (@($known | Where-Object { $_.Lockout }).Count -gt 0) { $answer.reason = 'account-locked' }
            elseif (@($known | Where-Object { $_.Disabled }).Count -gt 0) { $answer.reason = 'account-disabled' }
        }
        if ($null -ne $answer.reason) { return $answer }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($computerName, $answer.action)) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        # 2. Stop, once.
        $requestedAt = [DateTime]::UtcNow
        $answer.requestedAtUtc = $requestedAt.ToString('o')
        $answer.changed = $true
        $stopFailed = $false
        try { Stop-Service -Name $Name -Force -NoWait }
        catch {
            # It may be stopping all the same: only what is seen below decides.
            $answer.errorId = $_.FullyQualifiedErrorId
            $stopFailed = $true
        }
        try {
            $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
            while ($true) {
                $now = & $read
                & $note $now
                if ($now.state -eq 'Stopped') { break }
                # Somebody else, such as the platform's own agent, has started it already.
                if ($now.state -eq 'Running' -and $null -ne $now.processId -and -not (& $isSame $now $before)) { break }
                if (($stopFailed -and $now.state -eq 'Running') -or [DateTime]::UtcNow -ge $until) {
                    $answer.reason = if ($now.state -eq 'Running') { 'not-stopped' } else { 'stop-hangs' }
                    break
                }
                [Threading.Thread]::Sleep(250)
            }
        }
        catch {
            # To start blindly could be the second try that locks the account.
            $answer.outcome = 'unknown'
            $answer.reason = 'stop-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }

        # 3. Start, once.
        if ($null -eq $answer.reason) {
            $startFailed = $false
            if ($now.state -eq 'Stopped') {
                try { Start-Service -Name $Name }
                catch {
                    $answer.errorId = $_.FullyQualifiedErrorId
                    $startFailed = $true
                }
            }
            try {
                $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
                while ($true) {
                    $now = & $read
                    & $note $now
                    if ($now.state -eq 'Running' -and $null -ne $now.processId) { break }
                    if (($startFailed -and $now.state -eq 'Stopped') -or [DateTime]::UtcNow -ge $until) {
                        $answer.reason = 'not-started'
                        break
                    }
                    [Threading.Thread]::Sleep(250)
                }
            }
            catch {
                $answer.outcome = 'unknown'
                $answer.reason = 'start-not-readable'
                $answer.errorId = $_.FullyQualifiedErrorId
                return $answer
            }
        }

        # 4. What depended on it and ran runs again, also after a stop that did not work. The list is in reverse order of starting.
        if ($answer.state -eq 'Running') {
            for ($at = $answer.dependents.Count - 1; $at -ge 0; $at--) {
                $dependent = $answer.dependents[$at]
                if ($dependent.stateBefore -ne 'Running') { continue }
                try {
                    if ("$((Get-Service -Name $dependent.name).Status)" -eq 'Stopped') { Start-Service -Name $dependent.name }
                }
                catch { $answer.errorId = $_.FullyQualifiedErrorId }
                try { $dependent.state = "$((Get-Service -Name $dependent.name).Status)" }
                catch { $dependent.state = 'Unknown' }
            }
        }
        else { foreach ($dependent in $answer.dependents) { $dependent.state = 'Unknown' } }
        if ($null -ne $answer.reason) { return $answer }

        # 5. Prove it, and prove it again.
        try {
            $started = $now
            [Threading.Thread]::Sleep(1000 * $SteadySeconds)
            $now = & $read
            & $note $now
        }
        catch {
            $answer.outcome = 'unknown'
            $answer.reason = 'proof-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }
        if ((& $isSame $started $before) -or $started.startedAt -lt $requestedAt) { $answer.reason = 'process-not-new' }
        elseif ($now.state -ne 'Running' -or -not (& $isSame $now $started)) { $answer.reason = 'not-steady' }
        elseif (@($answer.dependents | Where-Object { $_.stateBefore -eq 'Running' -and $_.state -ne 'Running' }).Count -gt 0) { $answer.reason = 'dependent-not-started' }
        if ($null -ne $answer.reason) { return $answer }
        $answer.outcome = 'succeeded'
        $answer.reason = 'restarted'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
