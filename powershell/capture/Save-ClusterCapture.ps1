<#
.SYNOPSIS
Saves what is still unconfirmed about real clusters, from one node, by reading only.
.DESCRIPTION
Run it on one node of a healthy Azure Local cluster, in Windows PowerShell 5.1, as an administrator of that node. Nothing is changed, nothing is
sent anywhere: it writes one JSON file per question into a new folder, and capture.json, which says for each question whether it was answered
and, where not, by which error. Read the files before you share them.

Left out on purpose: private keys, certificate contents, environment variables, event texts. Account names, node names and addresses are
replaced by account-1, node-1, address-1 and so on unless -KeepNames is given; the same name always gets the same replacement.

It starts no session on another node, and does not ask the orchestrator: a session that has asked it keeps its client certificate for as
long as it lives.
.PARAMETER OutputPath
Folder for the files; it must not be there yet.
.PARAMETER KeepNames
Leaves names and addresses as they are.
.EXAMPLE
powershell.exe -NoProfile -File .\Save-ClusterCapture.ps1 -OutputPath C:\Temp\capture
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateNotNullOrEmpty()]
    [string] $OutputPath,

    [switch] $KeepNames
)

$ErrorActionPreference = 'Stop'
$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
if ([IO.Directory]::Exists($target)) { throw "The folder '$target' is there already. Name a new one." }
$null = [IO.Directory]::CreateDirectory($target)
$replacements = @{}
$answered = @()

function Hide-Name {
    <#
    .SYNOPSIS
    Replaces a name by a number of its kind, the same name always by the same number.
    #>
    param([string] $Name, [ValidateSet('account', 'node', 'address')] [string] $Kind)

    if ($KeepNames -or $Name -eq '') { return $Name }
    $wellKnown = @('LocalSystem', 'NT AUTHORITY\SYSTEM', 'NT AUTHORITY\NetworkService', 'NT AUTHORITY\LocalService', '0.0.0.0', '::', '127.0.0.1', '::1')
    if ($wellKnown -contains $Name) { return $Name }
    $key = "$Kind/$Name".ToLowerInvariant()
    if (-not $replacements.ContainsKey($key)) {
        $same = @($replacements.Keys | Where-Object { $_ -like "$Kind/*" })
        $replacements[$key] = "$Kind-$($same.Count + 1)"
    }
    $replacements[$key]
}

function Save-Answer {
    <#
    .SYNOPSIS
    Asks one question and writes its answer into a file of its own; an error is an answer too.
    #>
    param([string] $Name, [scriptblock] $Question)

    $entry = [ordered]@{ name = $Name; status = 'ok'; errorId = $null; message = $null }
    try {
        $answer = @(ForEach-Object -InputObject $Name -Process $Question)
        $text = ConvertTo-Json -InputObject $answer -Depth 6
        [IO.File]::WriteAllText([IO.Path]::Combine($target, "$Name.json"), $text)
    }
    catch {
        $entry.status = 'failed'
        $entry.errorId = $_.FullyQualifiedErrorId
        $entry.message = $_.Exception.Message
    }
    $script:answered += $entry
}

Save-Answer 'groups' {
    foreach ($group in Get-ClusterGroup) {
        [ordered]@{
            name = $group.Name; type = "$($group.GroupType)"; state = "$($group.State)"; owner = Hide-Name "$($group.OwnerNode.Name)" 'node'
            failoverThreshold = $group.FailoverThreshold; failoverPeriod = $group.FailoverPeriod; autoFailbackType = $group.AutoFailbackType
            lockedFromMoving = $group.LockedFromMoving
        }
    }
}

Save-Answer 'resources' {
    foreach ($resource in Get-ClusterResource) {
        [ordered]@{
            name = $resource.Name; group = $resource.OwnerGroup.Name; type = $resource.ResourceType.Name; typeText = "$($resource.ResourceType)"; state = "$($resource.State)"
            restartAction = $resource.RestartAction; restartThreshold = $resource.RestartThreshold; restartPeriod = $resource.RestartPeriod
            restartDelay = $resource.RestartDelay; retryPeriodOnFailure = $resource.RetryPeriodOnFailure; pendingTimeout = $resource.PendingTimeout
            dependency = (Get-ClusterResourceDependency -Resource "$($resource.Name)").DependencyExpression
        }
    }
}

Save-Answer 'cluster' {
    $cluster = Get-Cluster
    [ordered]@{
        storageSpacesDirect = $cluster.S2DEnabled; witnessDynamicWeight = $cluster.WitnessDynamicWeight; quorum = "$((Get-ClusterQuorum).QuorumResource)"
        nodes = @(Get-ClusterNode | ForEach-Object {
                [ordered]@{
                    name = Hide-Name $_.Name 'node'; state = "$($_.State)"; weight = $_.NodeWeight; dynamicWeight = $_.DynamicWeight
                    statusInformation = "$($_.StatusInformation)"; drainStatus = "$($_.DrainStatus)"; build = $_.BuildNumber
                }
            })
        sharedVolumes = @(Get-ClusterSharedVolume | ForEach-Object { "$($_.State)" })
    }
}

Save-Answer 'storage' {
    # Functions of a module: they do not see the preference of this script.
    $words = { param($disk) "$($disk.HealthStatus), $([string]::Join(' + ', @($disk.OperationalStatus | ForEach-Object { "$_" })))" }
    [ordered]@{
        virtualDisks  = @(Get-VirtualDisk -ErrorAction Stop | ForEach-Object { & $words $_ })
        pools         = @(Get-StoragePool -ErrorAction Stop | Where-Object { -not $_.IsPrimordial } | ForEach-Object { & $words $_ })
        physicalDisks = @(Get-PhysicalDisk -ErrorAction Stop | ForEach-Object { & $words $_ } | Group-Object | ForEach-Object { "$($_.Count) x $($_.Name)" })
        jobs          = @(Get-StorageJob -ErrorAction Stop | ForEach-Object { "$($_.JobState), $($_.PercentComplete)" })
    }
}

Save-Answer 'updating-run' {
    foreach ($run in @(Get-CauRun)) {
        [ordered]@{
            text = "$run"; types = @($run.PSObject.TypeNames); fields = @($run.PSObject.Properties | ForEach-Object { $_.Name }); hasRunId = $null -ne $run.RunId
        }
    }
}

Save-Answer 'machine-moves' {
    foreach ($setting in Get-ClusterResourceType -Name 'Virtual Machine' | Get-ClusterParameter) {
        [ordered]@{ name = $setting.Name; value = "$($setting.Value)" }
    }
}

Save-Answer 'services' {
    $wanted = "Name='LcmController' OR Name='ECEAgent' OR DisplayName LIKE 'Azure Stack HCI%' OR DisplayName LIKE 'AzureStack Agent Lifecycle%'"
    foreach ($service in Get-CimInstance -ClassName Win32_Service -Filter $wanted) {
        # What the service control manager does after a failure stands in the registry as bytes.
        $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey("SYSTEM\CurrentControlSet\Services\$($service.Name)")
        $actions = $null
        $dependsOn = $null
        if ($null -ne $key) {
            $actions = $key.GetValue('FailureActions')
            $dependsOn = $key.GetValue('DependOnService')
            $key.Dispose()
        }
        [ordered]@{
            name = $service.Name; displayName = $service.DisplayName; state = $service.State; startMode = $service.StartMode
            account = Hide-Name $service.StartName 'account'; path = $service.PathName; processId = $service.ProcessId
            failureActions = $(if ($null -ne $actions) { [BitConverter]::ToString($actions) }); dependsOn = @($dependsOn)
        }
    }
}

Save-Answer 'certificates' {
    foreach ($name in 'My', 'Root', 'CA') {
        $store = [Security.Cryptography.X509Certificates.X509Store]::new($name, 'LocalMachine')
        $store.Open('ReadOnly')
        foreach ($certificate in $store.Certificates) {
            [ordered]@{
                store = $name; thumbprint = $certificate.Thumbprint; notBefore = $certificate.NotBefore.ToUniversalTime().ToString('o')
                notAfter = $certificate.NotAfter.ToUniversalTime().ToString('o')
                subject = $certificate.Subject -replace [regex]::Escape($env:COMPUTERNAME), (Hide-Name $env:COMPUTERNAME 'node')
            }
        }
        $store.Close()
    }
}

Save-Answer 'listeners' {
    $processes = @{}
    foreach ($process in Get-CimInstance -ClassName Win32_Process) { $processes[[int] $process.ProcessId] = $process.Name }
    foreach ($connection in Get-NetTCPConnection -State Listen -ErrorAction Stop) {
        [ordered]@{
            address = Hide-Name $connection.LocalAddress 'address'; port = $connection.LocalPort; process = $processes[[int] $connection.OwningProcess]
        }
    }
}

Save-Answer 'connections' {
    # What an accepted connection says of when it was made, against its listener: owners, ages, no addresses.
    $names = @{}
    foreach ($process in Get-CimInstance -ClassName Win32_Process) { $names[[int] $process.ProcessId] = $process.Name }
    $all = @(Get-NetTCPConnection -ErrorAction Stop)
    $listening = @{}
    foreach ($connection in $all) { if ("$($connection.State)" -eq 'Listen') { $listening[[int] $connection.LocalPort] = $connection } }
    foreach ($connection in $all) {
        if ("$($connection.State)" -eq 'Listen' -or -not $listening.ContainsKey([int] $connection.LocalPort)) { continue }
        $listener = $listening[[int] $connection.LocalPort]
        [ordered]@{
            port = $connection.LocalPort; state = "$($connection.State)"; process = $names[[int] $connection.OwningProcess]; listener = $names[[int] $listener.OwningProcess]
            ageSeconds = if ($null -ne $connection.CreationTime) { [long] ([DateTime]::Now - $connection.CreationTime).TotalSeconds }
            listenerAgeSeconds = if ($null -ne $listener.CreationTime) { [long] ([DateTime]::Now - $listener.CreationTime).TotalSeconds }
        }
    }
}

Save-Answer 'certificate-log' {
    # Whether it is on, and how its records are built: names of elements and attributes, no value but numbers of events and file names of programs.
    $log = 'Microsoft-Windows-CAPI2/Operational'
    $health = Get-WinEvent -ListLog $log
    [ordered]@{ enabled = $health.IsEnabled; mode = "$($health.LogMode)"; maximumBytes = $health.MaximumSizeInBytes; records = $health.RecordCount }
    if (-not $health.RecordCount) { return }
    foreach ($id in 11, 90, 30) {
        # The newest by the orchestrator, if there is one; else the newest.
        $found = @(Get-WinEvent -FilterHashtable @{ LogName = $log; Id = $id } -MaxEvents 500 -ErrorAction SilentlyContinue)
        $own = @($found | Where-Object { $_.ToXml() -match 'HciOrchestratorService' })
        $shown = if ($own.Count -gt 0) { $own[0] } elseif ($found.Count -gt 0) { $found[0] } else { $null }
        if ($null -eq $shown) { continue }
        $settings = [Xml.XmlReaderSettings]::new()
        $settings.DtdProcessing = [Xml.DtdProcessing]::Prohibit
        $settings.XmlResolver = $null
        $reader = [Xml.XmlReader]::Create([IO.StringReader]::new($shown.ToXml()), $settings)
        $lines = @()
        while ($reader.Read()) {
            if ($reader.NodeType -ne [Xml.XmlNodeType]::Element) { continue }
            $line = "$($reader.Depth) $($reader.LocalName) ($($reader.NamespaceURI))"
            while ($reader.MoveToNextAttribute()) {
                $shape = $reader.Value -replace '[A-Z]', 'A' -replace '[a-z]', 'a' -replace '[0-9]', '0'
                if ($reader.LocalName -eq 'ProcessName') { $shape = $reader.Value }
                $line += " $($reader.LocalName)=$shape"
            }
            $lines += $line
        }
        $reader.Dispose()
        [ordered]@{ id = $id; found = $found.Count; byOrchestrator = $own.Count; headerHasProcess = $shown.ProcessId -gt 0; shape = $lines }
    }
}

Save-Answer 'remote-shells' {
    foreach ($shell in Get-WSManInstance -ResourceURI shell -Enumerate) {
        [ordered]@{
            owner = Hide-Name $shell.Owner 'account'; client = Hide-Name $shell.ClientIP 'address'; resourceUri = $shell.ResourceUri
            running = $shell.ShellRunTime; inactivity = $shell.ShellInactivity; fields = @($shell.PSObject.Properties | ForEach-Object { $_.Name })
        }
    }
}

Save-Answer 'records' {
    # How the records are built, not what they say: providers, ids, versions, and how many data items each has.
    $wanted = @{ LogName = 'Application', 'System'; StartTime = [DateTime]::UtcNow.AddDays(-30); Id = 1000, 1001, 1023, 1025, 1026, 1027, 7031, 7034, 1069, 1205, 1254 }
    $said = @(Get-WinEvent -FilterHashtable $wanted -MaxEvents 2000 -ErrorAction Continue 2>&1)
    $problems = @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    $found = @($said | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
    # What is written beside the records: a text that cannot be made is one thing, anything else is a refusal.
    $textMissing = @($problems | Where-Object { "$($_.Exception.StackTrace)" -like '*FormatDescription*' }).Count
    if ($problems.Count -gt $textMissing -and $found.Count -eq 0) { throw $problems[0] }
    [ordered]@{ problems = $problems.Count; textMissing = $textMissing }
    foreach ($record in $found) {
        [ordered]@{
            provider = $record.ProviderName; id = $record.Id; version = $record.Version; log = $record.LogName; items = $record.Properties.Count
            names = @(([xml] $record.ToXml()).Event.EventData.Data | ForEach-Object { $_.Name })
        }
    }
}

Save-Answer 'commands' {
    # Listed, not loaded.
    foreach ($name in 'FailoverClusters', 'Storage', 'Hyper-V', 'Microsoft.AS.Infra.Moc', 'ClusterAwareUpdating', 'NetTCPIP', 'PKI', 'ECEClient', 'Microsoft.AzureStack.Lcm.PowerShell') {
        $module = Get-Module -ListAvailable -Name $name | Sort-Object -Property Version -Descending
        [ordered]@{ name = $name; versions = @($module | ForEach-Object { "$($_.Version) $($_.ModuleType)" }) }
    }
}

$about = [ordered]@{
    takenAtUtc = [DateTime]::UtcNow.ToString('o'); powershell = "$($PSVersionTable.PSVersion)"; osBuild = "$([Environment]::OSVersion.Version)"
    namesKept = [bool] $KeepNames; questions = $answered
}
[IO.File]::WriteAllText([IO.Path]::Combine($target, 'capture.json'), (ConvertTo-Json -InputObject $about -Depth 4))
$failed = @($answered | Where-Object { $_.status -ne 'ok' })
Write-Output "Wrote $($answered.Count - $failed.Count) answers to $target; $($failed.Count) questions failed (see capture.json)."
