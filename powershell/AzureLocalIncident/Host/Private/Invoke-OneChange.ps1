function Invoke-OneChange {
    <#
    .SYNOPSIS
    Runs one changing function on one node, through the change (or restart) endpoint, at most once.
    .DESCRIPTION
    Outcome: what the node reported; 'failed' with changed $false when the call never left or the node refused it before running it; else
    'unknown', because nobody can say whether it was done.
    .OUTPUTS
    Hashtable: checkedAtUtc, outcome, changed, reason, node (see New-NodeResult, with answer).
    #>
    param(
        [string] $Node, [hashtable] $Connection, [string] $Function, [hashtable] $Parameters, [int] $NodeDeadlineMs, [string] $Role = 'Change',
        [string] $Work = 'Invoke-NodeChange'
    )

    $sent = [hashtable]::Synchronized(@{ value = $false })
    $arguments = @{ function = $Function; parameters = $Parameters; sent = $sent }
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role $Role -Work $Work -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    $result = Merge-NodeData -Result $results[0] -Key 'answer'
    $report = @{ checkedAtUtc = [DateTime]::UtcNow; outcome = 'unknown'; changed = $null; reason = 'no-answer'; node = $result }
    if ($null -ne $result.answer) {
        $report.outcome = $result.answer.outcome
        $report.changed = $result.answer.changed
        $report.reason = $result.answer.reason
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
