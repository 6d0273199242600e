function Get-UpdateId($plan) { "redmond/$($plan.displayName -replace '\W', '')$($plan.version)" }

function Get-SolutionUpdate {
    [CmdletBinding()] param([string]$Id)
    Invoke-OrchestratorCall $PSCmdlet {
        param($lab)
        if ($null -eq $lab.plan -or ($Id -and $Id -ne (Get-UpdateId $lab.plan))) { return }
        $leaves = @(Get-LabPlanLeaf $lab.plan.steps)
        $done = @($leaves | Where-Object { $_.status -eq 'Success' }).Count
        New-LabObject 'Microsoft.AzureStack.Services.Update.ResourceProvider.UpdateService.Models.Update' ([ordered]@{
                ResourceId = Get-UpdateId $lab.plan; DisplayName = $lab.plan.displayName; Version = $lab.plan.version
                State = switch ($lab.plan.state) { 'InProgress' { 'Installing' } 'Failed' { 'InstallationFailed' } default { 'Installed' } }
                UpdateStateProperties = "$([Math]::Floor(100 * $done / $leaves.Count))% complete."; HealthState = 'Success'
            })
    }
}

function ConvertTo-UpdateStep($step) {
    New-LabObject 'Microsoft.AzureStack.Services.Update.ResourceProvider.UpdateService.Models.Step' ([ordered]@{
            Name = $step.name; Description = $step.description; ErrorMessage = $step.errorMessage; Status = $step.status
            StartTimeUtc = ConvertTo-UtcDateTime $step.startedAt; EndTimeUtc = ConvertTo-UtcDateTime $step.endedAt
            LastUpdatedTimeUtc = ConvertTo-UtcDateTime ([Math]::Max($step.startedAt, $step.endedAt)); ExpectedExecutionTime = $null
            Steps = @(foreach ($child in $step.steps) { ConvertTo-UpdateStep $child })
        })
}

function Get-SolutionUpdateRun {
    [CmdletBinding()] param([Parameter(ValueFromPipeline)][psobject]$InputObject, [string]$Id)
    process {
        Invoke-OrchestratorCall $PSCmdlet {
            param($lab)
            if ($null -eq $lab.plan) { return }
            $end = if ($lab.plan.endedAt -gt 0) { $lab.plan.endedAt } else { $lab.advancedTo }
            New-LabObject 'Microsoft.AzureStack.Services.Update.ResourceProvider.UpdateService.Models.UpdateRun' ([ordered]@{
                    ResourceId = "$(Get-UpdateId $lab.plan)/$($lab.plan.instanceId)"; State = $lab.plan.state
                    TimeStarted = ConvertTo-UtcDateTime $lab.plan.startedAt; LastUpdatedTime = ConvertTo-UtcDateTime $lab.plan.updatedAt
                    Duration = [timespan]::FromMilliseconds($end - $lab.plan.startedAt).ToString()
                    Progress = New-LabObject 'Microsoft.AzureStack.Services.Update.ResourceProvider.UpdateService.Models.Step' ([ordered]@{
                            Name = $lab.plan.displayName; Status = $lab.plan.state; Steps = @(foreach ($step in $lab.plan.steps) { ConvertTo-UpdateStep $step })
                        })
                })
        }
    }
}

function Get-SolutionUpdateEnvironment {
    [CmdletBinding()] param()
    Invoke-OrchestratorCall $PSCmdlet {
        param($lab)
        $state = if ($null -eq $lab.plan -or $lab.plan.state -eq 'Succeeded') { 'AppliedSuccessfully' } elseif ($lab.plan.state -eq 'Failed') { 'UpdateFailed' } else { 'UpdateInProgress' }
        New-LabObject 'Microsoft.AzureStack.Services.Update.ResourceProvider.UpdateService.Models.UpdateEnvironment' ([ordered]@{ State = $state; CurrentVersion = '12.2509.1001.16'; HealthState = 'Success' })
    }
}
