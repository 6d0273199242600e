function Read-NodePart {
    <#
    .SYNOPSIS
    Calls one read-only node function and returns its answer with a status of its own.
    .DESCRIPTION
    A part that fails does not take the others with it, unless the session itself is lost: then the error is thrown.
    .OUTPUTS
    Hashtable: status, errorId, message, hint, value ($null unless status is ok).
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session, [string] $Name, [hashtable] $Parameters = @{})

    $part = @{ status = 'ok'; errorId = $null; message = $null; hint = $null; value = $null }
    try {
        $part.value = Invoke-NodeFunction -Context $Context -Session $Session -Name $Name -Parameters $Parameters
    }
    catch {
        $failure = ConvertTo-NodeFailure -ErrorRecord $_ -Node $Context.node -EndpointName $Context.endpointName
        if ($failure.status -eq 'unreachable') { throw }
        foreach ($key in $failure.Keys) { $part[$key] = $failure[$key] }
    }
    $part
}
