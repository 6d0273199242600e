function Close-NodeSession {
    <#
    .SYNOPSIS
    Closes a session and tells whether it was seen closed.
    .DESCRIPTION
    The close is asked for without waiting and then watched, so that a node that no longer answers costs no more than the wait.
    #>
    param([Management.Automation.Runspaces.PSSession] $Session, [int] $WaitMs = 5000)

    $runspace = $Session.Runspace
    $ended = @('Closed', 'Broken')
    try {
        if ($ended -notcontains "$($runspace.RunspaceStateInfo.State)") { $runspace.CloseAsync() }
    }
    catch {
        # Closing already, by the other side or by us: the state below decides.
        $null = $_
    }
    $until = [DateTime]::UtcNow.AddMilliseconds($WaitMs)
    while ($ended -notcontains "$($runspace.RunspaceStateInfo.State)") {
        if ([DateTime]::UtcNow -ge $until) { return $false }
        [Threading.Thread]::Sleep(20)
    }
    Remove-PSSession -Session $Session -ErrorAction Ignore
    $true
}
