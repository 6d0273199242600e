function Invoke-NodeFunction {
    <#
    .SYNOPSIS
    Calls one node function by name with plain arguments and returns its one hashtable.
    .DESCRIPTION
    A command with parameters, no script text: that is all a NoLanguage session takes, and nothing in an argument can be evaluated.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session, [string] $Name, [hashtable] $Parameters = @{})

    $output = Invoke-InSession -Context $Context -Session $Session -Prepare {
        param($call)
        $null = $call.AddCommand($Name)
        foreach ($key in $Parameters.Keys) { $null = $call.AddParameter($key, $Parameters[$key]) }
    }
    $answers = @($output | Where-Object { $_ -is [Collections.IDictionary] })
    if ($answers.Count -ne 1) {
        throw (New-NodeFailure -Id 'UnexpectedAnswer' -Message "$Name on $($Context.node) gave $($answers.Count) answers and should give one.")
    }
    $answers[0]
}
