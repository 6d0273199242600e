$script:loadedThumbprint = ''

# One call to the orchestrator: recorded in the ledger, answered when it is there, and a crash when this process is a stale caller.
function Invoke-OrchestratorCall($cmdlet, [scriptblock]$answer) {
    $name = $cmdlet.MyInvocation.MyCommand.Name
    $outcome = @{}
    $null = Use-LabCluster -Change {
        param($lab)
        $fresh = $script:loadedThumbprint -eq ''
        if ($fresh) { $script:loadedThumbprint = $lab.eceThumbprint }
        $shell = Get-LabOwnShell $lab
        if ($shell) { $shell.thumbprint = $script:loadedThumbprint; $shell.activeAt = $lab.advancedTo }
        $online = (Get-LabGroup $lab 'Azure Stack HCI Orchestrator Service Cluster Group').state -eq 'Online'
        $crashes = Test-LabCallCrashes $lab $script:loadedThumbprint
        Add-LabLedger $lab 'ece-query' $name '' @{} @{ fresh = $fresh; stale = $script:loadedThumbprint -ne $lab.eceThumbprint; answered = $online -and -not $crashes; crashed = $crashes }
        if ($crashes) { Invoke-LabCrash $lab $lab.advancedTo }
        $outcome.answered = $online -and -not $crashes
        $outcome.lab = $lab
    }
    if (-not $outcome.answered) {
        $cmdlet.ThrowTerminatingError((New-LabError 'EceClientException' 'The orchestrator service did not answer: GatewayTimeout.' 'ConnectionError' $name ([TimeoutException])))
    }
    & $answer $outcome.lab
}

function ConvertTo-UtcDateTime([long]$at) {
    if ($at -le 0) { return $null }
    [DateTimeOffset]::FromUnixTimeMilliseconds($at).UtcDateTime
}
