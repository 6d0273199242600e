# What a session's own node does to all that is asked in it: its clock, how late it answers, and whether its commands do what they say.

$script:HANG_POLL_MS = 200
$script:skewMs = [long]0
$script:delayMs = [long]0
$script:delayed = $null

function Set-LabOwnNode([LabState]$Lab) {
    $node = Get-LabNode $Lab ([Environment]::GetEnvironmentVariable('COMPUTERNAME'))
    $script:skewMs = if ($node) { $node.skewMs } else { 0 }
    $script:delayMs = if ($node) { $node.delayMs } else { 0 }
}

# A slow node is late once for each call from outside, not for each command the call is made of: the outermost frame is the call.
function Wait-LabAnswer {
    if ($script:delayMs -le 0 -or -not $script:listed) { return }
    $call = $null
    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) { $call = $frame.InvocationInfo }
    if ([object]::ReferenceEquals($call, $script:delayed)) { return }
    $script:delayed = $call
    [Threading.Thread]::Sleep($script:delayMs)
}

<#
Whether a changing command of this session may act. Where commands lie it may not, and reports success all the same; where they hang this
returns only when that has ended. Either is told in the ledger (kind fault).
#>
function Enter-LabChange([string]$Command, [string]$Target) {
    $commands = Use-LabCluster {
        param($lab)
        $node = Get-LabNode $lab ([string]$env:COMPUTERNAME)
        if ($null -eq $node -or $node.commands -eq 'work') { return 'work' }
        Add-LabLedger $lab 'fault' $Command $Target @{} @{ commands = $node.commands }
        $node.commands
    }
    if ($commands -eq 'hang') {
        while (Use-LabCluster { param($lab) (Get-LabThisNode $lab).commands -eq 'hang' }) { [Threading.Thread]::Sleep($script:HANG_POLL_MS) }
    }
    $commands -ne 'lie'
}

<# What a lying stop or start says of a service: its state looks as it should, and its process is the one it was. #>
function Set-LabServiceClaim([string[]]$Names, [string]$State) {
    Use-LabCluster -Change {
        param($lab)
        $node = Get-LabThisNode $lab
        foreach ($name in $Names) {
            $service = Get-LabService $node $name
            if (-not $service -or $service.clustered) { continue }
            $service.state = $State
            if ($State -eq 'Stopped') { foreach ($dependent in $service.dependents) { (Get-LabService $node $dependent).state = $State } }
        }
    }
}

<#
Gives the functions of a node module the node's own clock, where that is off. What a function reads as [DateTime]::UtcNow is the machine's
time, which no process can have for itself, so this one expression is exchanged in their text; nothing else of them is.
#>
function Set-LabModuleClock([psmoduleinfo]$Module) {
    if ($script:skewMs -eq 0) { return }
    & $Module {
        param([long]$skew, $exported)
        foreach ($function in @($ExecutionContext.InvokeCommand.GetCommands('*-Incident*', 'Function', $true))) {
            $text = $function.Definition.Replace('[DateTime]::UtcNow', "[DateTime]::UtcNow.AddMilliseconds($skew)")
            # For the functions beside it, and for those who call it from outside.
            foreach ($scope in @('script'; if ($exported.ContainsKey($function.Name)) { 'global' })) { . ([scriptblock]::Create("function ${scope}:$($function.Name) {`n$text`n}")) }
        }
    } $script:skewMs $Module.ExportedFunctions
}
