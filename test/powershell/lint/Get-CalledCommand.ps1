<#
.SYNOPSIS
Lists the commands that PowerShell files call by name, by their syntax trees.
.DESCRIPTION
Writes one line for each call: path, line, name and the names of its parameters with blanks between, parted by tabs; and before them one line
for each cmdlet of the engine itself: a star, zero and its name.
.PARAMETER ListPath
A text file with one absolute path per line.
#>
param([Parameter(Mandatory)] [string] $ListPath)

foreach ($command in Get-Command -Module Microsoft.PowerShell.Core -CommandType Cmdlet) { [Console]::Out.WriteLine("*`t0`t$($command.Name)") }
foreach ($path in [System.IO.File]::ReadAllLines($ListPath)) {
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($path, [ref] $tokens, [ref] $errors)
    foreach ($call in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
        $name = $call.GetCommandName()
        $parameters = @(foreach ($element in $call.CommandElements) { if ($element -is [System.Management.Automation.Language.CommandParameterAst]) { $element.ParameterName } })
        if ($name) { [Console]::Out.WriteLine("$path`t$($call.Extent.StartLineNumber)`t$name`t$([string]::Join(' ', $parameters))") }
    }
}
