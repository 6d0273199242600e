function Read-NodeCandidate {
    <#
    .SYNOPSIS
    The work of Find-CallerCandidate on one node.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    Add-NodeProgress -Context $Context -Phase 'candidates'
    $parameters = @{}
    if ($Context.arguments.CertificateSubject.Count -gt 0) { $parameters.CertificateSubject = $Context.arguments.CertificateSubject }
    @{ candidates = Invoke-NodeFunction -Context $Context -Session $Session -Name 'Get-IncidentCallerCandidate' -Parameters $parameters }
}
