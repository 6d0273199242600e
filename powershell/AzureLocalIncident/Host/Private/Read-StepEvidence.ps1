function Read-StepEvidence {
    <#
    .SYNOPSIS
    The work of Get-StepEvidence on the node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    $wanted = $Context.arguments
    $call = @{ Context = $Context; Session = $Session }
    Add-NodeProgress -Context $Context -Phase 'journal'
    $read = @{ journal = Read-NodePart @call -Name 'Get-IncidentStepJournal' -Parameters @{ Key = $wanted.Key }; services = $null; groups = $null }
    if ($wanted.Services.Count -gt 0) { $read.services = Read-NodePart @call -Name 'Get-IncidentServiceState' -Parameters @{ Name = $wanted.Services } }
    if ($wanted.WithGroups) { $read.groups = Read-NodePart @call -Name 'Get-IncidentGroupPlan' }
    $read
}
