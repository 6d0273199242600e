<#
.SYNOPSIS
What a person at a node does by hand, with the mistakes of the published detector repaired, in words of our own: asks every node for the
newest fail-fast of the orchestrator within the last day, and prints the newest of all.
.DESCRIPTION
Runs in a PowerShell of its own on a node of the simulated cluster. The sessions are opened at once, as Invoke-Command -ComputerName does,
which needs a WinRM that is not here.
#>
param([Parameter(Mandatory = $true)] [string] $LabFolder, [Parameter(Mandatory = $true)] [string] $ClusterFolder)

$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($LabFolder, 'node.ps1'))
$factory = [IO.Path]::Combine($LabFolder, 'session-factory.ps1')
. $factory

$openings = @(foreach ($node in Get-ClusterNode) {
        $runspace = [runspacefactory]::CreateRunspace([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $runspace.Open()
        $load = [powershell]::Create()
        $load.Runspace = $runspace
        # One after the other: PowerShell mixes up the classes of a file that several runspaces compile at once.
        $null = $load.AddScript('param($factory) . $factory', $false).AddArgument($factory).Invoke()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddCommand('Open-LabNodeSession').AddParameter('ComputerName', $node.Name).AddParameter('ClusterFolder', $ClusterFolder)
        @{ shell = $shell; pending = $shell.BeginInvoke() }
    })
$sessions = @(foreach ($opening in $openings) { $opening.shell.EndInvoke($opening.pending) })

$since = [datetime]::Now.AddDays(-1)
$executable = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'
$crashes = @(Invoke-Command -Session $sessions -ScriptBlock {
        $found = try { Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = '.NET Runtime'; ID = 1025; StartTime = $using:since } }
        catch { if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound,*') { throw } }
        foreach ($record in $found) {
            if ($record.Message.IndexOf($using:executable, [StringComparison]::OrdinalIgnoreCase) -ge 0) {
                @{ timeCreated = $record.TimeCreated.ToUniversalTime(); machine = $record.MachineName; message = $record.Message }
            }
        }
    })
$newest = $null
foreach ($crash in $crashes) { if ($null -eq $newest -or $crash.timeCreated -gt $newest.timeCreated) { $newest = $crash } }
"nodes: $($sessions.Count)"
"crashes: $($crashes.Count)"
if ($newest) { "$($newest.timeCreated.ToString('o')) $($newest.machine)"; $newest.message }
foreach ($session in $sessions) { Remove-PSSession $session }
