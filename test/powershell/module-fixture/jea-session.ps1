<#
.SYNOPSIS
Opens a session by the generated JEA files, on a node of the lab, and tells as JSON what it offers, refuses and answers.
.DESCRIPTION
What a node does when somebody connects to a registered endpoint, but for the connection: the session configuration is read, roles are looked
up, modules are imported, everything else is hidden. Needs a full PowerShell.
.PARAMETER Role
Read, Change or Restart.
.PARAMETER Member
Whether who connects is in the endpoint's group.
.PARAMETER Folder
For the JEA files; made when it is not there.
.PARAMETER LabFolder
Folder of the lab's scripts.
.PARAMETER Calls
JSON: functions to call, each with its parameters.
#>
param(
    [Parameter(Mandatory)] [string] $Role,
    [Parameter(Mandatory)] [string] $Member,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $LabFolder,
    [Parameter(Mandatory)] [string] $Calls
)
$ErrorActionPreference = 'Stop'

# The group that somebody who connects is in, or not; New-JeaFile asks for one with a domain.
& ([IO.Path]::Combine($LabFolder, '../AzureLocalIncident/Jea/New-JeaFile.ps1')) -OutputPath $Folder -ReadGroup 'CONTOSO\read' -ChangeGroup 'CONTOSO\change' -RestartGroup 'CONTOSO\restart'
# Only Windows knows execution policies, and a drive named C.
$configuration = [IO.Path]::Combine($Folder, "$Role.pssc")
[IO.File]::ReadAllLines([IO.Path]::Combine($Folder, "AzureLocalIncident.$Role.pssc")) | Where-Object { $_ -notmatch '^(ExecutionPolicy|TranscriptDirectory)' } |
    Set-Content -Path $configuration

# The node: the lab's modules are what is installed on it, and the update's has its real name here.
$update = [IO.Path]::Combine($Folder, 'Microsoft.AzureStack.Lcm.PowerShell')
$null = New-Item -ItemType Directory -Force -Path $update
Copy-Item -Path "$LabFolder/modules/SolutionUpdate/*.ps1" -Destination $update
Copy-Item -Path "$LabFolder/modules/SolutionUpdate/SolutionUpdate.psm1" -Destination "$update/Microsoft.AzureStack.Lcm.PowerShell.psm1"
$env:PSModulePath = $Folder, "$LabFolder/modules", "$PSHOME/Modules" -join [IO.Path]::PathSeparator
$env:LAB_SHELL_ID = [guid]::NewGuid().ToString().ToUpperInvariant()
$start = [IO.Path]::Combine($Folder, 'start.ps1')
# A session is not opened when its start left an error, also one that was caught: the cluster's lock was held for a moment.
Set-Content -Path $start -Value "Import-Module '$LabFolder/modules/LabCluster/LabCluster.psm1' -Global -DisableNameChecking; Enter-LabNode -Owner 'CONTOSO\svc' -User 'CONTOSO\svc' -ClientAddress '10.20.30.5'; `$global:Error.Clear()"

$roles = [Func[string, bool]] { param($group) $Member -eq 'yes' -and $group -like 'CONTOSO\*' }
$state = [initialsessionstate]::CreateFromSessionConfigurationFile($configuration, $roles)
$null = $state.StartupScripts.Add($start)
$runspace = [runspacefactory]::CreateRunspace($state)
$runspace.Open()

function Invoke-Here {
    <#
    .SYNOPSIS
    Gives what one command or script text puts out in the session, or the error's id.
    #>
    param([scriptblock] $Prepare)
    $call = [powershell]::Create()
    $call.Runspace = $runspace
    $null = & $Prepare $call
    try { @{ output = @($call.Invoke()); errorId = $null } }
    catch { @{ output = @(); errorId = $_.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId } }
    finally { $call.Dispose() }
}

$answer = [ordered]@{
    language = "$($state.LanguageMode)"
    offered  = @((Import-PowerShellDataFile ([IO.Path]::Combine($LabFolder, '../AzureLocalIncident/endpoints.psd1')))[$Role].Functions)
    visible  = @((Invoke-Here { param($call) $call.AddCommand('Get-Command') }).output | ForEach-Object { $_.Name })
    text     = @('1', '$x = 1', 'Get-IncidentClock; 1', '& { 1 }' | ForEach-Object { $text = $_; (Invoke-Here { param($call) $call.AddScript($text) }).errorId })
    hidden   = @('Get-CimInstance', 'Get-ClusterNode', 'Open-IncidentStep', 'Use-LabCluster', 'Import-Module', 'Get-Content' |
            ForEach-Object { $name = $_; (Invoke-Here { param($call) $call.AddCommand($name) }).errorId })
    calls    = [ordered]@{}
}
foreach ($one in (ConvertFrom-Json $Calls -AsHashtable).GetEnumerator()) {
    $parameters = @{}
    # ConvertFrom-Json takes the text of a time for a time.
    foreach ($name in $one.Value.Keys) { $parameters[$name] = if ($one.Value[$name] -is [datetime]) { $one.Value[$name].ToUniversalTime().ToString('o') } else { $one.Value[$name] } }
    $done = Invoke-Here { param($call) $call.AddCommand($one.Key).AddParameters($parameters) }
    $answer.calls[$one.Key] = if ($done.errorId) { $done.errorId } else { $done.output[0] }
}
$runspace.Dispose()
ConvertTo-Json $answer -Depth 12 -Compress
