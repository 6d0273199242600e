function Get-EndpointList {
    <#
    .SYNOPSIS
    Reads endpoints.psd1: endpoint name, functions and modules by role (Read, Change, Restart).
    .DESCRIPTION
    Data only: the file is parsed and its one hashtable is taken as constants; nothing in it is run.
    #>
    param([string] $Path = [IO.Path]::Combine($script:ModuleFolder, 'endpoints.psd1'))

    $tokens = $null
    $problems = $null
    $tree = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $problems)
    if ($problems.Count -gt 0) { throw "endpoints.psd1 cannot be read: $($problems[0].Message)" }
    $table = $tree.Find({ param($part) $part -is [Management.Automation.Language.HashtableAst] }, $false)
    $table.SafeGetValue()
}
