function Resume-KeptSession {
    <#
    .SYNOPSIS
    Gives the kept session of a node and the clock it answered with; a session that does not answer soon is closed, and nothing comes back.
    .DESCRIPTION
    A connection that broke while nobody used it says so only when it is used, or never. That must cost the node its session, not the
    whole time it has to answer.
    .OUTPUTS
    Hashtable: session, clock (see Read-NodeClock); or nothing.
    #>
    param([hashtable] $Context)

    $session = $Context.keptSession
    if ($null -eq $session) { return }
    $soon = @{ node = $Context.node; deadline = [DateTime]::UtcNow.AddSeconds(5) }
    if ($soon.deadline -gt $Context.deadline) { $soon.deadline = $Context.deadline }
    try {
        $clock = Read-NodeClock -Context $soon -Session $session
        $null = $Context.sessions.Add($session)
        return @{ session = $session; clock = $clock }
    }
    catch {
        $Context.keptSession = $null
        $null = Close-NodeSession -Session $session
    }
}
