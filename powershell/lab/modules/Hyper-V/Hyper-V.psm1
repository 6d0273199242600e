# Stands in for Hyper-V: the virtual machines of the node it runs on, clustered or not, and what can keep one from live migration.
function Select-Machine($lab, [string[]]$names) {
    $node = Get-LabThisNode $lab
    foreach ($vm in $lab.vms) { if ($vm.node -eq $node.name -and (-not $names -or $names -contains $vm.name)) { $vm } }
}

function Get-VM {
    [CmdletBinding()] param([Parameter(Position = 0)][string[]]$Name)
    Use-LabCluster {
        param($lab)
        foreach ($vm in Select-Machine $lab $Name) {
            New-LabObject 'Microsoft.HyperV.PowerShell.VirtualMachine' ([ordered]@{
                    Name = $vm.name; State = $vm.state; IsClustered = $vm.clustered; MemoryAssigned = [long]$(if ($vm.state -eq 'Running') { $vm.memoryBytes } else { 0 }); ProcessorCount = 4
                })
        }
    }
}

function Get-VMDvdDrive {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][string[]]$VMName)
    Use-LabCluster {
        param($lab)
        foreach ($vm in Select-Machine $lab $VMName) {
            New-LabObject 'Microsoft.HyperV.PowerShell.DvdDrive' ([ordered]@{ VMName = $vm.name; Path = $(if ($vm.blocker -eq 'iso') { "C:\Images\$($vm.name).iso" }) })
        }
    }
}

function Get-VMGpuPartitionAdapter {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][string[]]$VMName)
    Use-LabCluster {
        param($lab)
        foreach ($vm in Select-Machine $lab $VMName) {
            if ($vm.blocker -eq 'gpu') { New-LabObject 'Microsoft.HyperV.PowerShell.VMGpuPartitionAdapter' ([ordered]@{ VMName = $vm.name; SupportsOutgoingLiveMigration = $false }) }
        }
    }
}

Export-ModuleMember -Function 'Get-VM', 'Get-VMDvdDrive', 'Get-VMGpuPartitionAdapter'
