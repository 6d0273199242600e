function Get-FailureHint {
    <#
    .SYNOPSIS
    Says what an operator should do next about a node that could not be read.
    #>
    param([string] $Case, [string] $Node, [string] $EndpointName)

    $endpoint = $EndpointName ? "endpoint '$EndpointName'" : 'the default endpoint'
    switch ($Case) {
        'deadline' { "$Node did not answer in time. See whether it is up and not overloaded, then raise the node deadline if it is only slow." }
        'unreachable' { "$Node could not be reached. See whether it is up, its name resolves and its remoting port is open: Test-WSMan $Node" }
        'unreachable-ssh' { "No session to $Node opened. See whether it is up, its host key is known, and the key file is accepted: ssh -s $Node powershell" }
        'ssh-only-reads' { "$Node is reached by SSH, and nothing is changed by SSH unless mayChange of the cluster's connection names the mitigation." }
        'denied-connection' { "The bot's account may not use $endpoint on $Node. Add it to the group that the endpoint's role definitions name." }
        'denied-command' { "The session on $Node lacks the right for this query. See which account $endpoint runs as and what it may read." }
        'no-endpoint' { "$Node does not know $endpoint. Register it there: Register-PSSessionConfiguration (docs: JEA endpoints)." }
        'no-command' { "A command is missing on $Node. Bring $endpoint up to date with this version, and see that the cluster's own modules are installed." }
        'log-denied' { "A log on $Node may not be read. Let the account of $endpoint read the Application and System logs (group Event Log Readers)." }
        'log-unavailable' { "A log on $Node is disabled or could not be read. Look at it there: Get-WinEvent -ListLog Application, System" }
        'update' { "$Node got no answer about the update. While the orchestrator crashes this is expected; ask again when it is quiet." }
        'group' { 'The cluster shows the orchestrator group not at all or twice. Compare with Get-ClusterGroup.' }
        default { "$Node answered with an error. The error id names it; run the same query there by hand." }
    }
}
