$script:RESTART_DELAY_MS = 400

# Restarts the node this session is on. The answer goes out first; then the session breaks, as it does in reality.
function Restart-Computer {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')] param([switch]$Force)
    if (-not $PSCmdlet.ShouldProcess([string]$env:COMPUTERNAME)) { return }
    if (-not (Enter-LabChange 'Restart-Computer' ([string]$env:COMPUTERNAME))) { return }
    Use-LabCluster -Change {
        param($lab)
        $node = Get-LabThisNode $lab
        $bound = @{ Force = $Force.IsPresent }
        Add-LabLedger $lab 'change' 'Restart-Computer' $node.name $bound
        $node.restartAt = $lab.advancedTo + $script:RESTART_DELAY_MS
        Set-LabSessionEnd $script:RESTART_DELAY_MS
    }
}

function Stop-Computer { throw 'Stop-Computer is not simulated: nothing in the runbook turns a node off.' }
