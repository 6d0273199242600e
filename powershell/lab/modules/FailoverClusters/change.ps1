# Waits as the real commands do: without -Wait to the end, with it at most that many seconds, with 0 not at all. Gives the group as it
# was when the waiting ended: a moment later it may have crashed again.
function Wait-Group([string]$name, [string[]]$states, [bool]$bounded, [int]$seconds) {
    $deadline = [Environment]::TickCount64 + 1000 * $seconds
    while ($true) {
        $group = Use-LabCluster { param($lab) ConvertTo-ClusterGroup $lab (Get-LabGroup $lab $name) }
        if ($states -contains [string]$group.State -or ($bounded -and [Environment]::TickCount64 -ge $deadline)) { return $group }
        [Threading.Thread]::Sleep(20)
    }
}

function Get-GroupToChange($cmdlet, $lab, [string]$name) {
    $group = Get-LabGroup $lab $name
    if (-not $group) { $cmdlet.ThrowTerminatingError((New-LabError 'ObjectNotFound' "Cluster group '$name' was not found." 'ObjectNotFound' $name)) }
    if ($group.movingTo) { $cmdlet.ThrowTerminatingError((New-LabError 'GroupPending' "Cluster group '$name' is still pending: the operation cannot be carried out in this state." 'InvalidOperation' $name)) }
    $group
}

function Move-ClusterGroup {
    [CmdletBinding()] param(
        [Parameter(Position = 0, Mandatory, ValueFromPipelineByPropertyName)][string]$Name,
        [Parameter(Position = 1)][string]$Node, [switch]$IgnoreLocked, [int]$Wait)
    process {
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Move-ClusterGroup' $Name)) { return Get-ClusterGroup -Name $Name }
        Use-LabCluster -Change {
            param($lab)
            $group = Get-GroupToChange $PSCmdlet $lab $Name
            $target = if ($Node) { Get-LabNode $lab $Node } else { Get-LabFailoverTarget $lab $group }
            if (-not $target -or $target.state -ne 'Up' -or -not (Test-LabPossibleOwner $group $target)) {
                $PSCmdlet.ThrowTerminatingError((New-LabError 'MoveGroupFailed' "The group '$Name' cannot be moved to '$Node': it is not an available node." 'InvalidOperation' $Name))
            }
            Add-LabLedger $lab 'change' 'Move-ClusterGroup' $group.name $bound @{ from = $group.owner; to = $target.name }
            if ($target.name -ne $group.owner) { Move-LabGroup $lab $group $target $lab.advancedTo }
        }
        Wait-Group $Name @('Online', 'Failed', 'Offline') $PSBoundParameters.ContainsKey('Wait') $Wait
    }
}

function Start-ClusterGroup {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory, ValueFromPipelineByPropertyName)][string]$Name, [int]$Wait)
    process {
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Start-ClusterGroup' $Name)) { return Get-ClusterGroup -Name $Name }
        Use-LabCluster -Change {
            param($lab)
            $group = Get-GroupToChange $PSCmdlet $lab $Name
            Add-LabLedger $lab 'change' 'Start-ClusterGroup' $group.name $bound @{ state = $group.state }
            if ($group.state -in 'Failed', 'Offline') { Start-LabGroup $lab $group $lab.advancedTo }
        }
        Wait-Group $Name @('Online', 'Failed') $PSBoundParameters.ContainsKey('Wait') $Wait
    }
}

function Stop-ClusterGroup {
    [CmdletBinding()] param([Parameter(Position = 0, Mandatory, ValueFromPipelineByPropertyName)][string]$Name, [int]$Wait)
    process {
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Stop-ClusterGroup' $Name)) { return Get-ClusterGroup -Name $Name }
        Use-LabCluster -Change {
            param($lab)
            $group = Get-GroupToChange $PSCmdlet $lab $Name
            Add-LabLedger $lab 'change' 'Stop-ClusterGroup' $group.name $bound @{ state = $group.state }
            Stop-LabGroup $lab $group
        }
        Get-ClusterGroup -Name $Name
    }
}

# The real commands take several names; nobody here asks for more than one node at a time.
function Get-OneName($cmdlet, [Collections.Specialized.StringCollection]$names) {
    if ($null -eq $names -or $names.Count -ne 1) { $cmdlet.ThrowTerminatingError((New-LabError 'NotSimulated' 'Only one node at a time is simulated.' 'InvalidArgument' $names)) }
    $names[0]
}

function Suspend-ClusterNode {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')] param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)][Collections.Specialized.StringCollection]$Name, [switch]$Drain, [switch]$ForceDrain, [switch]$Wait, [string]$TargetNode)
    process {
        $one = Get-OneName $PSCmdlet $Name
        if (-not $PSCmdlet.ShouldProcess($one)) { return }
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Suspend-ClusterNode' $one)) { return Get-ClusterNode -Name $one }
        Use-LabCluster -Change {
            param($lab)
            $node = Get-LabNode $lab $one
            if ($TargetNode -and -not ($lab.nodes | Where-Object { $_.name -eq $TargetNode -and $_.state -eq 'Up' })) { $PSCmdlet.ThrowTerminatingError((New-LabError 'SuspendNodeFailed' "The target node '$TargetNode' is not up." 'InvalidOperation' $TargetNode)) }
            if (-not $node -or $node.state -eq 'Down') { $PSCmdlet.ThrowTerminatingError((New-LabError 'SuspendNodeFailed' "Node '$one' is not up." 'InvalidOperation' $one)) }
            Add-LabLedger $lab 'change' 'Suspend-ClusterNode' $node.name $bound
            if ($Drain) { Start-LabDrain $lab $node $TargetNode $ForceDrain.IsPresent $lab.advancedTo } else { $node.state = 'Paused' }
        }
        if ($Wait) { [void](Wait-LabCluster { param($lab) (Get-LabNode $lab $one).drainStatus -ne 'InProgress' } -1) }
        Get-ClusterNode -Name $one
    }
}

function Resume-ClusterNode {
    [CmdletBinding()] param([Parameter(Position = 0, ValueFromPipelineByPropertyName)][Collections.Specialized.StringCollection]$Name, [ResumeClusterNodeFailbackType]$Failback)
    process {
        $one = Get-OneName $PSCmdlet $Name
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Resume-ClusterNode' $one)) { return Get-ClusterNode -Name $one }
        Use-LabCluster -Change {
            param($lab)
            $node = Get-LabNode $lab $one
            if (-not $node -or $node.state -ne 'Paused') { $PSCmdlet.ThrowTerminatingError((New-LabError 'ResumeNodeFailed' "Node '$one' is not paused." 'InvalidOperation' $one)) }
            Add-LabLedger $lab 'change' 'Resume-ClusterNode' $node.name $bound
            Resume-LabNode $lab $node $lab.advancedTo -Failback:($Failback -eq 'Immediate')
        }
        Get-ClusterNode -Name $one
    }
}
