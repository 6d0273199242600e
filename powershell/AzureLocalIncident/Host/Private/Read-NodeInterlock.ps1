function Read-NodeInterlock {
    <#
    .SYNOPSIS
    The work of Get-NodeRestartInterlock on one node: its view of the cluster, its load, and on some nodes the storage, seen twice.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    $call = @{ Context = $Context; Session = $Session }
    Add-NodeProgress -Context $Context -Phase 'cluster'
    $data = @{
        cluster = Read-NodePart @call -Name 'Get-IncidentInterlock' -Parameters @{ Name = $wanted.Target }
        load    = Read-NodePart @call -Name 'Get-IncidentNodeLoad'
        storage = $null
    }
    if ($wanted.StorageNodes -notcontains $Context.node) { return $data }

    Add-NodeProgress -Context $Context -Phase 'storage'
    $first = Read-StorageLook @call
    [Threading.Thread]::Sleep([Math]::Min($wanted.StorageGapMs, (Get-RemainingTime -Context $Context)))
    $data.storage = @($first, (Read-StorageLook @call))
    $data
}
