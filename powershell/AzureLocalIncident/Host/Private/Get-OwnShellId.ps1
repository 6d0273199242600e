function Get-OwnShellId {
    <#
    .SYNOPSIS
    Ids of the remote shells on a node that belong to this bot; none when the list cannot be read.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $part = Read-NodePart -Context $Context -Session $Session -Name 'Get-IncidentCallerCandidate'
    if ($null -ne $part.value) { $part.value.shells | Where-Object { $_.isOwn } | ForEach-Object { $_.shellId } }
}
