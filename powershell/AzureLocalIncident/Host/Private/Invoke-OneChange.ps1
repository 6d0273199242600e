function Invoke-OneChange {
    <#
    .SYNOPSIS
    Runs one changing function on one node, through the change (or restart) endpoint, at most once.
    .DESCRIPTION
    Ticket (key, fence, notAfterUtc by the node's clock) goes with the call; the node refuses it when it is late, repeated or overtaken.
    Outcome: what the node reported; 'failed' with changed $false when the call never left or the node refused it before running it; else
    'unknown', because nobody can say whether it was done.
    .OUTPUTS
    Hashtable: checkedAtUtc, outcome, changed, reason, hint ($null unless the node refused the ticket), node (see New-NodeResult, with answer).
    #>
    param(
        [string] $Node, [hashtable] $Connection, [string] $Function, [hashtable] $Parameters, [int] $NodeDeadlineMs, [string] $Role = 'Change',
        [string] $Work = 'Invoke-NodeChange', [hashtable] $Ticket = @{}
    )

    # An SSH session is a full administrator shell: without a word of the configuration nothing is changed by it. Which mitigation that word
    # names is looked at before a step gets here; a plan (-WhatIf) changes nothing.
    if ($Connection.transport -eq 'ssh' -and @($Connection.mayChange | Where-Object { $_ }).Count -eq 0 -and -not $Parameters.WhatIf) {
        $refused = New-NodeResult -Node $Node
        $refused.status = 'denied'
        $refused.errorId = 'SshOnlyReads'
        $refused.hint = Get-FailureHint -Case 'ssh-only-reads' -Node $Node
        return @{
            checkedAtUtc = [DateTime]::UtcNow; outcome = 'failed'; changed = $false; reason = 'ssh-only-reads'; hint = $refused.hint
            node = Merge-NodeData -Result $refused -Key 'answer'
        }
    }
    $sent = [hashtable]::Synchronized(@{ value = $false })
    $ticketed = $Parameters.Clone()
    $names = @{ key = 'StepKey'; fence = 'Fence'; notAfterUtc = 'NotAfterUtc' }
    foreach ($name in $names.Keys) { if ($null -ne $Ticket -and $null -ne $Ticket[$name]) { $ticketed[$names[$name]] = $Ticket[$name] } }
    $arguments = @{ function = $Function; parameters = $ticketed; sent = $sent }
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role $Role -Work $Work -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    $result = Merge-NodeData -Result $results[0] -Key 'answer'
    $report = @{ checkedAtUtc = [DateTime]::UtcNow; outcome = 'unknown'; changed = $null; reason = 'no-answer'; hint = $null; node = $result }
    if ($null -ne $result.answer) {
        $report.outcome = $result.answer.outcome
        $report.changed = $result.answer.changed
        $report.reason = $result.answer.reason
        $report.hint = Get-TicketHint -Reason $report.reason -Node $Node
        # This call changed nothing; what the call before it did, nobody can say from here.
        if ($report.reason -eq 'already-begun') { $report.changed = $null }
        return $report
    }
    # These say that the function's body did not run.
    $notRun = @('ParameterArgumentValidationError', 'ParameterArgumentTransformationError', 'ParameterBindingFailed', 'CommandNotFoundException',
        'NamedParameterNotFound', 'AmbiguousParameterSet', 'MissingMandatoryParameter', 'ParameterArgumentValidationErrorEmptyStringNotAllowed')
    if (-not $sent.value -or $notRun -contains "$($result.errorId)".Split(',')[0]) {
        $report.outcome = 'failed'
        $report.changed = $false
        $report.reason = $sent.value ? 'refused-by-node' : 'not-sent'
    }
    $report
}
