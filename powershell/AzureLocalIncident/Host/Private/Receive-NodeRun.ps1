function Receive-NodeRun {
    <#
    .SYNOPSIS
    Takes the result of one node if it is there, or gives the node up when it is past its deadline.
    #>
    param([hashtable] $Run)

    # The work keeps its deadline by itself; the second more is for one that hangs where it cannot look at the clock.
    $isLate = [DateTime]::UtcNow -ge $Run.context.deadline.AddMilliseconds(1000)
    if (-not $Run.pending.IsCompleted -and -not $isLate) { return }

    $result = New-NodeResult -Node $Run.node
    try {
        if ($Run.pending.IsCompleted) {
            $Run.result = @($Run.shell.EndInvoke($Run.pending))[-1]
            return
        }
        $Run.abandoned = $true
        throw (New-NodeFailure -Id 'DeadlinePassed' -Message "$($Run.node) did not answer in time." -Category 'OperationTimeout')
    }
    catch {
        $failure = ConvertTo-NodeFailure -ErrorRecord $_ -Node $Run.node -EndpointName $Run.context.endpointName
        foreach ($key in $failure.Keys) { $result[$key] = $failure[$key] }
        $Run.result = $result
    }
}
