function Resolve-NodeFailure {
    <#
    .SYNOPSIS
    Makes of the facts of an error what is told about a node or a part of it: unreachable, denied or unavailable, with a hint how to fix it.
    .PARAMETER Failure
    errorId, category, types (names of exception types), message.
    .PARAMETER IsTold
    See Get-FailureCase.
    .OUTPUTS
    Hashtable: status, errorId, message (capped; data, never to be interpreted), hint.
    #>
    param([Collections.IDictionary] $Failure, [string] $Node, [string] $EndpointName, [switch] $IsTold)

    $case = Get-FailureCase -ErrorId $Failure.errorId -Category $Failure.category -Types ([string]::Join(' ', @($Failure.types))) -IsTold:$IsTold
    $message = "$($Failure.message)"
    @{
        status  = @{ 'deadline' = 'unreachable'; 'unreachable' = 'unreachable'; 'unreachable-ssh' = 'unreachable'; 'denied-connection' = 'denied'; 'denied-command' = 'denied' }[$case] ?? 'unavailable'
        errorId = "$($Failure.errorId)"
        message = $message.Length -gt 500 ? $message.Substring(0, 500) : $message
        hint    = Get-FailureHint -Case $case -Node $Node -EndpointName $EndpointName
    }
}
