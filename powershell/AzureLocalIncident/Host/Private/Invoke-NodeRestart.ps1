function Invoke-NodeRestart {
    <#
    .SYNOPSIS
    Calls the restart function that Context.arguments names, once, and keeps its answer when the session breaks afterwards.
    .DESCRIPTION
    The node answers first and restarts then, so a broken session after the answer is expected. An error that the node itself reports after
    its answer is the restart's: then the answer says 'failed', restart-refused.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    Add-NodeProgress -Context $Context -Phase 'acting'
    $null = Get-RemainingTime -Context $Context
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $call = [powershell]::Create()
    $call.Runspace = $Session.Runspace
    $null = $call.AddCommand($wanted.function)
    foreach ($key in $wanted.parameters.Keys) { $null = $call.AddParameter($key, $wanted.parameters[$key]) }
    $wanted.sent.value = $true
    $problem = $null
    try {
        $pending = $call.BeginInvoke($nothing, $output)
        while (-not $pending.AsyncWaitHandle.WaitOne(50)) {
            if (@('Closed', 'Broken') -contains "$($Session.Runspace.RunspaceStateInfo.State)") { throw (New-NodeFailure -Id 'SessionBroken' -Message "The session to $($Context.node) ended." -Category 'ConnectionError') }
            $null = Get-RemainingTime -Context $Context
        }
        $null = $call.EndInvoke($pending)
        if ($call.Streams.Error.Count -gt 0) { $problem = $call.Streams.Error[0] }
    }
    catch { $problem = $_ }

    $answers = @($output | Where-Object { $_ -is [Collections.IDictionary] })
    if ($answers.Count -eq 0) {
        if ($null -ne $problem) { throw $problem }
        throw (New-NodeFailure -Id 'UnexpectedAnswer' -Message "$($wanted.function) on $($Context.node) gave no answer.")
    }
    $answer = $answers[0]
    if ($null -ne $problem) {
        $failure = ConvertTo-NodeFailure -ErrorRecord $problem -Node $Context.node -EndpointName $Context.endpointName
        if ($failure.status -ne 'unreachable') {
            $answer.outcome = 'failed'
            $answer.reason = 'restart-refused'
            $answer.errorId = $failure.errorId
        }
    }
    @{ answer = $answer }
}
