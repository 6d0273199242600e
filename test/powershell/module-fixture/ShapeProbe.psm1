# Reads the product's own files as data, for tests.
$script:root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '../../../powershell/AzureLocalIncident'))

function Read-DataFile {
    param([string] $Path)
    $tree = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $null)
    $tree.Find({ param($part) $part -is [Management.Automation.Language.HashtableAst] }, $false).SafeGetValue()
}

function Get-ModuleShape {
    [CmdletBinding()] param([string] $Manifest)
    $path = [IO.Path]::Combine($script:root, $Manifest)
    $null = Test-ModuleManifest -Path $path -ErrorAction Stop
    $module = Import-Module -Name $path -PassThru -Scope Local
    @{
        exported = @($module.ExportedCommands.Keys)
        helped   = @($module.ExportedFunctions.Values | Where-Object { $_.ScriptBlock.Ast.GetHelpContent().Synopsis } | ForEach-Object { $_.Name })
        kinds    = @($module.ExportedCommands.Values | ForEach-Object { "$($_.CommandType)" })
    }
}

function New-JeaSample {
    [CmdletBinding()] param([string] $OutputPath, [hashtable] $Groups)
    & ([IO.Path]::Combine($script:root, 'Jea', 'New-JeaFile.ps1')) -OutputPath $OutputPath @Groups
    $files = [ordered]@{}
    foreach ($file in [IO.Directory]::GetFiles($OutputPath, '*', 'AllDirectories')) {
        if ($file -match '\.ps[rs]c$') { $files[[IO.Path]::GetFileName($file)] = Read-DataFile $file }
    }
    @{
        endpoints = Read-DataFile ([IO.Path]::Combine($script:root, 'endpoints.psd1'))
        files     = $files
        module    = @((Import-Module ([IO.Path]::Combine($OutputPath, 'AzureLocalIncidentNode', 'AzureLocalIncidentNode.psd1')) -PassThru -Scope Local).ExportedCommands.Keys)
    }
}
# The parameters of each role's functions that take text: function and parameter.
function Get-TextParameter {
    [CmdletBinding()] param()
    $endpoints = Read-DataFile ([IO.Path]::Combine($script:root, 'endpoints.psd1'))
    $answer = @{}
    foreach ($role in $endpoints.Keys) {
        $answer[$role] = @(foreach ($name in $endpoints[$role].Functions) {
                $tree = [Management.Automation.Language.Parser]::ParseFile([IO.Path]::Combine($script:root, 'Node', "$name.ps1"), [ref] $null, [ref] $null)
                $function = $tree.Find({ param($part) $part -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)
                foreach ($parameter in $function.Body.ParamBlock.Parameters) {
                    if ($parameter.StaticType -in [string], [string[]]) { @{ function = $name; parameter = $parameter.Name.VariablePath.UserPath } }
                }
            })
    }
    $answer
}
# Whether each of these versions of PowerShell tears SSH options into words.
function Get-SplittingVersion {
    [CmdletBinding()] param([string[]] $Versions)
    $product = Import-Module ([IO.Path]::Combine($script:root, 'AzureLocalIncident.psd1')) -PassThru
    , @($Versions | Where-Object { & $product { param($version) Test-SplitsSshOption -Version $version } $_ })
}
Export-ModuleMember -Function 'Get-SplittingVersion', 'Get-TextParameter', 'Get-ModuleShape', 'New-JeaSample'
