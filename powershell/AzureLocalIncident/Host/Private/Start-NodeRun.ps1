function Start-NodeRun {
    <#
    .SYNOPSIS
    Starts the work on one node in a runspace of its own, with the session that an earlier operation kept where there is one.
    #>
    param(
        [string] $Node, [hashtable] $Connection, [string] $Role, [string] $Work, [hashtable] $Arguments, [int] $NodeDeadlineMs,
        [Collections.Concurrent.ConcurrentQueue[object]] $Progress
    )

    $endpoint = (Get-EndpointList)[$Role]
    $kept = Get-KeptSession -Node $Node -Role $Role
    $runspace = $kept ? $kept.runspace : (New-NodeRunspace -Connection $Connection)
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
            keptSession    = $kept ? $kept.session : $null
            keeps          = Test-KeepsSession -Role $Role
            sessions       = [Collections.ArrayList]::Synchronized([Collections.ArrayList]::new())
        })
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand('Invoke-NodeWork').AddParameter('Context', $context)
    @{ node = $Node; context = $context; shell = $shell; runspace = $runspace; pending = $shell.BeginInvoke(); result = $null; abandoned = $false }
}
