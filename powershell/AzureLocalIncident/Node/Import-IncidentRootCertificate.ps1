function Import-IncidentRootCertificate {
    <#
    .SYNOPSIS
    Puts one root certificate that other nodes have into one store of this node, once.
    .DESCRIPTION
    It is given as bytes and is refused unless they are exactly what was approved: SHA-256 and thumbprint as named, a certificate and nothing
    else (no key, no list), issued and signed by itself, an authority, valid now, with one of the platform's names. One that is there
    already is 'nothing-to-do'. 'succeeded' needs proof: read again from the store, with the same SHA-256.
    .PARAMETER Store
    Store of the local machine.
    .PARAMETER Thumbprint
    Thumbprint (SHA-1) of the certificate.
    .PARAMETER Sha256
    SHA-256 over the certificate's bytes.
    .PARAMETER CertificateBase64
    The certificate's bytes, base64.
    .PARAMETER Name
    Common names it may have.
    .PARAMETER RequestId
    Id of the approved request. It changes nothing; it is here so that the node's own transcript names the approval.
    .PARAMETER StepKey
    The ticket: id of the approved step. Without a ticket nothing is changed; see Open-IncidentStep.
    .PARAMETER Fence
    The ticket: fencing number of the step.
    .PARAMETER NotAfterUtc
    The ticket: last moment by this node's clock at which the act may begin.
    .OUTPUTS
    Hashtable: computerName, requestId, outcome (succeeded, nothing-to-do, failed, unknown, planned), reason, errorId, changed, action, store,
    thumbprint, subject, proofAtUtc.
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    [OutputType([hashtable])]
    param(
        # The pattern is there because ValidateSet compares by culture, which ignores invisible characters.
        [Parameter(Mandatory = $true)]
        [ValidateSet('Root', 'Local Cert Issuer')]
        [ValidatePattern('\A[A-Za-z ]+\z', Options = 'None')]
        [string] $Store,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9A-F]{40}\z', Options = 'None')]
        [string] $Thumbprint,

        [Parameter(Mandatory = $true)]
        [ValidatePattern('\A[0-9A-F]{64}\z', Options = 'None')]
        [string] $Sha256,

        [Parameter(Mandatory = $true)]
        [ValidateLength(4, 8192)]
        [ValidatePattern('\A[A-Za-z0-9+/]+={0,2}\z', Options = 'None')]
        [string] $CertificateBase64,

        [ValidateCount(1, 10)]
        [ValidatePattern('\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z', Options = 'None')]
        [string[]] $Name = @('AzureStackCertificationAuthority', 'AzureStackCertificationAuthorityPKU2U'),

        [ValidatePattern('\A[A-Za-z0-9-]{0,64}\z', Options = 'None')]
        [string] $RequestId = '',

        [ValidatePattern('\A[A-Za-z0-9-]{0,80}\z', Options = 'None')]
        [string] $StepKey = '',

        [ValidateRange(0, 9007199254740991)]
        [long] $Fence = 0,

        [ValidatePattern('\A([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z)?\z', Options = 'None')]
        [string] $NotAfterUtc = ''
    )

    $ErrorActionPreference = 'Stop'
    $computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $answer = @{
        computerName = $computerName; requestId = $RequestId; outcome = 'failed'; reason = $null; errorId = $null; changed = $false
        action = "import root certificate $Thumbprint into store $Store"; store = $Store; thumbprint = $Thumbprint; subject = $null; proofAtUtc = $null
    }
    $hashOf = {
        param([byte[]] $bytes, $algorithm)
        try { [BitConverter]::ToString($algorithm.ComputeHash($bytes)).Replace('-', '') } finally { $algorithm.Dispose() }
    }
    $find = {
        foreach ($one in @(Get-ChildItem -LiteralPath "Cert:\LocalMachine\$Store")) {
            if ("$($one.Thumbprint)" -eq $Thumbprint -and (& $hashOf $one.RawData ([Security.Cryptography.SHA256]::Create())) -eq $Sha256) { $true }
        }
    }

    $certificate = $null
    $chain = $null
    try {
        [byte[]] $bytes = [Convert]::FromBase64String($CertificateBase64)
        if ((& $hashOf $bytes ([Security.Cryptography.SHA256]::Create())) -ne $Sha256) { $answer.reason = 'sha256-differs'; return $answer }
        if ((& $hashOf $bytes ([Security.Cryptography.SHA1]::Create())) -ne $Thumbprint) { $answer.reason = 'thumbprint-differs'; return $answer }
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes)
        $answer.subject = "$($certificate.Subject)"
        # What is read as a certificate may be a list or a file with a key: then the bytes are not the certificate's own.
        if ($certificate.HasPrivateKey -or [Convert]::ToBase64String($certificate.RawData) -ne $CertificateBase64) { $answer.reason = 'not-a-plain-certificate'; return $answer }
        if ($answer.subject -notmatch '(?:\A|,\s*)CN="?(?<name>[^",]+)' -or $Name -notcontains $Matches['name'].Trim()) { $answer.reason = 'name-not-listed'; return $answer }
        $isAuthority = $false
        foreach ($extension in $certificate.Extensions) {
            if ($extension -is [Security.Cryptography.X509Certificates.X509BasicConstraintsExtension] -and $extension.CertificateAuthority) { $isAuthority = $true }
        }
        if (-not $isAuthority) { $answer.reason = 'not-an-authority'; return $answer }
        $now = [DateTime]::UtcNow
        if ($now -lt $certificate.NotBefore.ToUniversalTime() -or $now -ge $certificate.NotAfter.ToUniversalTime()) { $answer.reason = 'not-valid-now'; return $answer }
        # Nothing is fetched: the chain is this one certificate, and that it is not trusted yet is the only thing it may say.
        $chain = [Security.Cryptography.X509Certificates.X509Chain]::new()
        $chain.ChainPolicy.RevocationMode = [Security.Cryptography.X509Certificates.X509RevocationMode]::NoCheck
        $null = $chain.Build($certificate)
        $faults = @($chain.ChainStatus | Where-Object { @('NoError', 'UntrustedRoot') -notcontains "$($_.Status)" })
        $isSelfIssued = [Convert]::ToBase64String($certificate.SubjectName.RawData) -eq [Convert]::ToBase64String($certificate.IssuerName.RawData)
        if (-not $isSelfIssued -or $chain.ChainElements.Count -ne 1 -or $faults.Count -gt 0) { $answer.reason = 'not-self-signed'; return $answer }
    }
    catch {
        $answer.reason = 'not-a-certificate'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }
    finally {
        if ($null -ne $chain) { $chain.Dispose() }
        if ($null -ne $certificate) { $certificate.Dispose() }
    }

    try {
        if (& $find) {
            $answer.outcome = 'nothing-to-do'
            $answer.reason = 'already-there'
            $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
            return $answer
        }
    }
    catch {
        $answer.reason = 'not-readable'
        $answer.errorId = $_.FullyQualifiedErrorId
        return $answer
    }

    if (-not $PSCmdlet.ShouldProcess($computerName, $answer.action)) {
        $answer.outcome = 'planned'
        return $answer
    }

    $act = {
        # The documented command takes a file only: in the journal's folder, which is there by now and which others cannot write to. A virtual
        # account may have no folder for temporary files.
        $file = [IO.Path]::Combine((Get-IncidentJournalFolder).path, "$([guid]::NewGuid()).cer")
        try {
            [IO.File]::WriteAllBytes($file, $bytes)
            $answer.changed = $true
            $null = Import-Certificate -FilePath $file -CertStoreLocation "Cert:\LocalMachine\$Store"
        }
        catch {
            # It may be there all the same: only the proof decides.
            $answer.errorId = $_.FullyQualifiedErrorId
        }
        finally {
            # What stays behind is a public certificate, in a folder of our own.
            try { [IO.File]::Delete($file) } catch { $null = $_ }
        }
        try {
            if (-not (& $find)) {
                $answer.reason = 'not-there'
                return $answer
            }
        }
        catch {
            $answer.outcome = 'unknown'
            $answer.reason = 'proof-not-readable'
            $answer.errorId = $_.FullyQualifiedErrorId
            return $answer
        }
        $answer.outcome = 'succeeded'
        $answer.reason = 'imported'
        $answer.proofAtUtc = [DateTime]::UtcNow.ToString('o')
        $answer
    }
    # Only what is in the journal of this node, on its disk, is begun; a second call with the same key is not.
    if (-not (Open-IncidentStep -Key $StepKey -Fence $Fence -NotAfterUtc $NotAfterUtc -Answer $answer)) { return $answer }
    & $act
    Close-IncidentStep -Key $StepKey -Fence $Fence -Answer $answer
}
