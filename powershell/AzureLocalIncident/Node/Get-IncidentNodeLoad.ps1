function Get-IncidentNodeLoad {
    <#
    .SYNOPSIS
    Tells what runs on this node and how much room it has: virtual machines, what keeps them from moving, free memory, pending reboot.
    .DESCRIPTION
    Read-only and unjudged. Each part has a status of its own (ok, denied, unavailable) with an error id. A part whose command this node does
    not have is 'absent': the Hyper-V module that has Get-VM may be older than GPU partitions.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, bootUtc, and the parts memory (freeBytes), vms (name, state, isClustered, memoryBytes), gpuPartitions
    (vmName, canMove: $null when it is not said), drives (vmName, path: media in a virtual drive), pendingReboot (list of the marks
    found: component-servicing, windows-update, file-rename).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    $answer = @{ computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = [DateTime]::UtcNow.ToString('o'); bootUtc = $null }
    foreach ($part in 'memory', 'vms', 'gpuPartitions', 'drives', 'pendingReboot') {
        $answer[$part] = @{ status = 'ok'; errorId = $null; value = $null }
    }
    $setFailure = {
        param($part, $record)
        $part.status = if (@('PermissionDenied', 'SecurityError') -contains "$($record.CategoryInfo.Category)") { 'denied' } else { 'unavailable' }
        $part.errorId = "$($record.FullyQualifiedErrorId)"
        $part.value = $null
    }
    # Only the two commands that older versions lack: a node without Get-VM is one that cannot be read.
    $setAbsence = { param($part) if ($part.errorId -eq 'CommandNotFoundException') { $part.status = 'absent' } }

    try {
        $system = Get-CimInstance -ClassName Win32_OperatingSystem -OperationTimeoutSec 20
        $answer.bootUtc = $system.LastBootUpTime.ToUniversalTime().ToString('o')
        if ($null -ne $system.FreePhysicalMemory) { $answer.memory.value = @{ freeBytes = 1024 * [long] $system.FreePhysicalMemory } }
    }
    catch { & $setFailure $answer.memory $_ }

    $machines = @()
    try {
        $machines = @(Get-VM)
        $answer.vms.value = @(foreach ($vm in $machines) {
                @{ name = "$($vm.Name)"; state = "$($vm.State)"; isClustered = [bool] $vm.IsClustered; memoryBytes = [long] $vm.MemoryAssigned }
            })
    }
    catch { & $setFailure $answer.vms $_ }

    try {
        $answer.gpuPartitions.value = @(foreach ($vm in $machines) {
                foreach ($adapter in @(Get-VMGpuPartitionAdapter -VMName "$($vm.Name)")) {
                    $canMove = $adapter.SupportsOutgoingLiveMigration
                    @{ vmName = "$($vm.Name)"; canMove = if ($null -eq $canMove) { $null } else { [bool] $canMove } }
                }
            })
    }
    catch {
        & $setFailure $answer.gpuPartitions $_
        & $setAbsence $answer.gpuPartitions
    }

    try {
        $answer.drives.value = @(foreach ($vm in $machines) {
                foreach ($drive in @(Get-VMDvdDrive -VMName "$($vm.Name)")) {
                    if ("$($drive.Path)" -ne '') { @{ vmName = "$($vm.Name)"; path = "$($drive.Path)" } }
                }
            })
    }
    catch {
        & $setFailure $answer.drives $_
        & $setAbsence $answer.drives
    }

    try {
        $root = 'Microsoft.PowerShell.Core\Registry::HKEY_LOCAL_MACHINE'
        $findKey = {
            param($path)
            try { Get-Item -LiteralPath "$root\$path" }
            catch {
                # Any other error says nothing about the key.
                if ($_.FullyQualifiedErrorId -notlike 'PathNotFound,*') { throw }
            }
        }
        $windows = 'SOFTWARE\Microsoft\Windows\CurrentVersion'
        $session = & $findKey 'SYSTEM\CurrentControlSet\Control\Session Manager'
        $answer.pendingReboot.value = @(
            if ($null -ne (& $findKey "$windows\Component Based Servicing\RebootPending")) { 'component-servicing' }
            if ($null -ne (& $findKey "$windows\WindowsUpdate\Auto Update\RebootRequired")) { 'windows-update' }
            if (@($session.Property) -contains 'PendingFileRenameOperations') { 'file-rename' }
        )
    }
    catch { & $setFailure $answer.pendingReboot $_ }
    $answer
}
