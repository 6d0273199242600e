function Test-KeepsSession {
    <#
    .SYNOPSIS
    Says whether sessions of this role are kept for the next operation of this process: read-only ones, and only in a process that the bot
    starts for several operations. A change always gets a session of its own.
    #>
    param([string] $Role)

    $Role -eq 'Read' -and [Environment]::GetEnvironmentVariable('INCIDENT_KEEP_SESSIONS') -eq '1'
}
