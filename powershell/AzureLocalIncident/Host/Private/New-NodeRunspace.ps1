function New-NodeRunspace {
    <#
    .SYNOPSIS
    Opens a runspace that has this module's functions: the work on one node runs in one.
    #>
    param([hashtable] $Connection)

    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    foreach ($command in $ExecutionContext.InvokeCommand.GetCommands('*-*', 'Function', $true)) {
        if ($command.ModuleName -ne 'AzureLocalIncident') { continue }
        $state.Commands.Add([Management.Automation.Runspaces.SessionStateFunctionEntry]::new($command.Name, $command.Definition))
    }
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    if ($Connection.transport -eq 'factory') { Import-SessionFactory -Runspace $runspace -Path $Connection.sessionFactory }
    $runspace
}
