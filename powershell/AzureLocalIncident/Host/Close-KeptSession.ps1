function Close-KeptSession {
    <#
    .SYNOPSIS
    Closes every session that this process kept for its next operation.
    .DESCRIPTION
    The bot calls it before it ends a process that ran several read-only operations. A process that dies without it leaves its sessions to
    the nodes, which end them after IdleTimeout.
    .OUTPUTS
    Hashtable: closed, the number of sessions.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $kept = @($script:KeptSessions.Values)
    $script:KeptSessions.Clear()
    foreach ($one in $kept) {
        $null = Close-NodeSession -Session $one.session
        $one.runspace.Dispose()
    }
    @{ closed = $kept.Count }
}
