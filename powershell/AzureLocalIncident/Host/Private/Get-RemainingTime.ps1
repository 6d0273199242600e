function Get-RemainingTime {
    <#
    .SYNOPSIS
    Milliseconds left of a node's own deadline; throws DeadlinePassed when none is left.
    #>
    param([hashtable] $Context)

    $left = [int] [Math]::Floor($Context.deadline.Subtract([DateTime]::UtcNow).TotalMilliseconds)
    if ($left -le 0) { throw (New-NodeFailure -Id 'DeadlinePassed' -Message "$($Context.node) did not answer in time." -Category 'OperationTimeout') }
    $left
}
