function ConvertTo-ClusterNode($lab, $node, [int]$index) {
    $object = [ClusterNode]::new()
    $object.Name = $node.name
    $object.Id = "$($index + 1)"
    $object.State = $node.state
    $object.DrainStatus = $node.drainStatus
    $object.StatusInformation = switch ($node.drainStatus) { 'InProgress' { 'DrainInProgress' } 'Completed' { 'DrainCompleted' } 'Failed' { 'DrainFailed' } default { 'Normal' } }
    $object.DrainTarget = $node.drainTarget
    $object.NodeWeight = 1
    $object.DynamicWeight = [int]($node.state -ne 'Down')
    $object.BuildNumber = [int]$node.build.Split('.')[0]
    $object.NodeInstanceID = '00000000-0000-0000-0000-{0:x12}' -f ($index + 1)
    $object.Cluster = $lab.clusterName
    $object
}

function Get-NodeObject($lab, [string]$name) {
    for ($i = 0; $i -lt $lab.nodes.Count; $i++) { if ($lab.nodes[$i].name -eq $name) { return ConvertTo-ClusterNode $lab $lab.nodes[$i] $i } }
}

function ConvertTo-ClusterGroup($lab, $group) {
    $object = [ClusterGroup]::new()
    $object.Name = $group.name
    $object.State = $group.state
    $object.OwnerNode = Get-NodeObject $lab $group.owner
    $object.GroupType = $group.type
    $object.IsCoreGroup = $group.type -eq 'Cluster'
    $object.FailoverThreshold = [uint32]$group.failoverThreshold
    $object.FailoverPeriod = [uint32][Math]::Max(1, [Math]::Round($group.failoverPeriodMs / 3600000))
    $object.AutoFailbackType = [uint32]($group.preferredOwner -ne '')
    $object.PersistentState = [uint32]($group.state -ne 'Offline')
    $object.Priority = 2000
    $object.Cluster = $lab.clusterName
    $object
}

# A virtual machine that is clustered is a group as well.
function Get-GroupObject($lab) {
    foreach ($group in $lab.groups) { ConvertTo-ClusterGroup $lab $group }
    foreach ($vm in $lab.vms) {
        if (-not $vm.clustered) { continue }
        $object = [ClusterGroup]::new()
        $object.Name = $vm.name
        $object.State = if ($vm.state -eq 'Running') { 'Online' } else { 'Offline' }
        $object.OwnerNode = Get-NodeObject $lab $vm.node
        $object.GroupType = 'VirtualMachine'
        $object.PersistentState = 1
        $object.Priority = 2000
        $object.Cluster = $lab.clusterName
        $object
    }
}

function ConvertTo-ClusterResource($lab, $group) {
    $object = [ClusterResource]::new()
    $object.Name = $group.resource
    $object.State = switch ($group.state) { 'Pending' { if ($group.movingTo) { 'OfflinePending' } else { 'OnlinePending' } } 'PartialOnline' { 'Online' } default { $group.state } }
    $object.OwnerGroup = ConvertTo-ClusterGroup $lab $group
    $object.OwnerNode = $object.OwnerGroup.OwnerNode
    $object.ResourceType = [ClusterResourceType]@{ Name = 'Generic Service' }
    $object.RestartAction = 2
    $object.RestartThreshold = [uint32]$group.restartThreshold
    $object.RestartPeriod = [uint32]$group.restartPeriodMs
    $object.RestartDelay = [uint32]$group.restartDelayMs
    $object.RetryPeriodOnFailure = [uint32]$group.retryPeriodMs
    $object.PendingTimeout = 180000
    $object.MonitorProcessId = 5120
    $object.Cluster = $lab.clusterName
    $object
}

function ConvertTo-NameList($names) { , [string[]]@(foreach ($name in $names) { $name }) }

function Test-LabName([string]$value, [string[]]$patterns) {
    foreach ($pattern in $patterns) { if ($value -like $pattern) { return $true } }
    $false
}

# Each exact name that does not exist is an error of its own, as with the real commands; a pattern may find nothing.
function Write-NotFound($cmdlet, [string[]]$names, [string[]]$found, [string]$what) {
    foreach ($name in $names) {
        if ([WildcardPattern]::ContainsWildcardCharacters($name) -or $found -contains $name) { continue }
        Write-LabError $cmdlet (New-LabError 'ObjectNotFound' "$what '$name' was not found." 'ObjectNotFound' $name)
    }
}

function Get-ClusterNode {
    [CmdletBinding()] param([Parameter(Position = 0, ValueFromPipelineByPropertyName)][Collections.Specialized.StringCollection]$Name)
    process {
        $names = ConvertTo-NameList $Name
        Use-LabCluster {
            param($lab)
            $found = @($lab.nodes | ForEach-Object { $_.name } | Where-Object { -not $names -or (Test-LabName $_ $names) })
            if ($names) { Write-NotFound $PSCmdlet $names $found 'Cluster node' }
            foreach ($item in $found) { Get-NodeObject $lab $item }
        }
    }
}

function Get-ClusterGroup {
    [CmdletBinding()] param([Parameter(Position = 0)][Collections.Specialized.StringCollection]$Name)
    $names = ConvertTo-NameList $Name
    Use-LabCluster {
        param($lab)
        $found = @(Get-GroupObject $lab | Where-Object { -not $names -or (Test-LabName $_.Name $names) })
        if ($names) { Write-NotFound $PSCmdlet $names @($found | ForEach-Object { $_.Name }) 'Cluster group' }
        $found
    }
}

function Get-ClusterResource {
    [CmdletBinding()] param(
        [Parameter(Position = 0)][Collections.Specialized.StringCollection]$Name,
        [Parameter(ValueFromPipeline)][psobject]$InputObject)
    process {
        $names = ConvertTo-NameList $Name
        Use-LabCluster {
            param($lab)
            foreach ($group in $lab.groups) {
                if ($InputObject -and [string]$InputObject.Name -ne $group.name) { continue }
                if ($names -and -not (Test-LabName $group.resource $names)) { continue }
                ConvertTo-ClusterResource $lab $group
            }
            if ($names) { Write-NotFound $PSCmdlet $names @($lab.groups | ForEach-Object { $_.resource }) 'Cluster resource' }
        }
    }
}

function Get-ClusterResourceType {
    [CmdletBinding()] param([Parameter(Position = 0)][Collections.Specialized.StringCollection]$Name)
    $names = ConvertTo-NameList $Name
    $known = 'Generic Service', 'Virtual Machine', 'Cloud Witness'
    if ($names) { Write-NotFound $PSCmdlet $names $known 'Cluster resource type' }
    foreach ($type in $known) { if (-not $names -or (Test-LabName $type $names)) { [ClusterResourceType]@{ Name = $type } } }
}

# How a drain moves machines: by live migration from this priority on. No source confirms the values for Azure Local.
$script:MACHINE_PARAMETERS = [ordered]@{ MoveTypeThreshold = [uint32]2000; DefaultMoveType = [uint32]4294967295 }

function Write-Parameter([string]$subject, $values, [string[]]$names) {
    foreach ($key in $values.Keys) {
        if ($names -and -not (Test-LabName $key $names)) { continue }
        [ClusterParameter]@{ ClusterObject = $subject; Name = $key; ParameterType = $values[$key].GetType().Name; Value = $values[$key] }
    }
}

function Get-ClusterParameter {
    [CmdletBinding()] param(
        [Parameter(Position = 0)][Collections.Specialized.StringCollection]$Name,
        [Parameter(ValueFromPipeline)][psobject]$InputObject)
    process {
        $names = ConvertTo-NameList $Name
        if ($InputObject -is [ClusterResourceType]) {
            if ($InputObject.Name -eq 'Virtual Machine') { Write-Parameter $InputObject.Name $script:MACHINE_PARAMETERS $names }
            return
        }
        Use-LabCluster {
            param($lab)
            foreach ($group in $lab.groups) {
                if ([string]$InputObject.Name -ne $group.resource) { continue }
                $values = [ordered]@{ ServiceName = $group.service; StartupParameters = ''; UseNetworkName = 0 }
                Write-Parameter $group.resource $values $names
            }
        }
    }
}

function Get-ClusterOwnerNode {
    [CmdletBinding()] param([string]$Resource, [string]$Group)
    Use-LabCluster {
        param($lab)
        $subject = if ($Resource) { $Resource } else { $Group }
        $known = @($lab.groups | Where-Object { $_.resource -eq $subject -or $_.name -eq $subject })
        if ($known.Count -eq 0) { $PSCmdlet.ThrowTerminatingError((New-LabError 'ObjectNotFound' "'$subject' was not found." 'ObjectNotFound' $subject)) }
        $owners = @(if ($Resource) { $lab.nodes | Where-Object { Test-LabPossibleOwner $known[0] $_ } | ForEach-Object { Get-NodeObject $lab $_.name } }
            elseif ($known[0].preferredOwner) { Get-NodeObject $lab $known[0].preferredOwner })
        [ClusterOwnerNodeList]@{ ClusterObject = $subject; OwnerNodes = [ClusterNode[]]$owners }
    }
}

function Get-Cluster {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        New-LabObject 'Microsoft.FailoverClusters.PowerShell.Cluster' ([ordered]@{
                Name = $lab.clusterName; Domain = $lab.domain; DynamicQuorum = 1; WitnessDynamicWeight = [int]($lab.witness -eq 'Online')
                QuarantineThreshold = 3; QuarantineDuration = 7200; S2DEnabled = 1; DrainOnShutdown = 1
            })
    }
}

function Get-ClusterQuorum {
    [CmdletBinding()] param()
    Use-LabCluster {
        param($lab)
        $witness = $null
        if ($lab.witness -ne 'None') {
            $witness = [ClusterResource]@{ Name = 'Cloud Witness'; State = $lab.witness; ResourceType = [ClusterResourceType]@{ Name = 'Cloud Witness' }; OwnerNode = Get-NodeObject $lab $lab.nodes[0].name }
        }
        [ClusterQuorumSettings]@{ Cluster = $lab.clusterName; QuorumResource = $witness; QuorumType = 'Majority' }
    }
}
