# Stands in for PKI: a root certificate of the simulated cluster put back into a store of the node it runs on.
function Import-Certificate {
    [CmdletBinding()] param([Parameter(Mandatory)][string]$FilePath, [string]$CertStoreLocation)
    $bytes = [IO.File]::ReadAllBytes($FilePath)
    $thumbprint = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData($bytes))
    $store = $CertStoreLocation -replace '^Cert:\\LocalMachine\\'
    if (-not (Enter-LabChange 'Import-Certificate' "$store\$thumbprint")) { return }
    Use-LabCluster {
        param($lab)
        $known = $lab.certificates | Where-Object { $_.thumbprint -eq $thumbprint -and $_.stores.Contains($store) }
        if (-not $known) { throw "Import-Certificate is not simulated for '$thumbprint' in '$CertStoreLocation': a lab node takes only the roots of its cluster, where they belong." }
        $node = Get-LabThisNode $lab
        Add-LabLedger $lab 'change' 'Import-Certificate' "$store\$thumbprint" $PSCmdlet.MyInvocation.BoundParameters
        Set-LabRootMissing $node "$store\$thumbprint" $false
        Set-LabChanged
    }
    Get-ChildItem -LiteralPath "Cert:\LocalMachine\$store\$thumbprint"
}
Export-ModuleMember -Function 'Import-Certificate'
