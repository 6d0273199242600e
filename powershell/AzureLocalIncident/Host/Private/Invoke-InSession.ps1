function Invoke-InSession {
    <#
    .SYNOPSIS
    Runs one prepared pipeline in a remote session, at most until the node's deadline.
    .DESCRIPTION
    Any error the pipeline reports is thrown. A pipeline that does not end in time is asked to stop and left behind: the closing of
    its session is what ends it.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session, [scriptblock] $Prepare)

    $null = Get-RemainingTime -Context $Context
    $call = [powershell]::Create()
    $call.Runspace = $Session.Runspace
    & $Prepare $call
    $pending = $call.BeginInvoke()
    while (-not $pending.AsyncWaitHandle.WaitOne(50)) {
        # A pipeline whose process died under it is not always told so.
        $isBroken = @('Closed', 'Broken') -contains "$($Session.Runspace.RunspaceStateInfo.State)"
        if (-not $isBroken -and [DateTime]::UtcNow -lt $Context.deadline) { continue }
        $null = $call.BeginStop($null, $null)
        if ($isBroken) { throw (New-NodeFailure -Id 'SessionBroken' -Message "The session to $($Context.node) ended." -Category 'ConnectionError') }
        throw (New-NodeFailure -Id 'DeadlinePassed' -Message "$($Context.node) did not answer in time." -Category 'OperationTimeout')
    }
    try {
        $output = $call.EndInvoke($pending)
        if ($call.Streams.Error.Count -gt 0) { throw $call.Streams.Error[0] }
        , @($output)
    }
    finally {
        $call.Dispose()
    }
}
