function Read-StorageLook {
    <#
    .SYNOPSIS
    One look at the storage through one node, with its verdict.
    .OUTPUTS
    Hashtable; see Read-NodePart, with verdict (clean, not-clean, unknown) and why (texts).
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $look = Read-NodePart -Context $Context -Session $Session -Name 'Get-IncidentStorageState'
    $seen = Get-StorageVerdict -State $look.value
    $look.verdict = $seen.verdict
    $look.why = $seen.why
    $look
}
