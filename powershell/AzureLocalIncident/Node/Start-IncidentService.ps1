function Start-IncidentService {
    <#
    .SYNOPSIS
    Starts one stopped service of this node, once (recovery rung R2).
    .DESCRIPTION
    One that runs is 'nothing-to-do'. Refused before anything is touched: a service that is not there, starting or stopping, may not be started,
    or whose account is locked or disabled. There is no second try: a few wrong logons lock the account. The clustered services are not in
    the list: the cluster starts them. 'succeeded' needs proof: Running in a process that was created after the request.
    .PARAMETER Name
    Exact name of the service.
    .PARAMETER WaitSeconds
    How long to wait for Running.
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
    stateBefore, startMode, startName, requestedAtUtc, state, processId, startedAtUtc, proofAtUtc.
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
        computerName = $computerName; requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false; action = "start service $Name"
        serviceName = $Name; stateBefore = $null; startMode = $null; startName = $null; requestedAtUtc = $null; state = $null; processId = $null; startedAtUtc = $null
        proofAtUtc = $null
    }
    $read = {
        $found = @(Get-CimInstance -ClassName Win32_Service -Filter "Name='$Name'" -OperationTimeoutSec 20)
        $answer.state = 'Absent'
        $answer.processId = $null
        $answer.startedAtUtc = $null
        if ($found.Count -eq 0) { return }
        $answer.state = "$($found[0].State)".Replace(' ', '')
        $answer.startMode = "$($found[0].StartMode)"
        $answer.startName = "$($found[0].StartName)"
        $processId = [int] $found[0].ProcessId
        $process = @(if ($processId -gt 0) { Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$processId" -OperationTimeoutSec 20 })
        if ($process.Count -eq 1 -and $null -ne $process[0].CreationDate) {
            $answer.processId = $processId
            $answer.startedAtUtc = $process[0].CreationDate.ToUniversalTime().ToString('o')
        }
    }

    try {
        & $read
        $answer.stateBefore = $answer.state
        if ($answer.state -eq 'Running') {
            $answer.outcome = 'nothing-to-do'
            $answer.reason = 'already-running'
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
        if ($answer.state -eq 'Absent') { $answer.reason = 'absent' }
        elseif (@('StartPending', 'StopPending') -contains $answer.state) { $answer.reason = 'state-pending' }
        elseif ($answer.state -ne 'Stopped') { $answer.reason = 'state-not-startable' }
        elseif ($answer.startMode -eq 'Disabled') { $answer.reason = 'start-disabled' }
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
        $requestedAt = [DateTime]::UtcNow
        $answer.requestedAtUtc = $requestedAt.ToString('o')
        $answer.changed = $true
        $startFailed = $false
        try { Start-Service -Name $Name }
        catch {
            # It may be coming up all the same: only the proof decides.
            $answer.errorId = $_.FullyQualifiedErrorId
            $startFailed = $true
        }
        try {
            $until = [DateTime]::UtcNow.AddSeconds($WaitSeconds)
            while ($true) {
                & $read
                if ($answer.state -eq 'Running' -and $null -ne $answer.processId) { break }
                if (($startFailed -and $answer.state -eq 'Stopped') -or [DateTime]::UtcNow -ge $until) {
                    $answer.reason = 'not-started'
                    return $answer
                }
                [Threading.Thread]::Sleep(250)
            }
        }
        catch {
            $answer.outcome = 'unknown'
            $answer.reason = 'proof-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }
        if ([Xml.XmlConvert]::ToDateTime($answer.startedAtUtc, [Xml.XmlDateTimeSerializationMode]::Utc) -lt $requestedAt) {
            $answer.reason = 'process-not-new'
            return $answer
        }
        $answer.outcome = 'succeeded'
        $answer.reason = 'started'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
