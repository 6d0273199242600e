# The functions that run on a node. Each file stands alone: on a plain endpoint the files are sent as they are.
@{
    ModuleVersion     = '0.1.0'
    GUID              = 'b0c1f2de-6a3e-4f0a-8a52-8d1c0a1f7c33'
    Author            = 'azure-local-incident-bot'
    Description       = 'Node-side functions for the orchestrator crash loop on Azure Local clusters.'
    PowerShellVersion = '5.1'
    NestedModules     = @(
        'Get-IncidentCallerCandidate.ps1'
        'Get-IncidentClock.ps1'
        'Get-IncidentClusterState.ps1'
        'Get-IncidentCrashRecord.ps1'
        'Get-IncidentInterlock.ps1'
        'Get-IncidentNodeLoad.ps1'
        'Get-IncidentOrchestratorState.ps1'
        'Get-IncidentStorageState.ps1'
        'Get-IncidentUpdateProgress.ps1'
        'Restart-IncidentNode.ps1'
        'Resume-IncidentNode.ps1'
        'Start-IncidentGroup.ps1'
        'Stop-IncidentCaller.ps1'
        'Suspend-IncidentNode.ps1'
        'Test-IncidentCallerGone.ps1'
    )
    FunctionsToExport = @(
        'Get-IncidentCallerCandidate'
        'Get-IncidentClock'
        'Get-IncidentClusterState'
        'Get-IncidentCrashRecord'
        'Get-IncidentInterlock'
        'Get-IncidentNodeLoad'
        'Get-IncidentOrchestratorState'
        'Get-IncidentStorageState'
        'Get-IncidentUpdateProgress'
        'Restart-IncidentNode'
        'Resume-IncidentNode'
        'Start-IncidentGroup'
        'Stop-IncidentCaller'
        'Suspend-IncidentNode'
        'Test-IncidentCallerGone'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
