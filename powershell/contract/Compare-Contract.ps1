<#
.SYNOPSIS
Compares what the contract says of external commands with the real modules of this machine: names, kinds, parameters, their types, values of enums.
.DESCRIPTION
Writes one line for each difference: kind (absent, kind, parameter, type, enum), module, name, detail, parted by tabs; exit code 1 when there is one.
A module that is not here is an absent one. Runs in Windows PowerShell 5.1, where the nodes run their functions, and in PowerShell 7. It reads only:
no command of a module is called.
.PARAMETER ContractFolder
Folder of the contract files.
.PARAMETER Module
Names of the modules to compare; each has a contract file of that name.
.EXAMPLE
powershell.exe -NoProfile -File .\Compare-Contract.ps1 -ContractFolder . -Module FailoverClusters, Storage, Hyper-V
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateNotNullOrEmpty()]
    [string] $ContractFolder,

    [Parameter(Mandatory = $true)]
    [ValidateNotNullOrEmpty()]
    [string[]] $Module
)

$ErrorActionPreference = 'Stop'
$script:Differences = 0

function Write-Difference {
    <#
    .SYNOPSIS
    Tells one difference.
    #>
    param([string] $Kind, [string] $Module, [string] $Name, [string] $Detail)

    $script:Differences++
    [Console]::Out.WriteLine("$Kind`t$Module`t$Name`t$Detail")
}

function Read-Contract {
    <#
    .SYNOPSIS
    Reads one contract file into dictionaries, with what either edition brings.
    #>
    param([string] $Path)

    $text = [IO.File]::ReadAllText($Path)
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        $null = [Reflection.Assembly]::LoadWithPartialName('System.Web.Extensions')
        $serializer = [Activator]::CreateInstance([type] 'System.Web.Script.Serialization.JavaScriptSerializer')
        return $serializer.DeserializeObject($text)
    }
    $null = [Reflection.Assembly]::Load('System.Text.Json')
    ConvertFrom-Element -Element ([System.Text.Json.JsonDocument]::Parse($text).RootElement)
}

function ConvertFrom-Element {
    <#
    .SYNOPSIS
    Turns a JSON object into a dictionary, everything deeper too; other values into what they are.
    #>
    param($Element)

    switch ("$($Element.ValueKind)") {
        'Object' {
            $table = @{}
            foreach ($property in $Element.EnumerateObject()) { $table[$property.Name] = ConvertFrom-Element -Element $property.Value }
            return $table
        }
        'Array' { return , @(foreach ($one in $Element.EnumerateArray()) { ConvertFrom-Element -Element $one }) }
        'Number' { return $Element.GetInt64() }
        'String' { return $Element.GetString() }
        default { return "$($Element.ValueKind)" -eq 'True' }
    }
}

function Compare-Command {
    <#
    .SYNOPSIS
    Compares the parameters of one command. A parameter of type PSObject takes anything, so its type is not compared. A function of a module
    does not see its caller's preferences, a cmdlet does: what the contract says of that is compared too.
    #>
    param([string] $Module, [string] $Name, $Wanted, [string] $Kind)

    # What the runbook refuses to call need not be there.
    if ($Wanted['refused']) { return }
    $real = Get-Command -Name "$Module\$Name" -ErrorAction SilentlyContinue
    if ($null -eq $real) {
        Write-Difference -Kind 'absent' -Module $Module -Name $Name -Detail 'the module has no such command'
        return
    }
    $isKind = $Kind -eq '' -or $Kind -eq "$($real.CommandType)s"
    if (-not $isKind) { Write-Difference -Kind 'kind' -Module $Module -Name $Name -Detail "is a $("$($real.CommandType)".ToLowerInvariant()), the contract says $Kind" }
    $parameters = $Wanted['parameters']
    if ($null -eq $parameters) { return }
    foreach ($key in @($parameters.Keys)) {
        if (-not $real.Parameters.ContainsKey($key)) {
            Write-Difference -Kind 'parameter' -Module $Module -Name $Name -Detail "has no parameter $key"
            continue
        }
        $type = $real.Parameters[$key].ParameterType.Name
        $said = "$($parameters[$key])"
        if ($type -ne $said -and $said -notlike 'PSObject*') { Write-Difference -Kind 'type' -Module $Module -Name $Name -Detail "$key is $type, the contract says $said" }
    }
}

function Compare-Enum {
    <#
    .SYNOPSIS
    Compares the values of one enum with the loaded type of that name. Values the contract does not name are no difference.
    #>
    param([string] $Module, [string] $Name, $Wanted)

    $types = @(foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            # An assembly of which a part is missing still gives the types it could load.
            try { $all = $assembly.GetTypes() } catch { $all = $_.Exception.GetBaseException().Types }
            foreach ($type in $all) { if ($null -ne $type -and $type.IsEnum -and $type.Name -eq $Name) { $type } }
        })
    if ($types.Count -eq 0) {
        Write-Difference -Kind 'enum' -Module $Module -Name $Name -Detail 'no loaded type has this name'
        return
    }
    $values = $Wanted['values']
    $agreeing = @(foreach ($type in $types) {
            $wrong = @(foreach ($key in @($values.Keys)) {
                    $isThere = [Enum]::GetNames($type) -ccontains $key
                    if (-not $isThere -or [long] [Convert]::ChangeType([Enum]::Parse($type, $key), [long]) -ne [long] $values[$key]) { $key }
                })
            if ($wrong.Count -eq 0) { $type }
        })
    if ($agreeing.Count -eq 0) { Write-Difference -Kind 'enum' -Module $Module -Name $Name -Detail "other values than the contract says: $($wrong -join ', ')" }
}

foreach ($one in $Module) {
    $contract = Read-Contract -Path ([IO.Path]::Combine($ContractFolder, "$one.json"))
    try { Import-Module -Name $one -ErrorAction Stop }
    catch {
        Write-Difference -Kind 'absent' -Module $one -Name $one -Detail $_.Exception.Message
        continue
    }
    foreach ($name in @($contract['commands'].Keys)) { Compare-Command -Module $one -Name $name -Wanted $contract['commands'][$name] -Kind "$($contract['kind'])" }
    foreach ($name in @($contract['enums'].Keys)) { Compare-Enum -Module $one -Name $name -Wanted $contract['enums'][$name] }
}
[Console]::Out.WriteLine("$script:Differences differences")
if ($script:Differences -gt 0) { exit 1 }
