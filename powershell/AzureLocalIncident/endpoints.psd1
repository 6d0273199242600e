# The three JEA endpoints: the one list from which the JEA files are generated, sessions of the lab are locked, and a plain endpoint is
# given its functions. Modules are loaded with the session because a JEA session does not load them by itself; the module of the ECE
# client is not among them: it is loaded only by the session that asks for update progress.
@{
    Read    = @{
        Name      = 'AzureLocalIncident.Read'
        Functions = @(
            'Get-IncidentCallerCandidate'
            'Get-IncidentClock'
            'Get-IncidentClusterState'
            'Get-IncidentCrashRecord'
            'Get-IncidentOrchestratorState'
            'Get-IncidentUpdateProgress'
            'Test-IncidentCallerGone'
        )
        Modules   = @('CimCmdlets', 'FailoverClusters', 'Microsoft.PowerShell.Diagnostics', 'Microsoft.PowerShell.Management',
            'Microsoft.PowerShell.Security', 'Microsoft.WSMan.Management', 'NetTCPIP')
    }
    Change  = @{
        Name      = 'AzureLocalIncident.Change'
        Functions = @(
            'Get-IncidentClock'
            'Start-IncidentGroup'
            'Stop-IncidentCaller'
            'Test-IncidentCallerGone'
        )
        Modules   = @('CimCmdlets', 'FailoverClusters', 'Microsoft.PowerShell.Management', 'Microsoft.WSMan.Management')
    }
    # No function restarts a node yet, so this endpoint offers the clock alone and is not registered unless asked for.
    Restart = @{
        Name      = 'AzureLocalIncident.Restart'
        Functions = @('Get-IncidentClock')
        Modules   = @('CimCmdlets')
    }
}
