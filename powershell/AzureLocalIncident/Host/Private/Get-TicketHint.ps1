function Get-TicketHint {
    <#
    .SYNOPSIS
    Says what an operator should do next about a step that the node refused because of its ticket or journal; $null for any other reason.
    #>
    param([string] $Reason, [string] $Node)

    $journal = 'AzureLocalIncident.Journal below ProgramData'
    switch ($Reason) {
        'ticket-missing' { "$Node changes nothing without a ticket. Bot and module must be of one version." }
        'already-begun' { "$Node has begun this very step before and does not begin it again. Look at what its journal says of it, then settle it." }
        'too-late' { "The call reached $Node after its time was over, so nothing was begun. Look why it took so long, compare the clocks, then ask again." }
        'fence-passed' { "$Node has seen a newer step than this one, so nothing was begun. See that only one bot works on this cluster and that its clock was not set back." }
        'journal-busy' { "The journal of steps on $Node is in use by another program, so nothing was begun. Look who holds $journal." }
        'journal-not-writable' { "The journal of steps on $Node cannot be written, so nothing was begun. See that there is room on its disk and that the endpoint's account may write $journal." }
        'journal-not-protected' { "Others than Administrators and SYSTEM have rights to $journal on $Node, or somebody else owns it, so nothing was begun. Look who made it, move it away, and ask again: it is made anew." }
        default { $null }
    }
}
