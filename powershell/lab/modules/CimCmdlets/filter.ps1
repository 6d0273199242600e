# WQL in the small: Name='x', Name="x", Id=5, Flag=True, Name LIKE 'a%', joined by and / or with brackets. A recursive descent over tokens.
$script:TOKEN = [regex]'\G\s*(?:(?<str>''(?:[^''\\]|\\.)*''|"(?:[^"\\]|\\.)*")|(?<num>\d+)|(?<op><>|!=|>=|<=|=|>|<|\(|\))|(?<word>\w+))'

# A filter that was asked for before, by its text.
$script:known = [Collections.Generic.Dictionary[string, object]]::new()

function Get-CimFilter([string]$filter) {
    if (-not $script:known.ContainsKey($filter)) { $script:known[$filter] = ConvertFrom-CimFilter $filter }
    $script:known[$filter]
}

function ConvertFrom-CimFilter([string]$filter) {
    $tokens = [Collections.Generic.Queue[object]]::new()
    $at = 0
    while ($filter.Substring($at).Trim().Length -gt 0) {
        $match = $script:TOKEN.Match($filter, $at)
        if (-not $match.Success) { throw (New-LabError 'HRESULT 0x80041017' "Invalid query: $filter" 'InvalidArgument' $filter) }
        $tokens.Enqueue($match)
        $at = $match.Index + $match.Length
    }
    $tree = Read-CimOr $tokens
    if ($tokens.Count -gt 0) { throw (New-LabError 'HRESULT 0x80041017' "Invalid query: $filter" 'InvalidArgument' $filter) }
    $tree
}

function Test-CimWord($tokens, [string]$word) { $tokens.Count -gt 0 -and $tokens.Peek().Groups['word'].Value -eq $word }

function Read-CimOr($tokens) {
    $left = Read-CimAnd $tokens
    while (Test-CimWord $tokens 'or') { [void]$tokens.Dequeue(); $left = @{ kind = 'or'; left = $left; right = Read-CimAnd $tokens } }
    $left
}

function Read-CimAnd($tokens) {
    $left = Read-CimTerm $tokens
    while (Test-CimWord $tokens 'and') { [void]$tokens.Dequeue(); $left = @{ kind = 'and'; left = $left; right = Read-CimTerm $tokens } }
    $left
}

function Read-CimTerm($tokens) {
    $first = $tokens.Dequeue()
    if ($first.Groups['op'].Value -eq '(') {
        $inner = Read-CimOr $tokens
        [void]$tokens.Dequeue()
        return $inner
    }
    $operator = $tokens.Dequeue()
    $value = $tokens.Dequeue()
    $text = if ($value.Groups['str'].Success) { $value.Groups['str'].Value.Substring(1, $value.Groups['str'].Length - 2) -replace '\\(.)', '$1' } else { $value.Value.Trim() }
    @{ kind = 'test'; name = $first.Groups['word'].Value; operator = $operator.Value.Trim(); value = $text }
}

function Test-CimFilter($tree, [Collections.Specialized.OrderedDictionary]$values) {
    if ($tree.kind -eq 'and') { return (Test-CimFilter $tree.left $values) -and (Test-CimFilter $tree.right $values) }
    if ($tree.kind -eq 'or') { return (Test-CimFilter $tree.left $values) -or (Test-CimFilter $tree.right $values) }
    $actual = [string]$values[$tree.name]
    switch ($tree.operator) {
        '=' { $actual -eq $tree.value }
        { $_ -in '<>', '!=' } { $actual -ne $tree.value }
        'like' { $actual -like ([WildcardPattern]::Escape($tree.value) -replace '%', '*' -replace '_', '?') }
        '>' { [long]$actual -gt [long]$tree.value }
        '<' { [long]$actual -lt [long]$tree.value }
        '>=' { [long]$actual -ge [long]$tree.value }
        '<=' { [long]$actual -le [long]$tree.value }
    }
}
