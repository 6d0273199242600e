function Get-KeptSession {
    <#
    .SYNOPSIS
    Takes the open session to a node that an earlier operation of this process kept, with its runspace; nothing when there is none.
    #>
    param([string] $Node, [string] $Role)

    if (-not (Test-KeepsSession -Role $Role) -or -not $script:KeptSessions.ContainsKey($Node)) { return }
    $kept = $script:KeptSessions[$Node]
    $script:KeptSessions.Remove($Node)
    if ("$($kept.session.Runspace.RunspaceStateInfo.State)" -eq 'Opened') { return $kept }
    $null = Close-NodeSession -Session $kept.session
    $kept.runspace.Dispose()
}
