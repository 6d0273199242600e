function Get-Date {
    [CmdletBinding()] param([Parameter(Position = 0)][datetime]$Date, [string]$Format, [switch]$AsUTC)
    $moment = if ($PSBoundParameters.ContainsKey('Date')) { $Date } else { [datetime]::Now }
    if ($AsUTC) { $moment = $moment.ToUniversalTime() }
    if ($Format) { $moment.ToString($Format, [cultureinfo]::InvariantCulture) } else { $moment }
}

function New-Object {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][string]$TypeName, [Parameter(Position = 1)][object[]]$ArgumentList, [Collections.IDictionary]$Property)
    if ($TypeName -in 'psobject', 'pscustomobject', 'System.Management.Automation.PSObject') { $object = [pscustomobject]@{} }
    else { $object = [Activator]::CreateInstance([type]$TypeName, $ArgumentList) }
    foreach ($key in $Property.Keys) {
        if ($object.psobject.Properties[$key]) { $object.$key = $Property[$key] } else { $object.psobject.Properties.Add([psnoteproperty]::new($key, $Property[$key])) }
    }
    $object
}

# Plain data only: what System.Text.Json makes of dictionaries, lists and values. Objects become their properties, down to the depth.
function ConvertTo-Json {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][AllowNull()][object]$InputObject, [int]$Depth = 2, [switch]$Compress)
    $options = [System.Text.Json.JsonSerializerOptions]::new()
    $options.WriteIndented = -not $Compress
    [System.Text.Json.JsonSerializer]::Serialize((ConvertTo-PlainValue $InputObject $Depth), [object], $options)
}

function ConvertTo-PlainValue($value, [int]$depth) {
    if ($null -eq $value) { return $null }
    $base = $value.psobject.BaseObject
    if ($base -is [string] -or $base -is [ValueType]) { return $(if ($base -is [enum]) { [int]$base } else { $base }) }
    if ($depth -lt 0) { return [string]$value }
    if ($base -is [Collections.IDictionary]) {
        $result = [Collections.Generic.Dictionary[string, object]]::new()
        foreach ($key in $base.Keys) { $result[[string]$key] = ConvertTo-PlainValue $base[$key] ($depth - 1) }
        return , $result
    }
    if ($base -is [Collections.IEnumerable]) {
        $list = [Collections.Generic.List[object]]::new()
        foreach ($item in $base) { $list.Add((ConvertTo-PlainValue $item ($depth - 1))) }
        return , $list
    }
    $result = [Collections.Generic.Dictionary[string, object]]::new()
    foreach ($property in $value.psobject.Properties) { $result[$property.Name] = ConvertTo-PlainValue $property.Value ($depth - 1) }
    , $result
}
