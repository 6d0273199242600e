function ConvertTo-Process($process, [bool]$withUser) {
    $object = [LabProcessObject]::new()
    $object.Id = $process.id
    $object.Name = $process.name
    $object.ProcessName = $process.name
    $object.StartTime = ConvertTo-LabDateTime $process.startedAt
    $object.startedAt = $process.startedAt
    $object.Path = $process.path
    $object.SessionId = $process.sessionId
    if ($withUser) { $object.UserName = $process.user }
    $object.Modules = @(foreach ($module in $process.modules) { [ProcessModule]@{ ModuleName = $module.Split('\')[-1]; FileName = $module } })
    $object
}

function Get-Process {
    [CmdletBinding(DefaultParameterSetName = 'Name')] param(
        [Parameter(ParameterSetName = 'Name', Position = 0, ValueFromPipelineByPropertyName)][Alias('ProcessName')][string[]]$Name,
        [Parameter(ParameterSetName = 'Id', Mandatory, ValueFromPipelineByPropertyName)][Alias('PID')][int[]]$Id, [switch]$IncludeUserName)
    process {
        Use-LabCluster {
            param($lab)
            $node = Get-LabThisNode $lab
            if (Clear-LabEndedSession $lab $node.name) { Set-LabChanged }
            foreach ($one in $Id) {
                $process = Get-LabProcess $node $one
                if ($process) { ConvertTo-Process $process $IncludeUserName }
                else { Write-LabError $PSCmdlet (New-LabError 'NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.GetProcessCommand' "Cannot find a process with the process identifier $one." 'ObjectNotFound' $one) }
            }
            if ($Id) { return }
            $patterns = if ($Name) { $Name } else { @('*') }
            foreach ($pattern in $patterns) {
                $found = @($node.processes | Where-Object { $_.name -like $pattern })
                if ($found.Count -eq 0 -and -not [WildcardPattern]::ContainsWildcardCharacters($pattern)) {
                    Write-LabError $PSCmdlet (New-LabError 'NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand' "Cannot find a process with the name '$pattern'." 'ObjectNotFound' $pattern)
                }
                foreach ($process in $found) { ConvertTo-Process $process $IncludeUserName }
            }
        }
    }
}

# By -InputObject the very process that was looked at is meant: another one that got the same id since is not touched.
function Stop-Process {
    [CmdletBinding(DefaultParameterSetName = 'Id', SupportsShouldProcess, ConfirmImpact = 'Medium')] param(
        [Parameter(ParameterSetName = 'Id', Position = 0, Mandatory)][int[]]$Id,
        [Parameter(ParameterSetName = 'InputObject', Position = 0, Mandatory, ValueFromPipeline)][LabProcessObject[]]$InputObject, [switch]$Force, [switch]$PassThru)
    process {
        $ids = if ($InputObject) { $InputObject | ForEach-Object { $_.Id } } else { $Id }
        $bound = @{ Id = $ids; Force = $Force.IsPresent; by = $PSCmdlet.ParameterSetName }
        if (-not $WhatIfPreference -and -not (Enter-LabChange 'Stop-Process' ($ids -join ', '))) { return }
        Use-LabCluster -Change {
            param($lab)
            $node = Get-LabThisNode $lab
            foreach ($one in $ids) {
                $process = Get-LabProcess $node $one
                $meant = $InputObject | Where-Object { $_.Id -eq $one }
                if (-not $process -or ($meant -and $meant.startedAt -ne $process.startedAt)) {
                    Write-LabError $PSCmdlet (New-LabError 'NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.StopProcessCommand' "Cannot find a process with the process identifier $one." 'ObjectNotFound' $one)
                    continue
                }
                if (-not $PSCmdlet.ShouldProcess("$($process.name) ($one)")) { continue }
                Add-LabLedger $lab 'change' 'Stop-Process' "$($process.name) ($one)" $bound @{ user = $process.user; startedAt = $process.startedAt }
                Stop-LabProcess $lab $node $process
            }
        }
    }
}

function Start-Process { throw 'Start-Process is not simulated: node functions start no programs.' }
