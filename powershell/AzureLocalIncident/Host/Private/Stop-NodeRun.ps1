function Stop-NodeRun {
    <#
    .SYNOPSIS
    Ends whatever is left of one node's run: its pipeline, its sessions, its runspace.
    #>
    param([hashtable] $Run)

    if (-not $Run.pending.IsCompleted) { $null = $Run.shell.BeginStop($null, $null) }
    $closed = $true
    foreach ($session in @($Run.context.sessions)) {
        if (-not (Close-NodeSession -Session $session)) { $closed = $false }
    }
    if ($null -ne $Run.result -and $Run.context.sessions.Count -gt 0) { $Run.result.sessionClosed = $closed }
    # To dispose of a pipeline that hangs would hang too; it ends with this process, which lives for one operation only.
    if ($Run.pending.IsCompleted) {
        $Run.shell.Dispose()
        $Run.runspace.Dispose()
    }
}
