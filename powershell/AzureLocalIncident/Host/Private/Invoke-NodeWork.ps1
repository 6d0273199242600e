function Invoke-NodeWork {
    <#
    .SYNOPSIS
    Runs one piece of work on one node: session, clock, work, close. Never throws.
    .DESCRIPTION
    Runs in a runspace of its own. Context.work names one of the Read-/Invoke- functions of this folder; what it returns becomes 'data'.
    #>
    param([hashtable] $Context)

    $result = New-NodeResult -Node $Context.node
    $session = $null
    try {
        Add-NodeProgress -Context $Context -Phase 'connecting'
        $kept = Resume-KeptSession -Context $Context
        $session = $kept ? $kept.session : (Open-NodeSession -Context $Context)
        Add-NodeProgress -Context $Context -Phase 'connected'
        $clock = $kept ? $kept.clock : (Read-NodeClock -Context $Context -Session $session)
        foreach ($key in $clock.Keys) { $result[$key] = $clock[$key] }
        $Context['skewMs'] = $result.skewMs
        $result.data = & $Context.work -Context $Context -Session $session
        $result.checkedAtUtc = [DateTime]::UtcNow
    }
    catch {
        $failure = ConvertTo-NodeFailure -ErrorRecord $_ -Node $Context.node -EndpointName $Context.endpointName
        foreach ($key in $failure.Keys) { $result[$key] = $failure[$key] }
    }
    finally {
        Add-NodeProgress -Context $Context -Phase ($result.status -eq 'ok' ? 'answered' : $result.status)
        $Context.keptSession = $null
        if ($Context.keeps -and $result.status -eq 'ok') { $Context.keptSession = $session }
        elseif ($null -ne $session) { $result.sessionClosed = Close-NodeSession -Session $session }
    }
    $result
}
