<#
.SYNOPSIS
Runs PSScriptAnalyzer over all our PowerShell scripts. Exit code 1 when it finds something, 3 when it is not there.
#>
$ErrorActionPreference = 'Stop'
$analyser = Get-Module -ListAvailable -Name PSScriptAnalyzer | Sort-Object -Property Version -Descending | Select-Object -First 1
if (-not $analyser) { exit 3 }
Import-Module -ModuleInfo $analyser

$root = [IO.Path]::GetDirectoryName($PSScriptRoot)
$settings = [ordered]@{
    'powershell/AzureLocalIncident/Node/' = 'powershell/PSScriptAnalyzerNodeSettings.psd1'
    'powershell/capture/'                 = 'powershell/PSScriptAnalyzerNodeSettings.psd1'
    'powershell/lab/'                     = 'powershell/lab/PSScriptAnalyzerSettings.psd1'
    'test/'                               = 'powershell/lab/PSScriptAnalyzerSettings.psd1'
    ''                                    = 'powershell/PSScriptAnalyzerSettings.psd1'
}
$files = foreach ($folder in 'bench', 'powershell', 'scripts', 'test') {
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($root, $folder), '*.ps*1', 'AllDirectories')) {
        $name = [IO.Path]::GetRelativePath($root, $file).Replace('\', '/')
        # Build output below the engine host is not ours.
        if ($name -match '\.ps[md]?1$' -and $name -notmatch '/(bin|obj|node_modules)/') { $name }
    }
}
$found = 0
foreach ($name in $files) {
    $chosen = foreach ($start in $settings.Keys) { if ($name.StartsWith($start)) { $settings[$start]; break } }
    foreach ($fault in Invoke-ScriptAnalyzer -Path ([IO.Path]::Combine($root, $name)) -Settings ([IO.Path]::Combine($root, $chosen))) {
        # A file is read without the one that defines its types.
        if ($fault.RuleName -eq 'TypeNotFound') { continue }
        $found++
        [Console]::Out.WriteLine("${name}:$($fault.Line): $($fault.Severity) $($fault.RuleName): $($fault.Message)")
    }
}
[Console]::Out.WriteLine("PSScriptAnalyzer $($analyser.Version): $found findings in $(@($files).Count) files")
exit [int] ($found -gt 0)
