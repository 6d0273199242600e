# The three JEA endpoints: the one list from which the JEA files are generated, sessions of the lab are locked, and a plain endpoint is
# given its functions. Modules are loaded with the session because a JEA session does not load them by itself; the module of the ECE
# client is not among them: it is loaded only by the session that asks for update progress.
@{
    Read    = @{
        Name      = 'AzureLocalIncident.Read'
        Functions = @(
            'Get-IncidentCallerCandidate'
            'Get-IncidentCertificateCall'
            'Get-IncidentClock'
            'Get-IncidentClusterState'
            'Get-IncidentCrashRecord'
            'Get-IncidentEvidence'
            'Get-IncidentGroupPlan'
            'Get-IncidentInterlock'
            'Get-IncidentNodeLoad'
            'Get-IncidentOrchestratorState'
            'Get-IncidentRootCertificate'
            'Get-IncidentServiceState'
            'Get-IncidentStepJournal'
            'Get-IncidentStorageState'
            'Get-IncidentUpdateProgress'
            'Test-IncidentCallerGone'
        )
        Modules   = @('CimCmdlets', 'ClusterAwareUpdating', 'FailoverClusters', 'Hyper-V', 'Microsoft.PowerShell.Diagnostics',
            'Microsoft.PowerShell.Management', 'Microsoft.PowerShell.Security', 'Microsoft.WSMan.Management', 'NetTCPIP', 'Storage')
    }
    Change  = @{
        Name      = 'AzureLocalIncident.Change'
        Functions = @(
            'Get-IncidentClock'
            'Import-IncidentRootCertificate'
            'Move-IncidentGroup'
            'Restart-IncidentGroup'
            'Restart-IncidentService'
            'Resume-IncidentNode'
            'Start-IncidentGroup'
            'Start-IncidentService'
            'Stop-IncidentCaller'
            'Suspend-IncidentNode'
            'Test-IncidentCallerGone'
        )
        Modules   = @('CimCmdlets', 'FailoverClusters', 'Microsoft.PowerShell.Management', 'Microsoft.PowerShell.Security',
            'Microsoft.WSMan.Management', 'PKI')
    }
    # Written only for a group of its own (New-JeaFile -RestartGroup): without that group nobody can restart a node through the bot.
    Restart = @{
        Name      = 'AzureLocalIncident.Restart'
        Functions = @(
            'Get-IncidentClock'
            'Restart-IncidentNode'
        )
        Modules   = @('CimCmdlets', 'FailoverClusters', 'Hyper-V', 'Microsoft.PowerShell.Management')
    }
}
