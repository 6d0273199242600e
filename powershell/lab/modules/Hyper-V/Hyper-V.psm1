function Get-VM {
    [CmdletBinding()] param([Parameter(Position = 0)][string[]]$Name)
    Use-LabCluster {
        param($lab)
        $node = Get-LabThisNode $lab
        foreach ($vm in $lab.vms) {
            if ($vm.node -ne $node.name -or ($Name -and $Name -notcontains $vm.name)) { continue }
            New-LabObject 'Microsoft.HyperV.PowerShell.VirtualMachine' ([ordered]@{
                    Name = $vm.name; State = $vm.state; IsClustered = $vm.clustered; MemoryAssigned = [long]$(if ($vm.state -eq 'Running') { $vm.memoryBytes } else { 0 }); ProcessorCount = 4
                })
        }
    }
}
Export-ModuleMember -Function 'Get-VM'
