function Get-WorkFunction {
    <#
    .SYNOPSIS
    Names the node functions that a piece of work calls by a constant name, as its own text says.
    #>
    param([string] $Work)

    $text = $ExecutionContext.InvokeCommand.GetCommand($Work, 'Function').ScriptBlock.Ast
    $calls = $text.FindAll({
            param($part)
            $part -is [Management.Automation.Language.CommandAst] -and @('Invoke-NodeFunction', 'Read-NodePart') -contains $part.GetCommandName()
        }, $true)
    foreach ($call in $calls) {
        foreach ($element in $call.CommandElements) {
            if ($element -is [Management.Automation.Language.StringConstantExpressionAst] -and $element.Value -match '\A[A-Z][a-z]+-Incident') { $element.Value }
        }
    }
}
