function Get-StepCall {
    <#
    .SYNOPSIS
    Tells which node functions the given steps would call now, on which node, through which endpoint and with which parameters. Calls none that changes.
    .DESCRIPTION
    Each step is the operation itself, run up to the moment where its call would leave, and no further: so what is told cannot differ from what a
    real run does. Reading calls that come before a change (may this node take the group?) are made; a step that only reads is not begun.
    .PARAMETER Steps
    One dictionary for each step: operation (a function of this module) and parameters.
    .OUTPUTS
    Hashtable: checkedAtUtc, steps; for each step calls (see Add-PlannedCall), refused (why the operation ends before its change, or $null),
    errorId and message (why it cannot be called at all, or $null).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [AllowEmptyCollection()]
        [ValidateCount(0, 400)]
        [object[]] $Steps
    )

    $ErrorActionPreference = 'Stop'
    $operations = $ExecutionContext.SessionState.Module.ExportedFunctions
    $told = @(foreach ($step in $Steps) {
            $report = @{ calls = @(); refused = $null; errorId = $null; message = $null }
            $calls = [Collections.Generic.List[object]]::new()
            try {
                $operation = $null
                if (-not $operations.TryGetValue($step.operation, [ref] $operation)) {
                    throw (New-NodeFailure -Id 'OperationUnknown' -Message "This module has no operation '$($step.operation)'.")
                }
                $arguments = $step.parameters
                $script:PlannedCalls = @{ list = $calls; readsAreSent = $operation.Parameters.ContainsKey('WhatIf') }
                $report.refused = (& $operation @arguments).reason
            }
            catch {
                if ($_.FullyQualifiedErrorId -notlike 'CallPlanned*') {
                    $report.errorId = $_.FullyQualifiedErrorId
                    $report.message = $_.Exception.Message
                }
            }
            finally {
                $script:PlannedCalls = $null
            }
            $report.calls = $calls.ToArray()
            $report
        })
    @{ checkedAtUtc = [DateTime]::UtcNow; steps = $told }
}
