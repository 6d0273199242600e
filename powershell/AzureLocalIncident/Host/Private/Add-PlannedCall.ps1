function Add-PlannedCall {
    <#
    .SYNOPSIS
    Notes the calls that are about to go to the nodes, and ends the operation (error id CallPlanned) unless they only prepare a change.
    .DESCRIPTION
    Only while Get-StepCall plans. A note: node, role, endpoint ($null: a plain session), function, parameters.
    #>
    param([string[]] $Node, [hashtable] $Connection, [string] $Role, [string] $Work, [hashtable] $Arguments)

    $endpoint = $Connection.transport -eq 'factory' ? (Get-EndpointList)[$Role].Name : ($Connection.endpoints ?? @{})[$Role]
    $functions = $null -ne $Arguments.function ? @($Arguments.function) : @(Get-WorkFunction -Work $Work)
    foreach ($name in $Node) {
        foreach ($function in $functions) {
            $script:PlannedCalls.list.Add(@{ node = $name; role = $Role; endpoint = $endpoint; function = $function; parameters = $Arguments.parameters ?? @{} })
        }
    }
    if ($Role -ne 'Read' -or -not $script:PlannedCalls.readsAreSent) {
        throw (New-NodeFailure -Id 'CallPlanned' -Message 'Only planned: nothing was sent.')
    }
}
