import { COUNT_CRASHES } from './lab-bench';

/**
 * Script lines for tests that act as an operator: `On` does something on a node, the others are what an operator does there. Nothing
 * waits on the clock: time is let pass by Step-Time.
 */
export const ACTIONS = `${COUNT_CRASHES}
function On([string]$node, [scriptblock]$act) { $before = $env:COMPUTERNAME; $env:COMPUTERNAME = $node; try { & $act } finally { $env:COMPUTERNAME = $before } }
function Get-Crashes { Use-LabCluster { param($lab) $lab.groups[0].crashes } }
function Get-NewCrashes([int]$seconds = 60) { $before = Get-Crashes; Step-Time $seconds; (Get-Crashes) - $before }
function Get-ErrorId([scriptblock]$act) { try { $null = & $act; 'no error' } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
function Get-GroupName([string]$word) { "Azure Stack HCI $word Service Cluster Group" }
function Move-Group([string]$word, [string]$node) { $null = Move-ClusterGroup -Name (Get-GroupName $word) -Node $node -Wait 0; Step-Time 4 }
function Restart-Agent([string]$node, [string]$name) { On $node { Stop-Service -Name $name -Force; Start-Service -Name $name } }
function Restart-Node([string]$node) { On $node { Restart-Computer -Force }; Step-Time 12 }
function Remove-ShellOf([string]$node, [string]$owner) {
    On $node { foreach ($shell in Get-WSManInstance -ResourceURI shell -Enumerate) { if ($shell.Owner -eq $owner) { Remove-WSManInstance -ResourceURI shell -SelectorSet @{ ShellId = $shell.ShellId } } } }
}
function Stop-Named([string]$node, [string]$name) { On $node { Stop-Process -InputObject (Get-Process -Name $name) -Force } }
`;
