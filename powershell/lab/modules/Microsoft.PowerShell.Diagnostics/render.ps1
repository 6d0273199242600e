class EventProperty { $Value }

class EventRecord {
    [int]$Id
    [string]$ProviderName
    [string]$LogName
    [long]$RecordId
    [Nullable[datetime]]$TimeCreated
    [int]$Level
    [string]$LevelDisplayName
    [int]$ProcessId
    [string]$MachineName
    [string]$UserId
    [string]$Message
    [EventProperty[]]$Properties
    hidden [string]$text
    [string] ToXml() {
        if (-not $this.text) { throw [NotSupportedException]::new('The lab has no XML of this kind of record.') }
        return $this.text
    }
    [string] ToString() { return 'System.Diagnostics.Eventing.Reader.EventLogRecord' }
}

# Most texts of a record are the same in every record of its kind.
$script:plain = [System.Collections.Generic.Dictionary[string, EventProperty]]::new()

function ConvertTo-EventProperty([string]$text, [hashtable]$values) {
    $property = [EventProperty]::new()
    $property.Value = Format-LabText $text $values
    if (-not $text.Contains('<<')) { $script:plain[$text] = $property }
    $property
}

function ConvertTo-EventRecord($lab, $node, [Xml.XmlElement]$entry) {
    $kind = Get-LabRecordKind $entry.GetAttribute('k')
    $computer = "$($node.name).$($lab.domain)"
    $values = Get-LabRecordValue $computer $entry
    $record = [EventRecord]::new()
    $record.Id = $kind.id
    $record.ProviderName = $kind.provider
    $record.LogName = $kind.log
    $record.RecordId = [long]$entry.GetAttribute('n')
    $record.TimeCreated = ConvertTo-LabDateTime ([long]$entry['System']['TimeCreated'].GetAttribute('Ticks'))
    $record.Level = $kind.level
    $record.LevelDisplayName = switch ($kind.level) { 2 { 'Error' } 3 { 'Warning' } default { 'Information' } }
    $record.MachineName = $computer
    $record.Message = Format-LabText $kind.message $values
    $record.Properties = @(foreach ($text in $kind.properties) { if ($script:plain.ContainsKey($text)) { $script:plain[$text] } else { ConvertTo-EventProperty $text $values } })
    if ($kind.xml) {
        $record.ProcessId = [int]$values['<<0>>']
        $values['<<at>>'] = $record.TimeCreated.ToUniversalTime().ToString('o')
        $values['<<recordId>>'] = $record.RecordId
        $values['<<computer>>'] = $computer
        $record.text = Format-LabText $kind.xml $values
    }
    $record
}

# The data strings, added only when a query asks for them.
function Add-EventData($lab, $node, [Xml.XmlElement]$entry) {
    $values = Get-LabRecordValue "$($node.name).$($lab.domain)" $entry
    $data = $entry.AppendChild($entry.OwnerDocument.CreateElement('EventData'))
    foreach ($text in (Get-LabRecordKind $entry.GetAttribute('k')).properties) {
        $data.AppendChild($entry.OwnerDocument.CreateElement('Data')).InnerText = Format-LabText $text $values
    }
}

function Get-LogObject($node, [string[]]$patterns, $cmdlet) {
    foreach ($pattern in $patterns) {
        $found = @($node.logs | Where-Object { $_.name -like $pattern })
        if ($found.Count -eq 0) {
            Write-LabError $cmdlet (New-LabError 'NoMatchingLogsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' "There is not an event log on the simulated node that matches '$pattern'." 'ObjectNotFound' $pattern ([Exception]))
        }
        foreach ($log in $found) {
            $count = if ($log.oldestRecordId -eq 0) { 0 } else { $log.lastRecordId - $log.oldestRecordId + 1 }
            New-LabObject 'System.Diagnostics.Eventing.Reader.EventLogConfiguration' ([ordered]@{
                    LogName = $log.name; LogMode = 'Circular'; IsEnabled = $log.enabled; IsLogFull = $false; MaximumSizeInBytes = [long]20971520
                    FileSize = [long](69632 + $count * 2048); OldestRecordNumber = $log.oldestRecordId; RecordCount = [long]$count
                })
        }
    }
}
