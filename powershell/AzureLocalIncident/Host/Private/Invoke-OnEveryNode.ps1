function Invoke-OnEveryNode {
    <#
    .SYNOPSIS
    Runs one piece of work on all nodes at once and returns one result per node, in the order of the nodes.
    .DESCRIPTION
    Each node has a runspace, a session and a deadline of its own, the opening of the session included: a slow or dead node delays no
    other and hides nothing. What is still running shortly after its deadline is stopped, its sessions are closed, and it is reported
    as unreachable (DeadlinePassed).
    #>
    param([string[]] $Node, [hashtable] $Connection, [string] $Role, [string] $Work, [hashtable] $Arguments = @{}, [int] $NodeDeadlineMs)

    $progress = [Collections.Concurrent.ConcurrentQueue[object]]::new()
    $runs = @(foreach ($name in $Node) {
            Start-NodeRun -Node $name -Connection $Connection -Role $Role -Work $Work -Arguments $Arguments -NodeDeadlineMs $NodeDeadlineMs -Progress $progress
        })
    try {
        while (@($runs | Where-Object { $null -eq $_.result }).Count -gt 0) {
            [Threading.Thread]::Sleep(20)
            foreach ($run in $runs) { if ($null -eq $run.result) { Receive-NodeRun -Run $run } }
            Write-NodeProgress -Progress $progress
        }
        , @($runs | ForEach-Object { $_.result })
    }
    finally {
        foreach ($run in $runs) { Stop-NodeRun -Run $run }
        Write-NodeProgress -Progress $progress
    }
}
