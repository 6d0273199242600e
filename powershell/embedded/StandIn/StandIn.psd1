# The few commands of Microsoft.PowerShell.Utility that bot-host scripts use and the bare engine lacks.
# Compiled into the host (StandInCmdlets.cs) so that they see the caller's preference variables as the real ones do.
@{
    RootModule        = '../../pwsh.dll'
    ModuleVersion     = '1.0.0'
    GUID              = '6d0f0c3e-7a53-4b70-9d0f-5f0a3b6c1e52'
    PowerShellVersion = '7.4'
    Description       = 'Stand-in for a few Utility commands on the embedded engine.'
    CmdletsToExport   = @('Write-Output', 'Write-Verbose', 'Write-Warning', 'Write-Debug', 'Write-Information', 'Write-Host', 'Write-Error', 'Start-Sleep')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
