function Invoke-InSession {
    <#
    .SYNOPSIS
    Runs one prepared pipeline in a remote session, at most until the node's deadline.
    .DESCRIPTION
    Any error the pipeline reports is thrown. A pipeline that does not end in time is asked to stop and left behind: the closing of
    its session is what ends it.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session, [scriptblock] $Prepare)

    $timeoutMs = Get-RemainingMs -Context $Context
    $call = [powershell]::Create()
    $call.Runspace = $Session.Runspace
    & $Prepare $call
    $pending = $call.BeginInvoke()
    if (-not $pending.AsyncWaitHandle.WaitOne($timeoutMs)) {
        $null = $call.BeginStop($null, $null)
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
