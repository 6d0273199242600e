# Makes the present PowerShell process a node of the simulated cluster: its COMPUTERNAME and LAB_CLUSTER_FOLDER are in the
# environment already. Afterwards every command a Windows node has and the bot uses is the lab's.
$global:PSModuleAutoLoadingPreference = 'None'
# No program of this machine is found by its name.
$env:PATH = ''
# What a node keeps below ProgramData it keeps beside the rest of its state, across its restarts.
$env:ProgramData = [IO.Path]::Combine($env:LAB_CLUSTER_FOLDER, 'nodes', $env:COMPUTERNAME, 'ProgramData')
$null = [IO.Directory]::CreateDirectory($env:ProgramData)
$lab = [IO.Path]::Combine($PSScriptRoot, 'modules')

# Two modules of one name would leave it open which one a qualified name means.
foreach ($folder in [IO.Directory]::GetDirectories($lab)) {
    $name = [IO.Path]::GetFileName($folder)
    if ($name -ne 'Microsoft.PowerShell.Utility') { Get-Module $name | Remove-Module -Force }
}

# A full pwsh has the language's small commands itself; the embedded engine gets them from its own stand-in and from the lab.
$standIn = [IO.Path]::Combine($PSHOME, 'Modules', 'StandIn', 'StandIn.psd1')
if ([IO.File]::Exists($standIn)) {
    Import-Module $standIn -Global
    Import-Module ([IO.Path]::Combine($lab, 'Microsoft.PowerShell.Utility', 'Microsoft.PowerShell.Utility.psm1')) -Global -DisableNameChecking
}
else { Import-Module Microsoft.PowerShell.Utility -Global }

Import-Module ([IO.Path]::Combine($lab, 'LabCluster', 'LabCluster.psm1')) -Global -DisableNameChecking
foreach ($folder in [IO.Directory]::GetDirectories($lab)) {
    $name = [IO.Path]::GetFileName($folder)
    if ($name -in 'LabCluster', 'Microsoft.PowerShell.Utility') { continue }
    Import-Module ([IO.Path]::Combine($folder, "$name.psm1")) -Global -DisableNameChecking
}
Assert-LabSafety
