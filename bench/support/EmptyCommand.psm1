# The yardstick of a check: an empty command on the same sessions, or on as many new ones.

function Invoke-EmptyCommand {
    <#
    .SYNOPSIS
    Runs an empty command on all nodes at once and gives how many of them answered.
    .DESCRIPTION
    Over the sessions that the check before it kept, by one Invoke-Command; without such, each node's session is opened, in parallel and by
    the product's own way, the node's clock is read (the least that a locked session can do), and the session is closed.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string[]] $Nodes,
        [Parameter(Mandatory = $true)] [hashtable] $Connection,
        [int] $NodeDeadlineMs = 60000
    )

    & (Get-Module AzureLocalIncident) {
        param($nodes, $connection, $deadlineMs)
        $kept = @(foreach ($node in $nodes) { if ($script:KeptSessions.ContainsKey($node)) { $script:KeptSessions[$node].session } })
        if ($kept.Count -eq $nodes.Count) {
            return @(Invoke-Command -Session $kept -ScriptBlock { Get-IncidentClock }).Count
        }
        function script:Read-Nothing { param($Context, $Session) @{ node = $Context.node; closed = $null -eq $Session } }
        $results = Invoke-OnEveryNode -Node $nodes -Connection $connection -Role 'Read' -Work 'Read-Nothing' -NodeDeadlineMs $deadlineMs
        @($results | Where-Object { $_.status -eq 'ok' }).Count
    } $Nodes $Connection $NodeDeadlineMs
}
