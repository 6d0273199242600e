function Write-NodeProgress {
    <#
    .SYNOPSIS
    Hands queued progress to the runner, when there is one.
    #>
    param([Collections.Concurrent.ConcurrentQueue[object]] $Progress)

    $isOffered = $null -ne $ExecutionContext.InvokeCommand.GetCommand('Write-OperationProgress', 'Function')
    $item = $null
    while ($Progress.TryDequeue([ref] $item)) { if ($isOffered) { Write-OperationProgress $item } }
}
