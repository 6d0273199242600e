# Stands in for the remote shells of Microsoft.WSMan.Management: listing and removing, nothing else.
function ConvertTo-Duration([long]$milliseconds) { [Xml.XmlConvert]::ToString([timespan]::FromSeconds([Math]::Floor($milliseconds / 1000))) }

function ConvertTo-Shell($lab, $shell) {
    New-LabObject 'System.Xml.XmlElement#http://schemas.microsoft.com/wbem/wsman/1/windows/shell#Shell' ([ordered]@{
            ShellId = $shell.shellId; Name = $shell.name; ResourceUri = $shell.resourceUri; Owner = $shell.owner; ClientIP = $shell.clientAddress
            ProcessId = [string]$shell.processId; IdleTimeOut = "PT$([Math]::Floor($shell.idleTimeoutMs / 1000)).000S"; State = 'Connected'
            ShellRunTime = ConvertTo-Duration ($lab.advancedTo - $shell.openedAt); ShellInactivity = ConvertTo-Duration ($lab.advancedTo - $shell.activeAt)
            MemoryUsed = '88MB'; ChildProcesses = '0'
        })
}

function Get-WSManInstance {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][uri]$ResourceURI, [switch]$Enumerate, [hashtable]$SelectorSet)
    if ([string]$ResourceURI -ne 'shell') { $PSCmdlet.ThrowTerminatingError((New-LabError 'WsManError' "The lab has no resource '$ResourceURI'." 'InvalidOperation' $ResourceURI)) }
    Use-LabCluster {
        param($lab)
        $node = Get-LabThisNode $lab
        if (Clear-LabEndedSession $lab $node.name) { Set-LabChanged }
        foreach ($shell in $lab.shells) {
            if ($shell.node -ne $node.name -or $shell.name -ne 'WinRM' -or ($SelectorSet -and $shell.shellId -ne [string]$SelectorSet['ShellId'])) { continue }
            ConvertTo-Shell $lab $shell
        }
    }
}

# Removing a shell ends its wsmprovhost process and all that ran in it.
function Remove-WSManInstance {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory)][uri]$ResourceURI, [Parameter(Position = 1, Mandatory)][hashtable]$SelectorSet)
    $bound = $PSBoundParameters
    if (-not (Enter-LabChange 'Remove-WSManInstance' ([string]$SelectorSet['ShellId']))) { return }
    Use-LabCluster -Change {
        param($lab)
        $node = Get-LabThisNode $lab
        $wanted = [string]$SelectorSet['ShellId']
        $shell = $lab.shells | Where-Object { $_.node -eq $node.name -and $_.name -eq 'WinRM' -and $_.shellId -eq $wanted }
        if (-not $shell -or [string]$ResourceURI -ne 'shell') {
            $PSCmdlet.ThrowTerminatingError((New-LabError 'WsManError' "The shell '$wanted' was not found on $($node.name)." 'ObjectNotFound' $wanted))
        }
        Add-LabLedger $lab 'change' 'Remove-WSManInstance' $wanted $bound @{ owner = $shell.owner; processId = $shell.processId }
        Remove-LabProcess $lab $node $shell.processId
    }
}

function Set-WSManInstance { throw 'Set-WSManInstance is not simulated.' }
function New-WSManInstance { throw 'New-WSManInstance is not simulated.' }
function Invoke-WSManAction { throw 'Invoke-WSManAction is not simulated.' }
Export-ModuleMember -Function '*-WSMan*'
