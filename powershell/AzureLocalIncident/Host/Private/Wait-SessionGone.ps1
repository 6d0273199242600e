function Wait-SessionGone {
    <#
    .SYNOPSIS
    Watches until a shell or process is gone, at most 15 s: the process that served a session ends a little after it.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session, [hashtable] $Identity)

    $until = [DateTime]::UtcNow.AddSeconds(15)
    while ($true) {
        $part = Read-NodePart -Context $Context -Session $Session -Name 'Test-IncidentCallerGone' -Parameters $Identity
        if ($null -eq $part.value) { return @{ sessionGone = $null; sessionGoneReason = $part.errorId } }
        if ($part.value.gone -or [DateTime]::UtcNow -ge $until) {
            return @{ sessionGone = [bool] $part.value.gone; sessionGoneReason = $part.value.reason }
        }
        [Threading.Thread]::Sleep(250)
    }
}
