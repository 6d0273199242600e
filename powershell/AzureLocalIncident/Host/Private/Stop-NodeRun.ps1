function Stop-NodeRun {
    <#
    .SYNOPSIS
    Ends whatever is left of one node's run: its pipeline, its sessions, its runspace, but for a session that is kept.
    #>
    param([hashtable] $Run)

    if (-not $Run.pending.IsCompleted) { $null = $Run.shell.BeginStop($null, $null) }
    $kept = $Run.pending.IsCompleted ? $Run.context.keptSession : $null
    $closed = $true
    foreach ($session in @($Run.context.sessions)) {
        if ($session -eq $kept) { continue }
        if (-not (Close-NodeSession -Session $session)) { $closed = $false }
    }
    if ($null -ne $Run.result -and $null -eq $kept -and $Run.context.sessions.Count -gt 0) { $Run.result.sessionClosed = $closed }
    # To dispose of a pipeline that hangs would hang too; it ends with this process.
    if ($Run.pending.IsCompleted) {
        $Run.shell.Dispose()
        if ($null -ne $kept) { $script:KeptSessions[$Run.node] = @{ session = $kept; runspace = $Run.runspace } }
        else { $Run.runspace.Dispose() }
    }
}
