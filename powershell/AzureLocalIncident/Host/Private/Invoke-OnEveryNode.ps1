function Invoke-OnEveryNode {
    <#
    .SYNOPSIS
    Runs one piece of work on all nodes at once and returns one result per node, in the order of the nodes.
    .DESCRIPTION
    Each node has a runspace, a session and a deadline of its own, the opening of the session included: a slow or dead node delays no
    other and hides nothing. What is still running shortly after its deadline is stopped, its sessions are closed, and it is reported
    as unreachable (DeadlinePassed). The only way to a node: while Get-StepCall plans, no change gets past here.
    #>
    param([string[]] $Node, [hashtable] $Connection, [string] $Role, [string] $Work, [hashtable] $Arguments = @{}, [int] $NodeDeadlineMs)

    if ($null -ne $script:PlannedCalls) { Add-PlannedCall -Node $Node -Connection $Connection -Role $Role -Work $Work -Arguments $Arguments }
    $progress = [Collections.Concurrent.ConcurrentQueue[object]]::new()
    $runs = @(foreach ($name in $Node) {
            Start-NodeRun -Node $name -Connection $Connection -Role $Role -Work $Work -Arguments $Arguments -NodeDeadlineMs $NodeDeadlineMs -Progress $progress
        })
    try {
        while ($true) {
            $waiting = @(foreach ($run in $runs) { if ($null -eq $run.result) { $run } })
            if ($waiting.Count -eq 0) { break }
            # Until one is done, or long enough for progress to be told and deadlines to be looked at.
            $null = [Threading.WaitHandle]::WaitAny([Threading.WaitHandle[]] @(foreach ($run in $waiting) { $run.pending.AsyncWaitHandle }), 250)
            foreach ($run in $waiting) { Receive-NodeRun -Run $run }
            Write-NodeProgress -Progress $progress
        }
        , @($runs | ForEach-Object { $_.result })
    }
    finally {
        foreach ($run in $runs) { Stop-NodeRun -Run $run }
        Write-NodeProgress -Progress $progress
    }
}
