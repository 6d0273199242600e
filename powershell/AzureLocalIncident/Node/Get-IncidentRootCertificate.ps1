function Get-IncidentRootCertificate {
    <#
    .SYNOPSIS
    Lists the platform's root certificates of this node, store by store.
    .DESCRIPTION
    Read-only: public data of certificates only, never a key. Each store has a status of its own: one that is not there is 'ok' with exists
    $false and holds nothing; one that cannot be read is 'unavailable' or 'denied' and says nothing about what it holds.
    .PARAMETER Name
    Common names of the certificates to list; others of a store are left out.
    .PARAMETER WithBytes
    Gives each certificate's bytes too, base64, so that another node can be given the same.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, stores (store, status, errorId, exists, certificates (thumbprint, subject, notBeforeUtc, notAfterUtc,
    sha256, selfIssued, base64 ($null unless asked for))).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [ValidateCount(1, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $Name = @('AzureStackCertificationAuthority', 'AzureStackCertificationAuthorityPKU2U'),

        [switch] $WithBytes
    )

    $ErrorActionPreference = 'Stop'
    $maxBytes = 6144
    $sha256 = [Security.Cryptography.SHA256]::Create()
    $stores = @(foreach ($store in 'Root', 'Local Cert Issuer') {
            $answer = @{ store = $store; status = 'ok'; errorId = $null; exists = $true; certificates = @() }
            try {
                $answer.certificates = @(foreach ($certificate in @(Get-ChildItem -LiteralPath "Cert:\LocalMachine\$store")) {
                        if ("$($certificate.Subject)" -notmatch '(?:\A|,\s*)CN="?(?<name>[^",]+)' -or $Name -notcontains $Matches['name'].Trim()) { continue }
                        [byte[]] $bytes = $certificate.RawData
                        @{
                            thumbprint   = "$($certificate.Thumbprint)".ToUpperInvariant()
                            subject      = "$($certificate.Subject)"
                            notBeforeUtc = $certificate.NotBefore.ToUniversalTime().ToString('o')
                            notAfterUtc  = $certificate.NotAfter.ToUniversalTime().ToString('o')
                            sha256       = [BitConverter]::ToString($sha256.ComputeHash($bytes)).Replace('-', '')
                            selfIssued   = "$($certificate.Subject)" -eq "$($certificate.Issuer)"
                            base64       = if ($WithBytes -and $bytes.Length -le $maxBytes) { [Convert]::ToBase64String($bytes) } else { $null }
                        }
                    })
            }
            catch {
                $answer.certificates = @()
                $answer.errorId = $_.FullyQualifiedErrorId
                if ($answer.errorId.Split(',')[0] -eq 'PathNotFound') { $answer.exists = $false }
                elseif ("$($_.CategoryInfo.Category)" -eq 'PermissionDenied') { $answer.status = 'denied' }
                else { $answer.status = 'unavailable' }
            }
            $answer
        })
    $sha256.Dispose()
    @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
        readAtUtc    = [DateTime]::UtcNow.ToString('o')
        stores       = $stores
    }
}
