function ConvertTo-NodeFailure {
    <#
    .SYNOPSIS
    Classifies the error of a call to a node; see Resolve-NodeFailure for what comes out.
    #>
    param([Management.Automation.ErrorRecord] $ErrorRecord, [string] $Node, [string] $EndpointName)

    $record = $ErrorRecord
    $exception = $record.Exception
    $typeNames = [Collections.ArrayList]::new()
    while ($null -ne $exception) {
        $null = $typeNames.Add($exception.GetType().FullName)
        if ($exception -is [Management.Automation.RemoteException] -and $null -ne $exception.SerializedRemoteException) {
            foreach ($name in $exception.SerializedRemoteException.PSObject.TypeNames) { $null = $typeNames.Add("$name") }
        }
        # What the node reported is inside; around it is only how the call was made.
        if ($exception -is [Management.Automation.RemoteException] -and $null -ne $exception.ErrorRecord) { $record = $exception.ErrorRecord }
        $exception = $exception.InnerException
    }
    $failure = @{
        errorId = $record.FullyQualifiedErrorId; category = "$($record.CategoryInfo.Category)"; types = $typeNames; message = $record.Exception.Message
    }
    Resolve-NodeFailure -Failure $failure -Node $Node -EndpointName $EndpointName
}
