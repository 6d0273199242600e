# What a test does with a locked session directly, past the operations. The answer is an error id, or 'ran'.
$script:product = Import-Module ([IO.Path]::Combine($PSScriptRoot, '../../../powershell/AzureLocalIncident/AzureLocalIncident.psd1')) -PassThru

function Test-LockedSession {
    param([hashtable] $Connection, [string] $Node, [string] $Role, [string[]] $Scripts = @(), [object[]] $Calls = @())

    & $script:product {
        param($connection, $node, $role, $scripts, $calls)
        $context = @{
            node = $node; connection = $connection; role = $role; endpointName = $null; functions = [string[]] (Get-EndpointList)[$role].Functions
            nodeModulePath = [IO.Path]::Combine($script:ModuleFolder, 'Node', 'AzureLocalIncidentNode.psd1'); deadline = [DateTime]::UtcNow.AddSeconds(60)
            sessions = [Collections.ArrayList]::new()
        }
        $session = Open-NodeSession -Context $context
        $idOf = {
            param($prepare)
            try { $null = Invoke-InSession -Context $context -Session $session -Prepare $prepare; 'ran' }
            catch {
                $inner = $_.Exception
                while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
                "$($inner.ErrorRecord.FullyQualifiedErrorId)"
            }
        }
        try {
            @{
                scripts = @(foreach ($text in $scripts) { & $idOf { param($call) $null = $call.AddScript($text) } })
                calls   = @(foreach ($wanted in $calls) {
                        & $idOf { param($call) $null = $call.AddCommand($wanted.name); foreach ($key in $wanted.parameters.Keys) { $null = $call.AddParameter($key, $wanted.parameters[$key]) } }
                    })
            }
        }
        finally { $null = Close-NodeSession -Session $session }
    } $Connection $Node $Role $Scripts $Calls
}
Export-ModuleMember -Function Test-LockedSession
