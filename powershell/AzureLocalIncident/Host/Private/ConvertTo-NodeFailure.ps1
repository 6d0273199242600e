function ConvertTo-NodeFailure {
    <#
    .SYNOPSIS
    Classifies an error of a node: unreachable, denied or unavailable, with a hint how to fix it.
    .DESCRIPTION
    By the fully qualified error id, the error category and exception types, which are the same in every language; never by text. The
    ids of the transport are those of PowerShell's own table of WinRM error codes.
    .OUTPUTS
    Hashtable: status, errorId, message (capped; data, never to be interpreted), hint.
    #>
    param([Management.Automation.ErrorRecord] $ErrorRecord, [string] $Node, [string] $EndpointName)

    $record = $ErrorRecord
    $exception = $record.Exception
    $typeNames = [Collections.ArrayList]::new()
    while ($null -ne $exception) {
        $null = $typeNames.Add($exception.GetType().FullName)
        if ($exception -is [Management.Automation.RemoteException] -and $null -ne $exception.SerializedRemoteException) {
            foreach ($name in $exception.SerializedRemoteException.PSObject.TypeNames) { $null = $typeNames.Add("$name") }
        }
        # What the node reported is inside; around it is only how the call was made.
        if ($exception -is [Management.Automation.RemoteException] -and $null -ne $exception.ErrorRecord) { $record = $exception.ErrorRecord }
        $exception = $exception.InnerException
    }

    $errorId = "$($record.FullyQualifiedErrorId)"
    $parts = $errorId.Split(',')
    $first = $parts[0]
    $isTransport = $parts -contains 'PSSessionStateBroken' -or $parts -contains 'PSSessionOpenFailed'
    $types = [string]::Join(' ', $typeNames)
    $refusedIds = @('AccessDenied', 'AuthenticationFailed', 'LogonFailure', 'InvalidAuthentication', 'CannotConnectRunAsFailed', 'RemoteSessionDisallowed')
    $categories = @('PermissionDenied', 'SecurityError', 'AuthenticationError')
    $brokenTypes = 'PSRemotingTransportException|PSRemotingDataStructureException|InvalidRunspaceStateException|PipelineStoppedException'

    $case =
    if ($first -eq 'DeadlinePassed') { 'deadline' }
    elseif ($isTransport -and $refusedIds -contains $first) { 'denied-connection' }
    elseif ($first -eq 'PSSessionOpenFailed') { 'unreachable-ssh' }
    elseif ($isTransport -and $first -eq 'InvalidResourceUri') { 'no-endpoint' }
    elseif ($isTransport -or $first -eq 'SessionBroken' -or $types -match $brokenTypes) { 'unreachable' }
    elseif ($first -eq 'CommandNotFoundException') { 'no-command' }
    elseif ($categories -contains "$($record.CategoryInfo.Category)" -or $types -match 'UnauthorizedAccessException' -or
        $errorId -match '0x80070005|0x80041003') { 'denied-command' }
    elseif ($first -eq 'GroupNotExactlyOne') { 'group' }
    else { 'unavailable' }

    $message = "$($record.Exception.Message)"
    @{
        status  = @{ 'deadline' = 'unreachable'; 'unreachable' = 'unreachable'; 'unreachable-ssh' = 'unreachable'; 'denied-connection' = 'denied'; 'denied-command' = 'denied' }[$case] ?? 'unavailable'
        errorId = $errorId
        message = $message.Length -gt 500 ? $message.Substring(0, 500) : $message
        hint    = Get-FailureHint -Case $case -Node $Node -EndpointName $EndpointName
    }
}
