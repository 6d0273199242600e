# What a test does with a locked session directly, past the operations. The answer is an error id, or 'ran'.
$script:product = Import-Module ([IO.Path]::Combine($PSScriptRoot, '../../../powershell/AzureLocalIncident/AzureLocalIncident.psd1')) -PassThru

function New-ProbeContext {
    param([hashtable] $Connection, [string] $Node, [string] $Role)
    & $script:product {
        param($connection, $node, $role)
        @{
            node = $node; connection = $connection; role = $role; endpointName = $null; functions = [string[]] (Get-EndpointList)[$role].Functions
            nodeFolder = [IO.Path]::Combine($script:ModuleFolder, 'Node'); deadline = [DateTime]::UtcNow.AddSeconds(120); sessions = [Collections.ArrayList]::new()
            nodeModulePath = [IO.Path]::Combine($script:ModuleFolder, 'Node', 'AzureLocalIncidentNode.psd1')
        }
    } $Connection $Node $Role
}

function Test-LockedSession {
    [CmdletBinding()] param([hashtable] $Connection, [string] $Node, [string] $Role, [string[]] $Scripts = @(), [object[]] $Calls = @())

    & $script:product {
        param($context, $connection, $scripts, $calls)
        . $connection.sessionFactory
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
                        & $idOf {
                            param($call)
                            $null = $call.AddCommand($wanted.name)
                            foreach ($key in $wanted.parameters.Keys) { $null = $call.AddParameter($key, $wanted.parameters[$key]) }
                            # What a test cannot send as JSON, or should not: a text of a megabyte, a block of script.
                            if ($wanted.long) { $null = $call.AddParameter($wanted.long, 'a' * 1MB) }
                            if ($wanted.block) { $null = $call.AddParameter($wanted.block, { throw 'evaluated' }) }
                        }
                    })
            }
        }
        finally { $null = Close-NodeSession -Session $session }
    } (New-ProbeContext $Connection $Node $Role) $Connection $Scripts $Calls
}

function Test-PlainSession {
    [CmdletBinding()] param([hashtable] $Connection, [string] $Node, [string] $Role)

    & $script:product {
        param($context, $connection)
        . $connection.sessionFactory
        $session = Open-NodeSession -Context $context
        try {
            $before = try { $null = Invoke-NodeFunction -Context $context -Session $session -Name 'Get-IncidentClock'; 'ran' }
            catch { (ConvertTo-NodeFailure -ErrorRecord $_ -Node $context.node).errorId }
            Send-NodeFunction -Context $context -Session $session
            $arguments = @{ 'Get-IncidentCrashRecord' = @{ SinceUtc = '2026-10-14T00:00:00Z' }; 'Get-IncidentInterlock' = @{ Name = 'n1' }; 'Test-IncidentCallerGone' = @{ ShellId = "$([guid]::NewGuid())" }; 'Get-IncidentStepJournal' = @{ Key = 'step-1' }; 'Get-IncidentEvidence' = @{ SinceUtc = '2026-10-14T00:00:00Z' }; 'Get-IncidentCertificateCall' = @{ CertificateSubject = @('CN=x'); WatchMs = 0 } }
            $failed = @(foreach ($name in $context.functions) {
                    # This one asks the orchestrator, which is not made up here.
                    if ($name -eq 'Get-IncidentUpdateProgress') { continue }
                    $part = Read-NodePart -Context $context -Session $session -Name $name -Parameters ($arguments[$name] ?? @{})
                    if ($part.status -ne 'ok') { "$name $($part.errorId) $($part.message)" }
                })
            @{
                before       = $before
                computerName = (Invoke-NodeFunction -Context $context -Session $session -Name 'Get-IncidentClock').computerName
                failed       = $failed
            }
        }
        finally { $null = Close-NodeSession -Session $session }
    } (New-ProbeContext $Connection $Node $Role) $Connection
}

# Calls node functions one after the other in one session, as the operations do one each. HeldFile: kept open by this process meanwhile.
function Invoke-SessionCall {
    [CmdletBinding()] param([hashtable] $Connection, [string] $Node, [string] $Role, [object[]] $Calls, [string] $HeldFile = '')

    & $script:product {
        param($context, $connection, $calls, $heldFile)
        . $connection.sessionFactory
        $session = Open-NodeSession -Context $context
        $held = $heldFile ? [IO.FileStream]::new($heldFile, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None) : $null
        try {
            @{ answers = @(foreach ($wanted in $calls) { Invoke-NodeFunction -Context $context -Session $session -Name $wanted.name -Parameters $wanted.parameters }) }
        }
        finally {
            if ($null -ne $held) { $held.Dispose() }
            $null = Close-NodeSession -Session $session
        }
    } (New-ProbeContext $Connection $Node $Role) $Connection $Calls $HeldFile
}
Export-ModuleMember -Function 'Invoke-SessionCall', 'Test-LockedSession', 'Test-PlainSession'
