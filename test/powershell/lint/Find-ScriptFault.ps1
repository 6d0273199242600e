<#
.SYNOPSIS
Finds what the house rules forbid in PowerShell files, by their syntax trees.
.DESCRIPTION
Writes one line for each fault: path, line, rule and detail, parted by tabs.
.PARAMETER ListPath
A text file with one absolute path per line. A line that starts with "node:" names a file of node-side functions, which run
on Windows PowerShell 5.1 in a restricted session and have rules of their own. One that starts with "lab:" belongs to the
lab, whose commands carry the real commands' names and are described by the contract instead of by help.
#>
param([Parameter(Mandatory)] [string] $ListPath)

# The aliases of Windows PowerShell 5.1 and PowerShell 7, because the embedded engine knows only some of them.
$aliases = @(
    '%', '?', 'ac', 'asnp', 'cat', 'cd', 'cfs', 'chdir', 'clc', 'clear', 'clhy', 'cli', 'clp', 'cls', 'clv', 'cnsn', 'compare', 'copy', 'cp',
    'cpi', 'cpp', 'curl', 'cvpa', 'dbp', 'del', 'diff', 'dir', 'dnsn', 'ebp', 'echo', 'epal', 'epcsv', 'epsn', 'erase', 'etsn', 'exsn', 'fc',
    'fhx', 'fl', 'foreach', 'ft', 'fw', 'gal', 'gbp', 'gc', 'gcb', 'gci', 'gcim', 'gcm', 'gcs', 'gdr', 'gerr', 'ghy', 'gi', 'gin', 'gjb', 'gl',
    'gm', 'gmo', 'gp', 'gps', 'gpv', 'group', 'gsn', 'gsnp', 'gsv', 'gtz', 'gu', 'gv', 'gwmi', 'h', 'history', 'icim', 'icm', 'iex', 'ihy', 'ii',
    'ipal', 'ipcsv', 'ipmo', 'ipsn', 'irm', 'ise', 'iwmi', 'iwr', 'kill', 'lp', 'ls', 'man', 'md', 'measure', 'mi', 'mount', 'move', 'mp', 'mv',
    'nal', 'ndr', 'ni', 'nmo', 'npssc', 'nsn', 'nv', 'ogv', 'oh', 'popd', 'ps', 'pushd', 'pwd', 'r', 'rbp', 'rcjb', 'rcsn', 'rd', 'rdr', 'ren',
    'ri', 'rjb', 'rm', 'rmdir', 'rmo', 'rni', 'rnp', 'rp', 'rsn', 'rsnp', 'rujb', 'rv', 'rvpa', 'rwmi', 'sajb', 'sal', 'saps', 'sasv', 'sbp',
    'sc', 'scim', 'select', 'set', 'shcm', 'si', 'sl', 'sleep', 'sls', 'sort', 'sp', 'spjb', 'spps', 'spsv', 'start', 'stz', 'sujb', 'sv',
    'swmi', 'tee', 'trcm', 'type', 'wget', 'where', 'wjb', 'write'
)
$verbs = foreach ($name in 'Common', 'Communications', 'Data', 'Diagnostic', 'Lifecycle', 'Other', 'Security') {
    ([type] "System.Management.Automation.Verbs$name").GetFields() | ForEach-Object { $_.Name }
}
$namesWithReservedVerbs = 'Sort-Object', 'Where-Object', 'ForEach-Object', 'Tee-Object'
$processType = '^(System\.)?Diagnostics\.Process(StartInfo)?$'
$commandShape = '^([\w.]+\\)?[A-Za-z]+-\w+$'

function Write-Fault {
    <#
    .SYNOPSIS
    Tells one fault.
    #>
    param([string] $Path, $Extent, [string] $Rule, [string] $Detail)
    [Console]::Out.WriteLine("$Path`t$($Extent.StartLineNumber)`t$Rule`t$($Detail -replace '\s+', ' ')")
}

function Find-FunctionFault {
    <#
    .SYNOPSIS
    Looks at names and help of functions.
    #>
    param([string] $Path, $Tree, [bool] $IsLab)
    foreach ($function in $Tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) {
        if ($function.Parent -is [System.Management.Automation.Language.FunctionMemberAst]) { continue }
        $name = $function.Name -replace '^\w+:', ''
        $verb, $noun = $name -split '-', 2
        $isRealName = $IsLab -and $name -in $namesWithReservedVerbs
        if (-not $isRealName -and (-not $noun -or $verb -cnotin $verbs)) { Write-Fault $Path $function.Extent 'verb' $name }
        if (-not $IsLab -and -not $function.GetHelpContent().Synopsis) { Write-Fault $Path $function.Extent 'help' $name }
    }
}

function Find-UnusedParameter {
    <#
    .SYNOPSIS
    Looks for parameters that nothing in their function or script block uses, blocks within it included.
    #>
    param([string] $Path, $Tree)
    foreach ($parameter in $Tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.ParameterAst] }, $true)) {
        $body = $parameter.Parent.Parent
        if ($parameter.Parent -is [System.Management.Automation.Language.FunctionDefinitionAst]) { $body = $parameter.Parent.Body }
        $names = $parameter.Name.VariablePath.UserPath, 'PSBoundParameters'
        $uses = $body.FindAll({
                param($node)
                $node -is [System.Management.Automation.Language.VariableExpressionAst] -and $node.VariablePath.UserPath -in $names -and
                $node.Parent -isnot [System.Management.Automation.Language.ParameterAst]
            }, $true)
        if (@($uses).Count -eq 0) { Write-Fault $Path $parameter.Extent 'unused parameter' $names[0] }
    }
}

function Test-LocalBlock {
    <#
    .SYNOPSIS
    True for a script block, and for a variable to which this file assigns nothing but script blocks.
    #>
    param($Element, $Tree)
    if ($Element -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return $true }
    if ($Element -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return $false }
    $variable = $Element.VariablePath.UserPath
    $assigned = @($Tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.AssignmentStatementAst] }, $true) |
            Where-Object { $_.Left.VariablePath.UserPath -eq $variable })
    $blocks = @($assigned | Where-Object { $_.Right.Expression -is [System.Management.Automation.Language.ScriptBlockExpressionAst] })
    return $assigned.Count -gt 0 -and $assigned.Count -eq $blocks.Count
}

function Find-CommandFault {
    <#
    .SYNOPSIS
    Looks at the commands that are called.
    #>
    param([string] $Path, $Tree, [bool] $IsNodeSide)
    foreach ($command in $Tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
        $name = $command.GetCommandName()
        $plain = $name -replace '^.*\\', ''
        if ($plain -in $aliases) { Write-Fault $Path $command.Extent 'alias' $name }
        if ($plain -in 'Invoke-Expression', 'iex') { Write-Fault $Path $command.Extent 'evaluation' $name }
        if (-not $IsNodeSide) { continue }
        # The file that only loads the function files does so by dot-sourcing.
        if ($Path.EndsWith('.psm1') -and $command.InvocationOperator -eq 'Dot') { continue }
        if ((-not $name -and -not (Test-LocalBlock $command.CommandElements[0] $Tree)) -or ($name -and $name -notmatch $commandShape) -or $plain -eq 'Start-Process') {
            Write-Fault $Path $command.Extent 'native program' $command.Extent.Text
        }
        foreach ($element in $command.CommandElements) {
            $isParallel = $element -is [System.Management.Automation.Language.CommandParameterAst] -and $element.ParameterName -eq 'Parallel'
            if ($isParallel) { Write-Fault $Path $element.Extent 'newer syntax' $element.Extent.Text }
        }
    }
}

function Find-NodeSideFault {
    <#
    .SYNOPSIS
    Looks for what Windows PowerShell 5.1 does not know and what a node-side function must not do.
    #>
    param([string] $Path, $Tree)
    $rules = [ordered]@{
        'newer syntax' = {
            param($node)
            $node -is [System.Management.Automation.Language.TernaryExpressionAst] -or
            $node -is [System.Management.Automation.Language.PipelineChainAst] -or
            ($node -is [System.Management.Automation.Language.BinaryExpressionAst] -and $node.Operator -eq 'QuestionQuestion') -or
            ($node -is [System.Management.Automation.Language.AssignmentStatementAst] -and $node.Operator -eq 'QuestionQuestionEquals') -or
            ($node -is [System.Management.Automation.Language.MemberExpressionAst] -and $node.NullConditional) -or
            ($node -is [System.Management.Automation.Language.IndexExpressionAst] -and $node.NullConditional) -or
            ($node -is [System.Management.Automation.Language.ScriptBlockAst] -and $null -ne $node.CleanBlock) -or
            ($node -is [System.Management.Automation.Language.PipelineAst] -and $node.Background)
        }
        'process type' = {
            param($node)
            ($node -is [System.Management.Automation.Language.TypeExpressionAst] -and $node.TypeName.FullName -match $processType) -or
            ($node -is [System.Management.Automation.Language.TypeConstraintAst] -and $node.TypeName.FullName -match $processType) -or
            ($node -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $node.Value -match $processType)
        }
        'evaluation'   = {
            param($node)
            $node -is [System.Management.Automation.Language.InvokeMemberExpressionAst] -and
            (($node.Member.Value -in 'AddScript', 'InvokeScript', 'ExpandString', 'NewScriptBlock') -or
                ($node.Member.Value -eq 'Create' -and $node.Expression.TypeName.Name -in 'scriptblock', 'System.Management.Automation.ScriptBlock'))
        }
    }
    foreach ($rule in $rules.Keys) {
        foreach ($found in $Tree.FindAll($rules[$rule], $true)) { Write-Fault $Path $found.Extent $rule $found.Extent.Text }
    }
    # Windows PowerShell reads a file without byte order mark in the machine's code page.
    if ($Tree.Extent.Text -match '[^\x00-\x7F]') { Write-Fault $Path $Tree.Extent 'not ASCII' $Matches[0] }
}

foreach ($line in [System.IO.File]::ReadAllLines($ListPath)) {
    $path = $line -replace '^(node|lab):', ''
    $isNodeSide = $line.StartsWith('node:')
    $isLab = $line.StartsWith('lab:')
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($path, [ref] $tokens, [ref] $errors)
    # Only a class can miss a type while it is parsed; here it is parsed without the file that defines the type.
    foreach ($problem in $errors | Where-Object { $_.ErrorId -ne 'TypeNotFound' }) { Write-Fault $path $problem.Extent 'syntax' $problem.Message }
    Find-FunctionFault $path $tree $isLab
    Find-CommandFault $path $tree $isNodeSide
    if (-not $isLab) { Find-UnusedParameter $path $tree }
    if ($isNodeSide) { Find-NodeSideFault $path $tree }
}
