# Queries become XPath over a small document of the log's records, so that "and", "or" and brackets mean what they mean in Windows.
# Windows knows only a subset of XPath: functions it does not know are refused here as well.

$script:LOGS = 'Application', 'System', 'Microsoft-Windows-CAPI2/Operational'
$script:HASH_KEYS = 'LogName', 'ProviderName', 'Path', 'Keywords', 'ID', 'Level', 'StartTime', 'EndTime', 'UserID', 'Data', 'SuppressHashFilter'

function Deny-Query($cmdlet, [string]$id, [string]$message, $target) {
    $cmdlet.ThrowTerminatingError((New-LabError "$id,Microsoft.PowerShell.Commands.GetWinEventCommand" $message 'InvalidArgument' $target ([Exception])))
}

function Test-LogName($cmdlet, [string]$name) {
    if ($script:LOGS -contains $name) { return }
    Deny-Query $cmdlet 'NoMatchingLogsFound' "There is not an event log on the simulated node that matches '$name'." $name
}

function ConvertFrom-FilterTable([hashtable]$table, $cmdlet) {
    $tests = [Collections.Generic.List[string]]::new()
    foreach ($key in $table.Keys) {
        if ($script:HASH_KEYS -notcontains $key) { Deny-Query $cmdlet 'NamedDataNotSupported' "The lab's Get-WinEvent knows no key '$key' in -FilterHashtable." $key }
        $values = @($table[$key])
        switch ($key) {
            'ID' { $tests.Add('(' + (@($values | ForEach-Object { "EventID=$([int]$_)" }) -join ' or ') + ')') }
            'Level' { $tests.Add('(' + (@($values | ForEach-Object { "Level=$([int]$_)" }) -join ' or ') + ')') }
            'ProviderName' { $tests.Add('Provider[' + (@($values | ForEach-Object { "@Name='$_'" }) -join ' or ') + ']') }
            'StartTime' { $tests.Add("TimeCreated[@Ticks >= $(ConvertFrom-LabDateTime ([datetime]$table[$key]))]") }
            'EndTime' { $tests.Add("TimeCreated[@Ticks <= $(ConvertFrom-LabDateTime ([datetime]$table[$key]))]") }
        }
    }
    $system = if ($tests.Count -gt 0) { "*[System[$($tests -join ' and ')]" + $(if ($table['Data']) { " and EventData[Data='$($table['Data'])']" }) + ']' } else { '*' }
    $logs = if ($table['LogName']) { @($table['LogName']) } else { $script:LOGS }
    foreach ($log in $logs) { Test-LogName $cmdlet $log; @{ log = [string]$log; xpath = $system } }
}

function ConvertFrom-FilterXml([xml]$query, $cmdlet) {
    foreach ($select in $query.SelectNodes('//Select')) {
        $log = if ($select.HasAttribute('Path')) { $select.GetAttribute('Path') } else { $select.ParentNode.GetAttribute('Path') }
        Test-LogName $cmdlet $log
        @{ log = $log; xpath = $select.InnerText.Trim() }
    }
}

# Times become numbers, because XPath 1.0 compares only those; timediff is Windows' own function.
$script:COMPARED_TIME = [regex]'@SystemTime\s*(?<op>>=|<=|>|<|=)\s*[''"](?<at>[^''"]+)[''"]'

# The texts are put together here: to have the expression call a block for each of them compiles that block anew every time.
function ConvertTo-PlainTime([string]$xpath) {
    $plain = [Text.StringBuilder]::new()
    $from = 0
    foreach ($match in $script:COMPARED_TIME.Matches($xpath)) {
        $at = [DateTimeOffset]::Parse($match.Groups['at'].Value, [cultureinfo]::InvariantCulture, 'AssumeUniversal').UtcDateTime
        [void]$plain.Append($xpath, $from, $match.Index - $from).Append("@Ticks $($match.Groups['op'].Value) $(ConvertFrom-LabDateTime $at)")
        $from = $match.Index + $match.Length
    }
    $plain.Append($xpath, $from, $xpath.Length - $from).ToString()
}

function ConvertTo-PlainXPath([string]$xpath, [long]$now, $cmdlet) {
    $plain = ConvertTo-PlainTime $xpath
    $plain = $plain -replace 'timediff\(\s*@SystemTime\s*\)', "($now - @Ticks)"
    if ($plain -match '\b(contains|starts-with|substring|string-length|not|translate|concat|count)\s*\(') {
        Deny-Query $cmdlet 'System.Diagnostics.Eventing.Reader.EventLogException' "The specified query is invalid: event logs know no function '$($Matches[1])'." $xpath
    }
    if (-not $plain.StartsWith('*')) { Deny-Query $cmdlet 'System.Diagnostics.Eventing.Reader.EventLogException' 'The specified query is invalid: it has to start with *.' $xpath }
    $plain
}

# The records of a log that match one of its selectors, newest first (or oldest first), at most as many as wanted.
function Find-Record($lab, $node, [string]$log, $selectors, [long]$limit, [bool]$oldest, $cmdlet) {
    $document = Read-LabRecord $node (Get-LabLog $node $log)
    $paths = @(foreach ($selector in $selectors) { ConvertTo-PlainXPath $selector.xpath $lab.advancedTo $cmdlet })
    if ($paths -match '\bData\b') {
        $document = $document.Clone()
        foreach ($entry in $document.DocumentElement.ChildNodes) { Add-EventData $lab $node $entry }
    }
    try { $found = $document.DocumentElement.SelectNodes("./$($paths -join ' | ./')") }
    catch [Xml.XPath.XPathException] { Deny-Query $cmdlet 'System.Diagnostics.Eventing.Reader.EventLogException' "The specified query is invalid: $($paths -join '; ')" $paths }
    $count = [Math]::Min($limit, $found.Count)
    for ($i = 0; $i -lt $count; $i++) { $found[$(if ($oldest) { $i } else { $found.Count - 1 - $i })] }
}

# Within a log the record id is the order; between logs it is the time.
function Merge-Record($records, [bool]$oldest) {
    $array = [object[]]@($records)
    $keys = [string[]]@(foreach ($entry in $array) { Get-RecordKey $entry })
    [Array]::Sort($keys, $array)
    if (-not $oldest) { [Array]::Reverse($array) }
    , $array
}

function Get-RecordKey([Xml.XmlElement]$entry) {
    '{0:d15}{1:d15}' -f [long]$entry['System']['TimeCreated'].GetAttribute('Ticks'), [long]$entry.GetAttribute('n')
}
