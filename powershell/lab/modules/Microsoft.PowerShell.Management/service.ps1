function ConvertTo-Service($node, $service) {
    $object = [ServiceController]::new()
    $object.Name = $service.name
    $object.ServiceName = $service.name
    $object.DisplayName = $service.displayName
    $object.Status = $service.state.Replace(' ', '')
    $object.StartType = if ($service.startMode -eq 'Auto') { 'Automatic' } else { $service.startMode }
    $object.CanStop = $service.state -eq 'Running'
    $object.DependentServices = @(foreach ($name in $service.dependents) { ConvertTo-Service $node (Get-LabService $node $name) })
    $object
}

function Get-Service {
    [CmdletBinding()] param([Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][Alias('ServiceName')][string[]]$Name, [switch]$DependentServices)
    process {
        Use-LabCluster {
            param($lab)
            $node = Get-LabThisNode $lab
            $patterns = if ($Name) { $Name } else { @('*') }
            foreach ($pattern in $patterns) {
                $found = @(foreach ($service in $node.services) { if ($service.name -like $pattern -or $service.displayName -like $pattern) { ConvertTo-Service $node $service } })
                if ($found.Count -eq 0 -and -not [WildcardPattern]::ContainsWildcardCharacters($pattern)) {
                    Write-LabError $PSCmdlet (New-LabError 'NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand' "Cannot find any service with service name '$pattern'." 'ObjectNotFound' $pattern)
                }
                if ($DependentServices) { foreach ($service in $found) { $service.DependentServices } } else { $found }
            }
        }
    }
}

function Get-ServiceToChange($cmdlet, $node, [string]$name, [string]$errorId) {
    $service = Get-LabService $node $name
    if (-not $service) { $cmdlet.ThrowTerminatingError((New-LabError "$errorId" "Cannot find any service with service name '$name'." 'ObjectNotFound' $name)) }
    $service
}

function Stop-Service {
    [CmdletBinding(DefaultParameterSetName = 'Name')] param(
        [Parameter(ParameterSetName = 'Object', Mandatory, ValueFromPipeline)][psobject[]]$InputObject,
        [Parameter(ParameterSetName = 'Name', Position = 0, Mandatory)][string[]]$Name,
        [switch]$Force, [switch]$NoWait, [switch]$PassThru)
    process {
        $names = if ($InputObject) { $InputObject | ForEach-Object { [string]$_.Name } } else { $Name }
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Stop-Service' ($names -join ', '))) { Set-LabServiceClaim $names 'Stopped'; return }
        Use-LabCluster -Change {
            param($lab)
            $node = Get-LabThisNode $lab
            foreach ($one in $names) {
                $service = Get-ServiceToChange $PSCmdlet $node $one 'NoServiceFoundForGivenName'
                $running = @($service.dependents | Where-Object { (Get-LabService $node $_).state -ne 'Stopped' })
                if ($running.Count -gt 0 -and -not $Force) {
                    $PSCmdlet.ThrowTerminatingError((New-LabError 'ServiceHasDependentServices' "Cannot stop service '$one': it has dependent services. Use -Force." 'InvalidOperation' $one))
                }
                Add-LabLedger $lab 'change' 'Stop-Service' $one $bound @{ processId = $service.processId; state = $service.state }
                foreach ($dependent in $running) { Stop-LabService $lab $node (Get-LabService $node $dependent) }
                Stop-LabService $lab $node $service
                if ($service.clustered -and $service.processId -eq 0) { Step-LabStoppedClusterService $lab $node $service }
            }
        }
        if (-not $NoWait) { [void](Wait-LabCluster { param($lab) $node = Get-LabThisNode $lab; -not ($names | Where-Object { (Get-LabService $node $_).state -eq 'Stop Pending' }) } -1) }
        if ($PassThru) { Get-Service -Name $names }
    }
}

function Start-Service {
    [CmdletBinding(DefaultParameterSetName = 'Name')] param(
        [Parameter(ParameterSetName = 'Object', Mandatory, ValueFromPipeline)][psobject[]]$InputObject,
        [Parameter(ParameterSetName = 'Name', Position = 0, Mandatory)][string[]]$Name, [switch]$PassThru)
    process {
        $names = if ($InputObject) { $InputObject | ForEach-Object { [string]$_.Name } } else { $Name }
        $bound = $PSBoundParameters
        if (-not (Enter-LabChange 'Start-Service' ($names -join ', '))) { Set-LabServiceClaim $names 'Running'; return }
        Use-LabCluster -Change {
            param($lab)
            $node = Get-LabThisNode $lab
            foreach ($one in $names) {
                $service = Get-ServiceToChange $PSCmdlet $node $one 'NoServiceFoundForGivenName'
                Add-LabLedger $lab 'change' 'Start-Service' $one $bound @{ state = $service.state }
                if ($service.state -eq 'Stopped' -and (Test-LabAccountLocked $node $service)) {
                    # What failed is in the log all the same.
                    Add-LabLockedRecord $node $service $lab.advancedTo
                    Save-LabCluster (Get-LabFolder) $lab
                    $PSCmdlet.ThrowTerminatingError((New-LabError 'CouldNotStartService' "Service '$one' cannot be started: the account is locked." 'OpenError' $one))
                }
                if ($service.state -eq 'Stopped' -and $service.failsToStart) {
                    Add-LabRecord $node 'start-failed' $lab.advancedTo @($one)
                    Save-LabCluster (Get-LabFolder) $lab
                    $PSCmdlet.ThrowTerminatingError((New-LabError 'CouldNotStartService' "Service '$one' cannot be started." 'OpenError' $one))
                }
                if ($service.state -eq 'Stopped') { $service.state = 'Start Pending'; $service.startsAt = $lab.advancedTo + $lab.timing.serviceStartMs }
            }
        }
        [void](Wait-LabCluster { param($lab) $node = Get-LabThisNode $lab; -not ($names | Where-Object { (Get-LabService $node $_).state -ne 'Running' }) } 30000)
        if ($PassThru) { Get-Service -Name $names }
    }
}

function Restart-Service { throw 'Restart-Service is not simulated: it hides whether the stop or the start failed.' }
function Set-Service { throw 'Set-Service is not simulated.' }
