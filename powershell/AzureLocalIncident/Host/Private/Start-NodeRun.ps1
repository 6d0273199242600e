function Start-NodeRun {
    <#
    .SYNOPSIS
    Starts the work on one node in a runspace of its own.
    #>
    param(
        [string] $Node, [hashtable] $Connection, [string] $Role, [string] $Work, [hashtable] $Arguments, [int] $NodeDeadlineMs,
        [Collections.Concurrent.ConcurrentQueue[object]] $Progress
    )

    $endpoint = (Get-EndpointList)[$Role]
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    foreach ($command in $ExecutionContext.InvokeCommand.GetCommands('*-*', 'Function', $true)) {
        if ($command.ModuleName -ne 'AzureLocalIncident') { continue }
        $state.Commands.Add([Management.Automation.Runspaces.SessionStateFunctionEntry]::new($command.Name, $command.Definition))
    }
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    if ($Connection.transport -eq 'factory') { Import-SessionFactory -Runspace $runspace -Path $Connection.sessionFactory }
    $context = [hashtable]::Synchronized(@{
            node           = $Node
            connection     = $Connection
            role           = $Role
            endpointName   = ($Connection.endpoints ?? @{})[$Role]
            functions      = [string[]] $endpoint.Functions
            nodeModulePath = [IO.Path]::Combine($script:ModuleFolder, 'Node', 'AzureLocalIncidentNode.psd1')
            nodeFolder     = [IO.Path]::Combine($script:ModuleFolder, 'Node')
            work           = $Work
            arguments      = $Arguments
            deadline       = [DateTime]::UtcNow.AddMilliseconds($NodeDeadlineMs)
            progress       = $Progress
            sessions       = [Collections.ArrayList]::Synchronized([Collections.ArrayList]::new())
        })
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand('Invoke-NodeWork').AddParameter('Context', $context)
    @{ node = $Node; context = $context; shell = $shell; runspace = $runspace; pending = $shell.BeginInvoke(); result = $null; abandoned = $false }
}
