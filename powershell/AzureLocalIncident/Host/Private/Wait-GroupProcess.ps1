function Wait-GroupProcess {
    <#
    .SYNOPSIS
    Looks on one node for the process of a clustered service until it is as it should be, at most 30 s; the last look is the answer.
    .DESCRIPTION
    On the owner it should run in a process, on the node that owned the group before it should not. A service that crashes is caught
    between two crashes only by looking more than once.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    $isOwner = (Get-ShortName -Name $Context.node) -eq $wanted.owner
    $until = [DateTime]::UtcNow.AddSeconds(30)
    Add-NodeProgress -Context $Context -Phase 'process'
    while ($true) {
        $answer = Invoke-NodeFunction -Context $Context -Session $Session -Name 'Get-IncidentServiceState' -Parameters @{ Name = @($wanted.serviceName) }
        $service = @($answer.services)[0]
        $isRunning = $service.state -eq 'Running' -and $null -ne $service.processId
        $isGone = -not $service.installed -or $service.state -eq 'Stopped'
        if (($isOwner ? $isRunning : $isGone) -or [DateTime]::UtcNow -ge $until) { return @{ answer = $answer } }
        [Threading.Thread]::Sleep(250)
    }
}
