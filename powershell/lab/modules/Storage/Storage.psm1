# Stands in for the storage health commands. Repair jobs end by the clock; a disk is as healthy as the scenario says.
function ConvertTo-DiskObject($disk, [string]$type) {
    New-LabObject "Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/$type" ([ordered]@{ FriendlyName = $disk.name; HealthStatus = $disk.health; OperationalStatus = $disk.operation; IsPrimordial = $false })
}

function Get-VirtualDisk { [CmdletBinding()] param([string]$FriendlyName) Use-LabCluster { param($lab) foreach ($disk in $lab.storage.virtualDisks) { if (-not $FriendlyName -or $disk.name -eq $FriendlyName) { ConvertTo-DiskObject $disk 'MSFT_VirtualDisk' } } } }
function Get-StoragePool { [CmdletBinding()] param([bool]$IsPrimordial) Use-LabCluster { param($lab) foreach ($pool in $lab.storage.pools) { ConvertTo-DiskObject $pool 'MSFT_StoragePool' } } }

function Get-StorageJob {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        foreach ($job in $lab.storage.jobs) {
            if ($job.endsAt -gt 0 -and $job.endsAt -le $lab.advancedTo) { continue }
            New-LabObject 'Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_StorageJob' ([ordered]@{ Name = $job.name; JobState = $job.state; PercentComplete = $job.percentComplete; BytesProcessed = [long]0; BytesTotal = [long]1099511627776 })
        }
    }
}

function Get-PhysicalDisk {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        foreach ($node in $lab.nodes) { ConvertTo-DiskObject ([pscustomobject]@{ name = "$($node.name)-disk1"; health = 'Healthy'; operation = $(if ($node.state -eq 'Paused') { 'In Maintenance Mode' } else { 'OK' }) }) 'MSFT_PhysicalDisk' }
    }
}

function Get-HealthFault { [CmdletBinding()] param() }
Export-ModuleMember -Function 'Get-VirtualDisk', 'Get-StoragePool', 'Get-StorageJob', 'Get-PhysicalDisk', 'Get-HealthFault'
