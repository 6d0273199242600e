function Read-NodeUpdate {
    <#
    .SYNOPSIS
    The work of Get-UpdateProgress: this session watches while another is opened, asks, is closed and is seen gone.
    .DESCRIPTION
    The other session is known by its process (pid and start), or, where its process cannot be told, as the one remote shell of the bot
    that was not there before. When it is neither, sessionGone stays $null: not proven.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $data = @{ progress = $null; sessionGone = $null; sessionGoneReason = 'not-identified' }
    $watcher = @{ Context = $Context; Session = $Session }
    $before = @(Get-OwnShellId @watcher)
    $asker = Open-NodeSession -Context $Context
    try {
        Add-NodeProgress -Context $Context -Phase 'update'
        $data.progress = Read-NodePart -Context $Context -Session $asker -Name 'Get-IncidentUpdateProgress'
        $answer = $data.progress.value
        if ($data.progress.status -eq 'unavailable') { $data.progress.hint = Get-FailureHint -Case 'update' -Node $Context.node -EndpointName $Context.endpointName }
        $new = @(Get-OwnShellId @watcher | Where-Object { $before -notcontains $_ })
    }
    finally {
        $isClosed = Close-NodeSession -Session $asker
    }

    Add-NodeProgress -Context $Context -Phase 'closing'
    $identity = $null
    if ($null -ne $answer -and $null -ne $answer.processStartedAtUtc) {
        $identity = @{ ProcessId = $answer.processId; StartedAtUtc = $answer.processStartedAtUtc }
    }
    elseif ($new.Count -eq 1) { $identity = @{ RemoteShellId = $new[0] } }
    if (-not $isClosed) {
        $data.sessionGone = $false
        $data.sessionGoneReason = 'not-closed'
    }
    elseif ($null -ne $identity) {
        $seen = Wait-SessionGone @watcher -Identity $identity
        foreach ($key in $seen.Keys) { $data[$key] = $seen[$key] }
    }
    $data
}
