# The lab cannot hurt the machine it runs on: a session refuses to start unless each name that could change something, plain and
# module-qualified, resolves into the lab's folder.

$script:MUTATING = @{
    'Microsoft.PowerShell.Management' = 'Restart-Computer', 'Stop-Computer', 'Stop-Process', 'Start-Process', 'Stop-Service', 'Start-Service', 'Restart-Service', 'Set-Service', 'Remove-Item', 'Set-Item', 'Set-Content'
    'FailoverClusters'                = 'Move-ClusterGroup', 'Start-ClusterGroup', 'Stop-ClusterGroup', 'Suspend-ClusterNode', 'Resume-ClusterNode'
    'Microsoft.WSMan.Management'      = 'Remove-WSManInstance', 'Set-WSManInstance', 'New-WSManInstance', 'Invoke-WSManAction'
    'CimCmdlets'                      = 'Invoke-CimMethod', 'Remove-CimInstance', 'Set-CimInstance', 'New-CimInstance'
    'PKI'                             = , 'Import-Certificate'
    'Microsoft.AS.Infra.Moc'          = 'New-MocPhysicalNode', 'Remove-MocPhysicalNode'
}

<# Every name, plain and qualified, that must not reach anything real. #>
function Get-LabMutatingName {
    foreach ($module in $script:MUTATING.Keys) {
        foreach ($name in $script:MUTATING[$module]) { $name; "$module\$name" }
    }
}

<# Throws unless every mutating name resolves into the lab's folder. Call after all modules are loaded. #>
function Assert-LabSafety {
    $lab = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..')) + [IO.Path]::DirectorySeparatorChar
    if ($global:PSModuleAutoLoadingPreference -ne 'None') { throw 'Module auto-loading is on: a command could come from outside the lab.' }
    foreach ($name in Get-LabMutatingName) {
        $command = $global:ExecutionContext.InvokeCommand.GetCommand($name, 'All')
        $file = if ($command -is [System.Management.Automation.FunctionInfo]) { [string]$command.ScriptBlock.File } else { '' }
        if (-not $file.StartsWith($lab, [StringComparison]::Ordinal)) {
            throw "The name '$name' does not resolve into the lab ($lab) but to '$($command.CommandType) $($command.Source)': the session is refused, to protect this machine."
        }
    }
}
