# Stands in for the four WMI classes the bot reads. A filter is a list of comparisons joined by "and" / "or" in brackets.
foreach ($part in 'filter', 'classes') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }

function Get-CimInstance {
    [CmdletBinding()] param(
        [Parameter(Position = 0, Mandatory)][ValidateSet('Win32_Service', 'Win32_Process', 'Win32_OperatingSystem', 'Win32_UserAccount')][string]$ClassName,
        [string]$Filter, [uint32]$OperationTimeoutSec, [string[]]$Property)
    $test = if ($Filter) { Get-CimFilter $Filter } else { $null }
    Use-LabCluster {
        param($lab)
        $node = Get-LabThisNode $lab
        if ($ClassName -eq 'Win32_Process' -and (Clear-LabEndedSession $lab $node.name)) { Set-LabChanged }
        # An object is made only of what was asked for.
        foreach ($values in (Get-CimValueOfClass $lab $node $ClassName)) { if (-not $test -or (Test-CimFilter $test $values)) { New-LabObject "$script:CIM$ClassName" $values } }
    }
}

# GetOwner of a Win32_Process is the only method: who the process runs as.
function Invoke-CimMethod {
    [CmdletBinding()] param([Parameter(Mandatory, ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0, Mandatory)][ValidateSet('GetOwner')][string]$MethodName)
    process {
        Use-LabCluster {
            param($lab)
            $process = Get-LabProcess (Get-LabThisNode $lab) ([int]$InputObject.ProcessId)
            $parts = if ($process) { $process.user.Split('\') } else { @('', '') }
            New-LabObject 'Microsoft.Management.Infrastructure.CimMethodResult' ([ordered]@{ Domain = $parts[0]; User = $parts[-1]; ReturnValue = [uint32]$(if ($process) { 0 } else { 2 }) })
        }
    }
}

function Remove-CimInstance { throw 'Remove-CimInstance is not simulated.' }
function Set-CimInstance { throw 'Set-CimInstance is not simulated.' }
function New-CimInstance { throw 'New-CimInstance is not simulated.' }
Export-ModuleMember -Function 'Get-CimInstance', 'Invoke-CimMethod', 'Remove-CimInstance', 'Set-CimInstance', 'New-CimInstance'
