<#
.SYNOPSIS
Writes what a node needs for the JEA endpoints: the node module with its role capabilities, and one session configuration per endpoint.
.DESCRIPTION
Everything comes from endpoints.psd1, the same list that tells the bot which functions an endpoint offers. Nothing is registered here.
On each node, as an administrator:

    copy the folder AzureLocalIncidentNode to $env:ProgramFiles\WindowsPowerShell\Modules
    Register-PSSessionConfiguration -Name AzureLocalIncident.Read -Path .\AzureLocalIncident.Read.pssc

The endpoints run as a virtual account: a local administrator of the node, on the network the computer account. They let a person or
service run exactly the listed functions. They do not know about approvals: those are enforced by the bot.
.PARAMETER OutputPath
Folder for the files; made when it is not there. Files of an earlier run are replaced.
.PARAMETER ReadGroup
Group that may use the reading endpoint, DOMAIN\group.
.PARAMETER ChangeGroup
Group that may use the changing endpoint.
.PARAMETER RestartGroup
Group that may use the restart endpoint. Without it that endpoint is not written.
.PARAMETER RequiredChangeGroup
A second group one must be in for changing and restarting, such as a just-in-time group.
.PARAMETER TranscriptDirectory
Folder on the node for the transcripts of all sessions.
.EXAMPLE
./New-JeaFile.ps1 -OutputPath ./jea -ReadGroup 'CONTOSO\incident-read' -ChangeGroup 'CONTOSO\incident-change'
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)]
    [string] $OutputPath,

    [Parameter(Mandatory = $true)]
    [ValidatePattern('\A[^\\/\[\]:;|=,+*?<>"]+\\[^\\/\[\]:;|=,+*?<>"]+\z')]
    [string] $ReadGroup,

    [Parameter(Mandatory = $true)]
    [ValidatePattern('\A[^\\/\[\]:;|=,+*?<>"]+\\[^\\/\[\]:;|=,+*?<>"]+\z')]
    [string] $ChangeGroup,

    [ValidatePattern('\A([^\\/\[\]:;|=,+*?<>"]+\\[^\\/\[\]:;|=,+*?<>"]+)?\z')]
    [string] $RestartGroup = '',

    [ValidatePattern('\A([^\\/\[\]:;|=,+*?<>"]+\\[^\\/\[\]:;|=,+*?<>"]+)?\z')]
    [string] $RequiredChangeGroup = '',

    [string] $TranscriptDirectory = 'C:\ProgramData\AzureLocalIncident\Transcripts'
)

$ErrorActionPreference = 'Stop'
$moduleFolder = [IO.Path]::GetDirectoryName($PSScriptRoot)
$nodeFolder = [IO.Path]::Combine($moduleFolder, 'Node')
$target = [IO.Path]::GetFullPath([IO.Path]::Combine($PWD.ProviderPath, $OutputPath))

# Data only: the list is parsed, not run.
$tokens = $null
$problems = $null
$tree = [Management.Automation.Language.Parser]::ParseFile([IO.Path]::Combine($moduleFolder, 'endpoints.psd1'), [ref] $tokens, [ref] $problems)
if ($problems.Count -gt 0) { throw "endpoints.psd1 cannot be read: $($problems[0].Message)" }
$endpoints = $tree.Find({ param($part) $part -is [Management.Automation.Language.HashtableAst] }, $false).SafeGetValue()

$groups = @{ Read = $ReadGroup; Change = $ChangeGroup; Restart = $RestartGroup }
if (-not $PSCmdlet.ShouldProcess($target, 'write JEA files')) { return }

$moduleTarget = [IO.Path]::Combine($target, 'AzureLocalIncidentNode')
$capabilities = [IO.Path]::Combine($moduleTarget, 'RoleCapabilities')
$null = [IO.Directory]::CreateDirectory($capabilities)
$null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($moduleTarget, 'Private'))
foreach ($part in '', 'Private') {
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($nodeFolder, $part))) {
        [IO.File]::Copy($file, [IO.Path]::Combine($moduleTarget, $part, [IO.Path]::GetFileName($file)), $true)
    }
}

foreach ($role in 'Read', 'Change', 'Restart') {
    if ($groups[$role] -eq '') { continue }
    $endpoint = $endpoints[$role]
    $about = @{ Author = 'azure-local-incident-bot'; CompanyName = ''; Copyright = '' }
    New-PSRoleCapabilityFile @about -Path ([IO.Path]::Combine($capabilities, "$($endpoint.Name).psrc")) `
        -Description "Functions of the endpoint $($endpoint.Name)" -ModulesToImport (@('AzureLocalIncidentNode') + $endpoint.Modules) `
        -VisibleFunctions $endpoint.Functions

    $configuration = @{
        Path                = [IO.Path]::Combine($target, "$($endpoint.Name).pssc")
        Description         = "Azure Local incident bot: $($role.ToLowerInvariant())"
        SessionType         = 'RestrictedRemoteServer'
        LanguageMode        = 'NoLanguage'
        ExecutionPolicy     = 'RemoteSigned'
        RunAsVirtualAccount = $true
        TranscriptDirectory = $TranscriptDirectory
        RoleDefinitions     = @{ $groups[$role] = @{ RoleCapabilities = $endpoint.Name } }
    }
    if ($role -ne 'Read' -and $RequiredChangeGroup -ne '') { $configuration.RequiredGroups = @{ And = $RequiredChangeGroup } }
    New-PSSessionConfigurationFile @about @configuration
}
