function Resume-KeptSession {
    <#
    .SYNOPSIS
    Gives the kept session of a node after it was seen to answer; one that does not answer soon is closed, and nothing comes back.
    .DESCRIPTION
    A connection that broke while nobody used it says so only when it is used, or never. That must cost the node its session, not the
    whole time it has to answer.
    #>
    param([hashtable] $Context)

    $session = $Context.keptSession
    if ($null -eq $session) { return }
    $soon = @{ node = $Context.node; deadline = [DateTime]::UtcNow.AddSeconds(5) }
    if ($soon.deadline -gt $Context.deadline) { $soon.deadline = $Context.deadline }
    try {
        $null = Invoke-NodeFunction -Context $soon -Session $session -Name 'Get-IncidentClock'
        $null = $Context.sessions.Add($session)
        return $session
    }
    catch {
        $Context.keptSession = $null
        $null = Close-NodeSession -Session $session
    }
}
