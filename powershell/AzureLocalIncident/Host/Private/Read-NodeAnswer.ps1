function Read-NodeAnswer {
    <#
    .SYNOPSIS
    Calls the one read-only node function that Context.arguments names and returns its answer.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    @{ answer = Invoke-NodeFunction -Context $Context -Session $Session -Name $wanted.function -Parameters $wanted.parameters }
}
