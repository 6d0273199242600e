function ConvertTo-NodePart {
    <#
    .SYNOPSIS
    Makes of one part of an answer that has several what Read-NodePart gives for a part that was asked alone.
    .PARAMETER Told
    value and failure, as Get-IncidentEvidence tells them. What is neither is no answer.
    #>
    param([hashtable] $Context, $Told, [string] $Name)

    $part = @{ status = 'ok'; errorId = $null; message = $null; hint = $null; value = $null }
    $failure = $Told.failure
    if ($null -eq $failure -and $Told.value -is [Collections.IDictionary]) {
        $part.value = $Told.value
        return $part
    }
    if ($failure -isnot [Collections.IDictionary]) {
        $failure = @{ errorId = 'UnexpectedAnswer'; category = 'InvalidResult'; types = @(); message = "$($Context.node) gave no single answer about $Name." }
    }
    $told = Resolve-NodeFailure -Failure $failure -Node $Context.node -EndpointName $Context.endpointName -IsTold
    foreach ($key in $told.Keys) { $part[$key] = $told[$key] }
    $part
}
