<#
.SYNOPSIS
Runs one allowed operation of the bot-host modules and reports its result as one line.

.DESCRIPTION
The bot starts a fresh PowerShell for each operation that changes something, or one for several that only read, and sends one constant
line for each operation that calls this script. Everything that varies is in the payload: base64 of a JSON object

    { "operation": "Name", "parameters": { ... }, "modules": [ "/absolute/path.psd1", ... ] }

The operation must be an advanced function, with [CmdletBinding()], that one of the modules exports. Its parameters are
splatted by name: JSON objects arrive as ordered dictionaries, arrays as arrays, whole numbers as int or long, other
numbers as double, dates stay text.

Lines written to stdout, each of its own: ##<nonce>:P:<base64 JSON> for progress and ##<nonce>:R:<base64 JSON> for the
single result, which is one of

    { "started": true,  "ok": true,  "value": ... }
    { "started": true,  "ok": false, "error": { "id": ..., "message": ... } }
    { "started": false, "reason": ... }

The value is what the function put out: null for nothing, the object itself for one, an array for several (put out a list
by the unary comma, or as a property of one object). Dates are written as ISO 8601 text in UTC, enums by name, whole
numbers beyond 2^53 as text, time spans and other types as their text. No result line at all means that the outcome is
unknown; so does a result that cannot be written (too deep, or with a secret in it).

An operation reports progress by Write-OperationProgress, a function this script defines for all modules.
#>
param(
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9+/=]+$')] [string] $Payload,
    [Parameter(Mandatory)] [ValidatePattern('^[0-9a-f]{32}$')] [string] $Nonce
)

# Modules see the global preferences, not those of this script.
$global:ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
$null = [System.Reflection.Assembly]::Load('System.Text.Json')

function ConvertFrom-JsonElement {
    <#
    .SYNOPSIS
    Turns a System.Text.Json element into dictionaries, arrays and plain values.
    #>
    param([System.Text.Json.JsonElement] $Element)
    switch ($Element.ValueKind) {
        'Object' {
            $dictionary = [ordered]@{}
            foreach ($property in $Element.EnumerateObject()) {
                # Add refuses a second name that differs by case only; an assignment would lose one of them.
                $dictionary.Add($property.Name, (ConvertFrom-JsonElement $property.Value))
            }
            return $dictionary
        }
        'Array' {
            $items = [System.Collections.Generic.List[object]]::new()
            foreach ($item in $Element.EnumerateArray()) {
                $items.Add((ConvertFrom-JsonElement $item))
            }
            return , $items.ToArray()
        }
        'String' { return $Element.GetString() }
        'Number' { return ConvertFrom-JsonNumber $Element }
        'True' { return $true }
        'False' { return $false }
        default { return $null }
    }
}

function ConvertFrom-JsonNumber {
    <#
    .SYNOPSIS
    Gives the smallest of int, long and double that holds the number.
    #>
    param([System.Text.Json.JsonElement] $Element)
    $int = 0
    $long = [long] 0
    if ($Element.TryGetInt32([ref] $int)) { return $int }
    if ($Element.TryGetInt64([ref] $long)) { return $long }
    return $Element.GetDouble()
}

function Write-JsonValue {
    <#
    .SYNOPSIS
    Writes one value and everything in it.
    #>
    param([System.Text.Json.Utf8JsonWriter] $Writer, $Value, [int] $Depth)
    if ($Depth -gt 32) { throw 'The result is nested deeper than 32 levels.' }
    if ($null -eq $Value -or $Value -is [System.DBNull]) { $Writer.WriteNullValue(); return }
    if ($Value -is [string] -or $Value -is [char]) { $Writer.WriteStringValue([string] $Value); return }
    if ($Value -is [bool] -or $Value -is [switch]) { $Writer.WriteBooleanValue([bool] $Value); return }
    if ($Value -is [enum]) { $Writer.WriteStringValue($Value.ToString()); return }
    if ($Value -is [System.IConvertible] -and $Value -isnot [datetime]) { Write-JsonNumber $Writer $Value; return }
    if ($Value -is [System.Collections.IDictionary]) {
        $Writer.WriteStartObject()
        foreach ($entry in $Value.GetEnumerator()) {
            $Writer.WritePropertyName([string] $entry.Key)
            # Most values of a long result are texts; a call for each of them would cost more than all the rest of it.
            if ($entry.Value -is [string]) { $Writer.WriteStringValue([string] $entry.Value) } else { Write-JsonValue $Writer $entry.Value ($Depth + 1) }
        }
        $Writer.WriteEndObject()
        return
    }
    if ($Value -is [byte[]]) { $Writer.WriteBase64StringValue($Value); return }
    if ($Value -is [System.Collections.IEnumerable]) {
        $Writer.WriteStartArray()
        foreach ($item in $Value) {
            if ($item -is [string]) { $Writer.WriteStringValue([string] $item) } else { Write-JsonValue $Writer $item ($Depth + 1) }
        }
        $Writer.WriteEndArray()
        return
    }
    if ($Value -is [System.Management.Automation.PSCustomObject]) {
        $Writer.WriteStartObject()
        foreach ($property in $Value.PSObject.Properties) {
            $Writer.WritePropertyName($property.Name)
            Write-JsonValue $Writer $property.Value ($Depth + 1)
        }
        $Writer.WriteEndObject()
        return
    }
    if ($Value -is [securestring] -or $Value -is [pscredential]) { throw 'A secret is not put into a result.' }
    $Writer.WriteStringValue((ConvertTo-PlainText $Value))
}

function Write-JsonNumber {
    <#
    .SYNOPSIS
    Writes a number. NaN and infinity become null; a whole number the bot could only read rounded becomes text.
    #>
    param([System.Text.Json.Utf8JsonWriter] $Writer, $Value)
    if ($Value -is [double] -or $Value -is [single]) {
        if ([double]::IsFinite($Value)) { $Writer.WriteNumberValue([double] $Value) } else { $Writer.WriteNullValue() }
        return
    }
    # An enum from a remote session arrives as a number that still knows its name.
    if ($Value.PSObject.TypeNames -contains 'Deserialized.System.Enum') { $Writer.WriteStringValue($Value.ToString()); return }
    if ([Math]::Abs([decimal] $Value) -gt 9007199254740991) { $Writer.WriteStringValue([string] $Value); return }
    $Writer.WriteNumberValue([decimal] $Value)
}

function ConvertTo-PlainText {
    <#
    .SYNOPSIS
    Gives dates as ISO 8601 in UTC with full precision, anything else as its invariant text.
    #>
    param($Value)
    if ($Value -is [datetime]) { return $Value.ToUniversalTime().ToString('o') }
    if ($Value -is [System.DateTimeOffset]) { return $Value.UtcDateTime.ToString('o') }
    return [string] $Value
}

function ConvertTo-JsonLine {
    <#
    .SYNOPSIS
    Gives base64 of the UTF-8 JSON of a value.
    #>
    param($Value)
    $stream = [System.IO.MemoryStream]::new()
    $writer = [System.Text.Json.Utf8JsonWriter]::new($stream)
    Write-JsonValue $writer $Value 0
    $writer.Flush()
    return [Convert]::ToBase64String($stream.GetBuffer(), 0, [int] $stream.Length)
}

function Send-ProtocolLine {
    <#
    .SYNOPSIS
    Writes one line of the protocol in one piece, on a line of its own whatever was written before.
    #>
    param([ValidateSet('P', 'R')] [string] $Kind, $Value)
    $line = ConvertTo-JsonLine $Value
    [Console]::Out.Write("`n##${Nonce}:${Kind}:${line}`n")
    [Console]::Out.Flush()
}

# Modules cannot see this script's functions, so the one they may call carries what it needs; an earlier operation of this process left its own.
Microsoft.PowerShell.Core\Get-Module -Name OperationProgress | Microsoft.PowerShell.Core\Remove-Module -Force
$sendProgress = {
    param($Value)
    Send-ProtocolLine -Kind P -Value $Value
}
Microsoft.PowerShell.Core\New-Module -Name OperationProgress -ArgumentList $sendProgress -ScriptBlock {
    param($Send)
    function Write-OperationProgress {
        <#
        .SYNOPSIS
        Reports progress of the running operation to the bot at once.
        .PARAMETER Progress
        A dictionary or object with plain values.
        #>
        param([Parameter(Mandatory, Position = 0)] $Progress)
        & $Send $Progress
    }
} | Microsoft.PowerShell.Core\Import-Module -Global

function Resolve-Operation {
    <#
    .SYNOPSIS
    Imports the modules and gives the exported function that was asked for.
    #>
    param([string] $Name, [string[]] $Modules)
    foreach ($path in $Modules) {
        $module = Microsoft.PowerShell.Core\Import-Module -Name $path -PassThru -DisableNameChecking
        $function = $null
        if ($module.ExportedFunctions.TryGetValue($Name, [ref] $function)) {
            if ($function.CmdletBinding) { return $function }
            throw "The function '$Name' has no [CmdletBinding()]: it would ignore parameters it does not know."
        }
    }
    throw "No module of the bot exports a function '$Name'."
}

$function = $null
try {
    $json = [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Payload))
    $request = ConvertFrom-JsonElement ([System.Text.Json.JsonDocument]::Parse($json).RootElement)
    $parameters = $request.parameters
    $function = Resolve-Operation -Name $request.operation -Modules $request.modules
}
catch {
    Send-ProtocolLine -Kind R -Value @{ started = $false; reason = $_.Exception.Message }
    return
}

$result = try {
    $output = @(& $function @parameters)
    $value = switch ($output.Count) { 0 { $null } 1 { , $output[0] } default { , $output } }
    @{ started = $true; ok = $true; value = $value }
}
catch {
    @{ started = $true; ok = $false; error = @{ id = $_.FullyQualifiedErrorId; message = $_.Exception.Message } }
}
Send-ProtocolLine -Kind R -Value $result
