function Invoke-NodeChange {
    <#
    .SYNOPSIS
    Calls the one changing node function that Context.arguments names, once.
    .DESCRIPTION
    Marks the arguments before the call leaves: from then on a lost answer is 'unknown', never 'failed'.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    Add-NodeProgress -Context $Context -Phase 'acting'
    $wanted.sent.value = $true
    @{ answer = Invoke-NodeFunction -Context $Context -Session $Session -Name $wanted.function -Parameters $wanted.parameters }
}
