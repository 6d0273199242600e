# Asks the module's own rule about made-up answers of a node.
$script:product = Import-Module ([IO.Path]::Combine($PSScriptRoot, '../../../powershell/AzureLocalIncident/AzureLocalIncident.psd1')) -PassThru

function Test-StorageVerdict {
    [CmdletBinding()] param([object[]] $States)
    @{ verdicts = @(foreach ($state in $States) { & $script:product { param($state) Get-StorageVerdict -State $state } $state }) }
}
Export-ModuleMember -Function 'Test-StorageVerdict'
