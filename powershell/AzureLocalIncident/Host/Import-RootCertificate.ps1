function Import-RootCertificate {
    <#
    .SYNOPSIS
    Puts one root certificate that other nodes have into one store of one node, once, and reads it again.
    .DESCRIPTION
    See Import-IncidentRootCertificate. With -WhatIf the node says what it would do.
    .PARAMETER Node
    The node that lacks it.
    .PARAMETER Connection
    How to reach it; see Confirm-Connection.
    .PARAMETER Store
    Store of the local machine.
    .PARAMETER Thumbprint
    Thumbprint of the certificate.
    .PARAMETER Sha256
    SHA-256 over the certificate's bytes.
    .PARAMETER CertificateBase64
    The certificate's bytes, base64.
    .PARAMETER RootNames
    Common names it may have.
    .PARAMETER RequestId
    Id of the approved request, for the node's transcript.
    .PARAMETER Ticket
    Lets the node begin the act once: key, fence, notAfterUtc (by the node's clock). Not needed with -WhatIf.
    .PARAMETER NodeDeadlineMs
    How long the node may take, session included.
    .OUTPUTS
    Hashtable; see Invoke-OneChange, with hint.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\z', Options = 'None')]
        [string] $Node,

        [Parameter(Mandatory = $true)]
        [hashtable] $Connection,

        [Parameter(Mandatory = $true)]
        [ValidateSet('Root', 'Local Cert Issuer')]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9A-F]{40}\z', Options = 'None')]
        [string] $Thumbprint,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9A-F]{64}\z', Options = 'None')]
        [string] $Sha256,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[A-Za-z0-9+/]{4,8190}={0,2}\z', Options = 'None')]
        [string] $CertificateBase64,

        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $RootNames,

        [string] $RequestId = '',

        [hashtable] $Ticket = @{},

        [ValidateRange(1000, 600000)]
        [int] $NodeDeadlineMs = 60000
    )

    $ErrorActionPreference = 'Stop'
    Confirm-Connection -Connection $Connection
    $parameters = @{ Store = $Store; Thumbprint = $Thumbprint; Sha256 = $Sha256; CertificateBase64 = $CertificateBase64; Name = $RootNames; RequestId = $RequestId }
    if ($WhatIfPreference) { $parameters.WhatIf = $true }
    $report = Invoke-OneChange -Node $Node -Connection $Connection -Function 'Import-IncidentRootCertificate' -Parameters $parameters -Ticket $Ticket -NodeDeadlineMs $NodeDeadlineMs
    if ($null -ne $report.hint) { return $report }
    $report.hint = switch ($report.reason) {
        { $_ -in 'sha256-differs', 'thumbprint-differs', 'not-a-certificate', 'not-a-plain-certificate', 'name-not-listed', 'not-an-authority', 'not-valid-now', 'not-self-signed' } {
            "$Node refused the certificate. Compare it with the file in the infrastructure volume's share and import that one by hand."
        }
        'not-there' { "The certificate is not in store '$Store' of $Node. The error id says why; import it there by hand: Import-Certificate." }
        { $_ -in 'no-answer', 'proof-not-readable' } { "Whether the certificate is in store '$Store' of $Node is not proven. Look there before anything else is tried: Get-ChildItem Cert:\LocalMachine\$Store" }
        { $_ -in 'not-sent', 'refused-by-node', 'not-readable' } { "Nothing was changed. $($report.node.hint)".TrimEnd() }
        default { $null }
    }
    $report
}
