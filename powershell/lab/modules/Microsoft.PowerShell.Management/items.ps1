# The certificate store is the only drive a lab node has: Cert:\LocalMachine\<store>[\<thumbprint>]. Writing is refused.
function Get-CertificateObject($lab, $node, [string]$path) {
    $match = [regex]::Match($path, '^Cert:\\LocalMachine\\(?<store>[^\\]+)(\\(?<thumb>[0-9A-Fa-f]+))?\\?$', 'IgnoreCase')
    if (-not $match.Success) { return }
    foreach ($certificate in $lab.certificates) {
        $store = $certificate.stores | Where-Object { $_ -eq $match.Groups['store'].Value }
        if (-not $store -or ($match.Groups['thumb'].Success -and $match.Groups['thumb'].Value -ne $certificate.thumbprint)) { continue }
        if ($node.missingRoots.Contains("$store\$($certificate.thumbprint)")) { continue }
        New-LabObject 'System.Security.Cryptography.X509Certificates.X509Certificate2' ([ordered]@{
                PSPath = "Microsoft.PowerShell.Security\Certificate::LocalMachine\$store\$($certificate.thumbprint)"; Subject = $certificate.subject; Issuer = $certificate.subject; Thumbprint = $certificate.thumbprint
                NotBefore = ConvertTo-LabTrueDateTime $certificate.notBefore; NotAfter = ConvertTo-LabTrueDateTime $certificate.notAfter; HasPrivateKey = $store -eq 'My'; RawData = [Convert]::FromBase64String($certificate.rawData)
            })
    }
}

function Get-ChildItem {
    [CmdletBinding()] param([Parameter(Position = 0)][string[]]$Path, [string[]]$LiteralPath)
    $wanted = [string]$(if ($LiteralPath) { $LiteralPath } else { $Path })
    Use-LabCluster {
        param($lab)
        if ($wanted -notmatch '^Cert:\\LocalMachine\\(My|Root|Local Cert Issuer)\\?') {
            $PSCmdlet.ThrowTerminatingError((New-LabError 'PathNotFound,Microsoft.PowerShell.Commands.GetChildItemCommand' "Cannot find path '$wanted' because it does not exist." 'ObjectNotFound' $wanted))
        }
        Get-CertificateObject $lab (Get-LabThisNode $lab) $wanted
    }
}

function Get-Item {
    [CmdletBinding()] param([Parameter(Position = 0)][string[]]$Path, [string[]]$LiteralPath)
    $wanted = [string]$(if ($LiteralPath) { $LiteralPath } else { $Path })
    $found = @(Get-ChildItem -Path $wanted)
    if ($found.Count -eq 0) { $PSCmdlet.ThrowTerminatingError((New-LabError 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand' "Cannot find path '$wanted' because it does not exist." 'ObjectNotFound' $wanted)) }
    $found
}

function Test-Path {
    [CmdletBinding()] param([Parameter(Position = 0)][string[]]$Path, [string[]]$LiteralPath)
    $wanted = [string]$(if ($LiteralPath) { $LiteralPath } else { $Path })
    $script:found = $false
    Use-LabCluster { param($lab) $script:found = $null -ne (Get-CertificateObject $lab (Get-LabThisNode $lab) $wanted) }
    $script:found
}

function Get-Content { throw 'A lab node has no files: Get-Content is not simulated.' }
function Set-Content { throw 'A lab node has no files: Set-Content is not simulated.' }
function Remove-Item { throw 'A lab node has no files: Remove-Item is not simulated.' }
function Set-Item { throw 'A lab node has no files: Set-Item is not simulated.' }
