# Event records: written as short lines (record id, time, kind, arguments), rendered with the corpus's texts only when they are read.

$script:recordKinds = [System.Collections.Generic.Dictionary[string, object]]::new()
$script:recordPatterns = [System.Collections.Generic.Dictionary[string, regex]]::new()
$script:recordDocuments = @{}
$script:recordElements = [System.Collections.Generic.Dictionary[string, string]]::new()
# What a log holds before the oldest records are forgotten; a measurement with tens of thousands of records says that it holds more.
$script:KEPT_CHARACTERS = if ($env:LAB_LOG_CHARACTERS) { [int]$env:LAB_LOG_CHARACTERS } else { 200000 }

class LabRecordKind {
    [string]$provider
    [int]$id
    [int]$level
    [string]$log
    [string]$message
    [string[]]$properties
    # The whole record, where somebody reads more of it than its data strings; its first argument then is the process that wrote it.
    [string]$xml
}

# Windows writes a slash of a log's name as %4 into that of its file.
function Get-LabLogFile([LabNode]$Node, [LabLog]$Log) { "$($Node.name).$($Log.name.Replace('/', '%4')).tsv" }

foreach ($entry in [System.Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, 'record-kinds.json'))).RootElement.EnumerateObject()) {
    $script:recordKinds[$entry.Name] = [System.Text.Json.JsonSerializer]::Deserialize($entry.Value.GetRawText(), [LabRecordKind], $script:json)
    $kind = $script:recordKinds[$entry.Name]
    $script:recordPatterns[$entry.Name] = [regex]::new("(?m)^(\d+)\t(\d+)\t$($entry.Name)\t(.*)$")
    $script:recordElements[$entry.Name] = "<Event n='`$1' k='$($entry.Name)' a='`$3'><System><Provider Name='$($kind.provider)'/><EventID>$($kind.id)</EventID><Level>$($kind.level)</Level><EventRecordID>`$1</EventRecordID><TimeCreated Ticks='`$2'/><Channel>$($kind.log)</Channel></System></Event>"
}

<# Writes one record of a kind into the log it belongs to on the node, with the log's next record id. #>
function Add-LabRecord([LabNode]$Node, [string]$Kind, [long]$At, $Arguments) {
    $log = Get-LabLog $Node $script:recordKinds[$Kind].log
    if (-not $log.enabled) { return }
    $log.lastRecordId += 1
    if ($log.oldestRecordId -eq 0) { $log.oldestRecordId = $log.lastRecordId }
    $script:pending.Add((Get-LabLogFile $Node $log), "$($log.lastRecordId)`t$At`t$Kind`t$($Arguments -join '|')")
}

function Get-LabLog([LabNode]$Node, [string]$Name) {
    foreach ($log in $Node.logs) { if ($log.name -eq $Name) { return $log } }
}

# Who writes to a log does so before the state tells of it. So a text belongs to the state that was read without the lock when its newest record is
# the one that the state tells of, nobody puts another cluster there, and the state is still the same.
function Assert-LabLogWhole([LabLog]$Log, [string]$Text) {
    $newest = if ($Text.Length -gt 1) { $Text.Substring($Text.LastIndexOf("`n", $Text.Length - 2) + 1).Split("`t")[0] } else { '' }
    $told = if ($Log.oldestRecordId -ne 0) { [string]$Log.lastRecordId } else { '' }
    $isWhole = $newest -eq $told -and ($newest -eq '' -or $Text.EndsWith("`n")) -and (Get-LabFault $script:folder).Length -eq 0
    if (-not $isWhole -or -not (Test-LabStateKept $script:folder)) { Assert-LabLock }
}

<#
The records of one log as an XML document, oldest first: what queries look at. Element Event has n (record id), k (kind) and a
(arguments); its System part has what a query can name. Nobody may change it: as long as the log is the same, so is the document. The log is
circular: beyond its size the oldest records are forgotten.
#>
function Read-LabRecord([LabNode]$Node, [LabLog]$Log) {
    $path = [IO.Path]::Combine($script:folder, 'events', (Get-LabLogFile $Node $Log))
    $text = if ([IO.File]::Exists($path)) { [IO.File]::ReadAllText($path) } else { '' }
    if ($script:unlocked) { Assert-LabLogWhole $Log $text }
    if ($text.Length -gt $script:KEPT_CHARACTERS) {
        Assert-LabLock
        $text = $text.Substring($text.IndexOf("`n", $text.Length - [int]($script:KEPT_CHARACTERS / 2)) + 1)
        [IO.File]::WriteAllText("$path.new", $text)
        [IO.File]::Move("$path.new", $path, $true)
    }
    $Log.oldestRecordId = if ($text.Length -gt 0) { [long]$text.Substring(0, $text.IndexOf("`t")) } else { 0 }
    $known = $script:recordDocuments[$path]
    if ($null -ne $known -and [string]::Equals($known.text, $text)) { return , $known.document }
    $elements = $text
    foreach ($name in $script:recordKinds.Keys) { $elements = $script:recordPatterns[$name].Replace($elements, $script:recordElements[$name]) }
    $document = [xml]::new()
    $document.LoadXml("<Events>$elements</Events>")
    $script:recordDocuments[$path] = @{ text = $text; document = $document }
    , $document
}

<# A log was cleared: its records are gone, the ids go on, and the System log says who did it. #>
function Clear-LabLog([LabNode]$Node, [LabLog]$Log, [string]$User, [long]$At) {
    $file = Get-LabLogFile $Node $Log
    [void]$script:pending.records.Remove($file)
    [IO.File]::Delete([IO.Path]::Combine($script:pending.folder, 'events', $file))
    $Log.oldestRecordId = 0
    Add-LabRecord $Node 'log-cleared' $At @($Log.name, $User)
}

<# The placeholders of a record's texts with its values. #>
function Get-LabRecordValue([string]$Computer, [System.Xml.XmlElement]$Entry) {
    $values = @{}
    $arguments = $Entry.GetAttribute('a').Split('|')
    for ($i = 0; $i -lt $arguments.Length; $i++) { $values["<<$i>>"] = $arguments[$i] }
    if ($Entry.GetAttribute('k').EndsWith('application-error')) {
        $values['<<processIdHex>>'] = ([int]$arguments[0]).ToString('x')
        $values['<<processStartHex>>'] = '0' + [DateTimeOffset]::FromUnixTimeMilliseconds([long]$arguments[1] + $script:skewMs).ToFileTime().ToString('x')
        $hash = [Security.Cryptography.MD5]::HashData([Text.Encoding]::UTF8.GetBytes("$Computer/$($Entry.GetAttribute('n'))/$($Entry.GetAttribute('a'))"))
        $values['<<reportId>>'] = [guid]::new($hash).ToString()
    }
    $values
}

function Format-LabText([string]$Text, [hashtable]$Values) {
    if (-not $Text.Contains('<<')) { return $Text }
    foreach ($key in $Values.Keys) { $Text = $Text.Replace($key, [string]$Values[$key]) }
    $Text
}

function Get-LabRecordKind([string]$Kind) { $script:recordKinds[$Kind] }
