@{
    RootModule           = 'AzureLocalIncident.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '2f6c2a52-5a0d-4c8c-9a7e-0d3b6f0f6c11'
    Author               = 'azure-local-incident-bot'
    Description          = 'Bot-host operations for the orchestrator crash loop on Azure Local clusters.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @(
        'Close-KeptSession'
        'Find-CallerCandidate'
        'Find-CertificateCall'
        'Get-ClusterEvidence'
        'Get-GroupPlan'
        'Get-NodeRestartInterlock'
        'Get-RootCertificate'
        'Get-ServiceInventory'
        'Get-StepCall'
        'Get-StepEvidence'
        'Get-UpdateProgress'
        'Import-RootCertificate'
        'Move-ClusterServiceGroup'
        'Restart-ClusterServiceGroup'
        'Restart-Node'
        'Restart-NodeService'
        'Resume-Node'
        'Start-ClusterServiceGroup'
        'Start-NodeService'
        'Stop-Caller'
        'Suspend-Node'
        'Test-CallerGone'
        'Test-OrchestratorAnswer'
        'Wait-StorageClean'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
