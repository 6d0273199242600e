# Stands in for the storage health commands. Repair jobs run by the clock; what a node away from the storage or a repair does to the
# disks shows as long as it lasts, and otherwise a disk is as healthy as the scenario says.
$script:STORAGE = 'Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage'
$script:REPAIR_BYTES = [long]1TB

function ConvertTo-DiskObject([string]$type, [string]$name, [string]$health, [string]$operation) {
    New-LabObject "$script:STORAGE/$type" ([ordered]@{ FriendlyName = $name; HealthStatus = $health; OperationalStatus = $operation; IsPrimordial = $false })
}

function Get-RunningJob($lab) { foreach ($job in $lab.storage.jobs) { if ($job.startsAt -le $lab.advancedTo -and $job.endsAt -gt $lab.advancedTo) { $job } } }

# A node's disks are out of use while it is down, and while it is drained: then they are in maintenance.
function Get-DiskState($node) {
    if ($node.state -eq 'Down') { 'Lost Communication' } elseif ($node.state -eq 'Paused' -and $node.drainStatus -eq 'Completed') { 'In Maintenance Mode' } else { 'OK' }
}

function Get-VirtualDisk {
    [CmdletBinding()] param([string[]]$FriendlyName)
    Use-LabCluster {
        param($lab)
        $isShort = @($lab.nodes | Where-Object { (Get-DiskState $_) -ne 'OK' }).Count -gt 0
        $repairs = @(Get-RunningJob $lab).Count -gt 0
        foreach ($disk in $lab.storage.virtualDisks) {
            if ($FriendlyName -and $FriendlyName -notcontains $disk.name) { continue }
            if ($disk.health -ne 'Healthy') { ConvertTo-DiskObject 'MSFT_VirtualDisk' $disk.name $disk.health $disk.operation }
            elseif ($isShort) { ConvertTo-DiskObject 'MSFT_VirtualDisk' $disk.name 'Warning' 'Degraded' }
            elseif ($repairs) { ConvertTo-DiskObject 'MSFT_VirtualDisk' $disk.name 'Warning' 'InService' }
            else { ConvertTo-DiskObject 'MSFT_VirtualDisk' $disk.name $disk.health $disk.operation }
        }
    }
}

# Asked with a filter, none is an error, which is written: the real command is a function (CDXML).
function Get-StoragePool {
    [CmdletBinding()] param([bool[]]$IsPrimordial)
    $cmdlet = $PSCmdlet
    $isFiltered = $PSBoundParameters.ContainsKey('IsPrimordial')
    Use-LabCluster {
        param($lab)
        $isLost = @($lab.nodes | Where-Object { (Get-DiskState $_) -eq 'Lost Communication' }).Count -gt 0
        $wanted = @(if (-not $isFiltered -or $IsPrimordial -contains $false) { $lab.storage.pools })
        if ($isFiltered -and $wanted.Count -eq 0) {
            $cmdlet.WriteError((New-LabError 'CmdletizationQuery_NotFound_IsPrimordial' "No MSFT_StoragePool objects found with property 'IsPrimordial' equal to '$IsPrimordial'." 'ObjectNotFound' $IsPrimordial))
        }
        foreach ($pool in $wanted) {
            if ($isLost -and $pool.health -eq 'Healthy') { ConvertTo-DiskObject 'MSFT_StoragePool' $pool.name 'Warning' 'Degraded' }
            else { ConvertTo-DiskObject 'MSFT_StoragePool' $pool.name $pool.health $pool.operation }
        }
    }
}

function Get-StorageJob {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        foreach ($job in Get-RunningJob $lab) {
            $percent = [int][Math]::Floor(100 * ($lab.advancedTo - $job.startsAt) / ($job.endsAt - $job.startsAt))
            New-LabObject "$script:STORAGE/MSFT_StorageJob" ([ordered]@{
                    Name = $job.name; JobState = 'Running'; PercentComplete = $percent; BytesProcessed = [long]($script:REPAIR_BYTES / 100 * $percent); BytesTotal = $script:REPAIR_BYTES
                })
        }
    }
}

function Get-PhysicalDisk {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        foreach ($node in $lab.nodes) {
            $operation = Get-DiskState $node
            ConvertTo-DiskObject 'MSFT_PhysicalDisk' "$($node.name)-disk1" $(if ($operation -eq 'Lost Communication') { 'Warning' } else { 'Healthy' }) $operation
        }
    }
}

function Get-HealthFault {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        foreach ($node in $lab.nodes) {
            if ($node.state -eq 'Down') { New-LabObject "$script:STORAGE/MSFT_HealthFault" ([ordered]@{ FaultType = 'Microsoft.Health.FaultType.Server.Down'; Reason = "The server $($node.name) cannot be contacted." }) }
        }
    }
}

Export-ModuleMember -Function 'Get-VirtualDisk', 'Get-StoragePool', 'Get-StorageJob', 'Get-PhysicalDisk', 'Get-HealthFault'
