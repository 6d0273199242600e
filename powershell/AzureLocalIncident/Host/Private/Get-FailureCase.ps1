function Get-FailureCase {
    <#
    .SYNOPSIS
    Says what kind of failure the given facts of an error are; the names are those of Get-FailureHint.
    .DESCRIPTION
    By the fully qualified error id, the error category and exception types, which are the same in every language; never by text. The
    ids of the transport are those of PowerShell's own table of WinRM error codes.
    .PARAMETER IsTold
    The node itself told of it in an answer that came: then it is nothing the connection did.
    #>
    param([string] $ErrorId, [string] $Category, [string] $Types, [switch] $IsTold)

    $parts = $ErrorId.Split(',')
    $first = $parts[0]
    $isTransport = -not $IsTold -and ($parts -contains 'PSSessionStateBroken' -or $parts -contains 'PSSessionOpenFailed')
    $refusedIds = @('AccessDenied', 'AuthenticationFailed', 'LogonFailure', 'InvalidAuthentication', 'CannotConnectRunAsFailed', 'RemoteSessionDisallowed')
    $categories = @('PermissionDenied', 'SecurityError', 'AuthenticationError')
    $brokenTypes = 'PSRemotingTransportException|PSRemotingDataStructureException|InvalidRunspaceStateException|PipelineStoppedException'

    if (-not $IsTold -and $first -eq 'DeadlinePassed') { 'deadline' }
    # An endpoint that cannot load one of its modules opens no session.
    elseif (-not $IsTold -and ($first -eq 'ErrorLoadingModulesOnRunspaceOpen' -or $Types -match 'RunspaceOpenModuleLoadException')) { 'no-command' }
    elseif ($isTransport -and $refusedIds -contains $first) { 'denied-connection' }
    elseif ($isTransport -and $first -eq 'PSSessionOpenFailed') { 'unreachable-ssh' }
    elseif ($isTransport -and $first -eq 'InvalidResourceUri') { 'no-endpoint' }
    elseif ($isTransport -or (-not $IsTold -and ($first -eq 'SessionBroken' -or $Types -match $brokenTypes))) { 'unreachable' }
    elseif ($first -eq 'CommandNotFoundException') { 'no-command' }
    elseif ($categories -contains $Category -or $Types -match 'UnauthorizedAccessException' -or $ErrorId -match '0x80070005|0x80041003') { 'denied-command' }
    elseif ($first -eq 'GroupNotExactlyOne') { 'group' }
    else { 'unavailable' }
}
