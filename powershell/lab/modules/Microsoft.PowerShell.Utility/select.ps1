# A property is a name or a table with Name and Expression.
function Get-Value($object, $property) {
    if ($property -is [hashtable]) { return ForEach-Object -InputObject $object -Process $property.Expression }
    $object.$property
}

function Select-Object {
    [CmdletBinding()] param(
        [Parameter(ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0)][object[]]$Property,
        [string]$ExpandProperty, [int]$First = -1, [int]$Last = -1, [int]$Skip = 0, [switch]$Unique)
    begin { $all = [Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        $from = [Math]::Min($Skip, $all.Count)
        $kept = $all.GetRange($from, $all.Count - $from)
        if ($Last -ge 0) { $kept = $kept.GetRange([Math]::Max(0, $kept.Count - $Last), [Math]::Min($Last, $kept.Count)) }
        if ($First -ge 0) { $kept = $kept.GetRange(0, [Math]::Min($First, $kept.Count)) }
        $seen = [Collections.Generic.HashSet[string]]::new()
        foreach ($object in $kept) {
            $result = $object
            if ($Property) {
                $values = [ordered]@{}
                foreach ($one in $Property) { $values[$(if ($one -is [hashtable]) { $one.Name } else { [string]$one })] = Get-Value $object $one }
                $result = [pscustomobject]$values
            }
            if ($ExpandProperty) { $result = $object.$ExpandProperty }
            if ($Unique -and -not $seen.Add([string]$result)) { continue }
            $result
        }
    }
}

function Format-List {
    [CmdletBinding()] param([Parameter(ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0)][object[]]$Property, [switch]$Force)
    process {
        foreach ($value in $InputObject.psobject.Properties) { "$($value.Name) : $($value.Value)" }
    }
}
