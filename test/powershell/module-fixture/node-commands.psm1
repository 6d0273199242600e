# The Windows-only commands the node functions call, answering the same for every node or failing as FIXTURE_MODE says. Those that are
# cmdlets in Windows throw where their caller's $ErrorActionPreference would make them; those that are functions there (CDXML, script) write
# their errors, because a function of a module does not see its caller's preference.
$script:mode = $env:FIXTURE_MODE
$script:calls = 0

# As .NET throws it when only the text of a record cannot be made.
class UnformattedException : Exception {
    UnformattedException([string] $message) : base($message) { }
    [string] get_StackTrace() { return '   at System.Diagnostics.Eventing.Reader.ProviderMetadataCachedInformation.GetFormatDescription(String source, EventLogHandle eventHandle)' }
}

# A record of the log of checked certificates, as far as it is read.
class CertificateRecord {
    [int] $Id
    [long] $RecordId
    [int] $ProcessId = 900
    [DateTime] $TimeCreated = [DateTime]'2026-10-14T21:22:09.5000001Z'
    hidden [string] $xml
    [string] ToXml() { return $this.xml }
}

# The known shape, and what people and programs may write in its place.
function Get-CertificateRecord {
    $executable = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'
    $thumbprint = '85aa53DAF4D63058D7D330EA7DA8CC19F5269CB5'
    $chain = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-CAPI2'/><EventID>11</EventID>" +
    "<Execution ProcessID='900' ThreadID='7'/></System><UserData><CertGetCertificateChain><Certificate fileRef='$thumbprint.cer' subjectName='ECEClient'/>" +
    "<CertificateChain><ChainElement><Certificate fileRef='$('0' * 40).cer' subjectName='Root'/></ChainElement></CertificateChain>" +
    "<EventAuxInfo ProcessName='$executable' impersonateToken='S-1-5-18'/><CorrelationAuxInfo TaskId='{0329F7C5-3224-41B2-ACF9-A79196D86FF8}' SeqNumber='4'/><Result value='0'/>" +
    '</CertGetCertificateChain></UserData></Event>'
    $objects = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System/><UserData><X509Objects><Certificate fileRef='$('0' * 40).cer' subjectName='Root'>" +
    "<Subject><CN>Root</CN></Subject><NotBefore>2020-01-01T00:00:00Z</NotBefore></Certificate><Certificate fileRef='$thumbprint.cer' subjectName='ECEClient'><Subject><CN>ECEClient</CN>" +
    "<OU>AzureStack</OU></Subject><Issuer><CN>Root</CN></Issuer><NotBefore>2025-10-14T20:00:00Z</NotBefore><NotAfter>2026-11-14T20:00:00Z</NotAfter></Certificate>" +
    "<EventAuxInfo ProcessName='$executable'/><CorrelationAuxInfo TaskId='{0329f7c5-3224-41b2-acf9-a79196d86ff8}' SeqNumber='3'/></X509Objects></UserData></Event>"
    $entities = "<!DOCTYPE Event [<!ENTITY a 'ECE'><!ENTITY b '&a;&a;&a;&a;'>]>"
    $certificate = "<Certificate fileRef='$thumbprint.cer' subjectName='ECEClient'/><CertificateChain>"
    $texts = @(
        $chain
        $chain.Substring(0, 400)
        "$entities$($chain.Replace("subjectName='ECEClient'", "subjectName='&b;Client'"))"
        "<!DOCTYPE Event SYSTEM 'file:///etc/hostname'>$chain"
        $chain.Replace("ProcessName='$executable'", "ProcessName='lsass.exe'")
        $chain.Replace('<CertificateChain>', $certificate)
        $chain.Replace("$thumbprint.cer", '../../../etc/hostname.cer')
        $chain.Replace('http://schemas.microsoft.com/win/2004/08/events/event', 'urn:other')
        $chain.Replace('<UserData>', '<UserData><Other/>')
        $chain.Replace("ProcessID='900'", "ProcessID='901'")
        $chain.Replace('<CorrelationAuxInfo', '<Other')
        $chain.Replace("Name='Microsoft-Windows-CAPI2'", "Name='Other'")
        $chain.Replace('<EventID>11<', '<EventID>30<')
        $chain.Replace("subjectName='ECEClient'", "subjectName='$('x' * 257)'")
        $chain.Replace("ProcessName='$executable'", "ProcessName=''")
        $chain.Replace('{0329F7C5-3224-41B2-ACF9-A79196D86FF8}', '{00000000-0000-0000-0000-000000000000}').Replace("subjectName='ECEClient'", "subjectName='&lt;b>`$(1)'")
        ''
    )
    for ($i = 0; $i -lt $texts.Count; $i++) { [CertificateRecord] @{ Id = 11; RecordId = $i + 1; xml = $texts[$i] } }
    [CertificateRecord] @{ Id = 90; RecordId = 101; xml = $objects }
    [CertificateRecord] @{ Id = 90; RecordId = 102; ProcessId = 901; xml = $objects.Replace('2025-', '2021-') }
    [CertificateRecord] @{ Id = 90; RecordId = 103; xml = $objects.Replace("ProcessName='$executable'", "ProcessName='lsass.exe'").Replace('2025-', '2022-') }
    [CertificateRecord] @{ Id = 90; RecordId = 104; xml = "$entities$($objects.Replace('2025-', '2023-'))" }
    [CertificateRecord] @{ Id = 90; RecordId = 105; xml = $objects.Substring(0, 300) }
}

function New-Failure([Exception] $Exception, [string] $Id, [string] $Category) {
    [Management.Automation.ErrorRecord]::new($Exception, $Id, $Category, $null)
}

function Get-CimInstance {
    [CmdletBinding()] param($ClassName, $Filter, $OperationTimeoutSec)
    switch ($ClassName) {
        'Win32_OperatingSystem' { [pscustomobject]@{ LastBootUpTime = [DateTime]'2026-10-01T08:00:00Z'; BuildNumber = '26100' } }
        'Win32_Service' {
            if ($script:mode -eq 'wmi-denied') { throw (New-Failure ([Exception]::new('Zugriff verweigert')) 'HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand' 'PermissionDenied') }
            [pscustomobject]@{ State = 'Running'; ProcessId = [uint32] 4242; StartMode = 'Manual'; StartName = '.\HCIOrchestrator'; ExitCode = [uint32] 0 }
        }
        'Win32_Process' {
            if ($Filter -ne 'ProcessId=4242') { return }
            $script:calls++
            $second = if ($script:mode -eq 'restarting') { $script:calls } else { 0 }
            [pscustomobject]@{ ProcessId = [uint32] 4242; CreationDate = ([DateTime]'2026-10-10T10:00:00Z').AddSeconds($second) }
        }
    }
}

function Get-WinEvent {
    [CmdletBinding()] param([string] $ListLog, [string] $LogName, [int] $MaxEvents, [switch] $Oldest, [xml] $FilterXml)
    if ($script:mode -eq 'hang') { while ($true) { [Threading.Thread]::Sleep(50) } }
    if ($script:mode -eq 'dies') { [Diagnostics.Process]::GetCurrentProcess().Kill() }
    if ($ListLog) {
        if ($script:mode -eq 'log-denied') { throw (New-Failure ([UnauthorizedAccessException]::new('Nicht erlaubt')) 'Es wurde versucht, einen nicht autorisierten Vorgang auszufuehren.,Microsoft.PowerShell.Commands.GetWinEventCommand' 'NotSpecified') }
        return [pscustomobject]@{ IsEnabled = $script:mode -ne 'log-disabled'; IsLogFull = $false; LogMode = 'Circular'; MaximumSizeInBytes = 20971520; OldestRecordNumber = 1; RecordCount = 100 }
    }
    if ($FilterXml.OuterXml -like '*Microsoft-Windows-CAPI2*') { return Get-CertificateRecord }
    if ($LogName) { return [pscustomobject]@{ TimeCreated = [DateTime]'2026-10-01T00:00:00Z' } }
    if ($script:mode -eq 'log-broken') { throw (New-Failure ([Exception]::new('The event log file is corrupted')) 'System.Diagnostics.Eventing.Reader.EventLogException,Microsoft.PowerShell.Commands.GetWinEventCommand' 'NotSpecified') }
    if ($FilterXml.OuterXml -like '*Path="System"*') {
        $PSCmdlet.WriteError((New-Failure ([Exception]::new('nothing')) 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' 'ObjectNotFound'))
        return
    }
    # The id of such an error is its text; the record follows all the same, but for one that could not be read.
    $text = 'Die Beschreibungszeichenfolge wurde nicht gefunden'
    if ($script:mode -eq 'text-missing') { $PSCmdlet.WriteError((New-Failure ([UnformattedException]::new($text)) $text 'NotSpecified')) }
    if ($script:mode -eq 'record-lost') { $PSCmdlet.WriteError((New-Failure ([Exception]::new('Die Daten sind unzulaessig')) 'Die Daten sind unzulaessig' 'NotSpecified')) }
    1..4 | ForEach-Object {
        [pscustomobject]@{
            ProviderName = '.NET Runtime'; Id = 1025; Level = 2; RecordId = 100 - $_; TimeCreated = ([DateTime]'2026-10-14T21:22:10Z').AddTicks(1234567 - $_ * 600000000)
            MachineName = $env:COMPUTERNAME; Message = "a`r`nb`n`t$(1)"; Properties = @([pscustomobject]@{ Value = "a`r`nb" }, [pscustomobject]@{ Value = 7 }, [pscustomobject]@{ Value = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe' })
        }
    }
}

function Get-ClusterNode {
    foreach ($name in 'n1', 'n2', 'n3') {
        $information = if ($script:mode -eq 'isolated' -and $name -eq 'n3') { 'Isolated' } else { 'Normal' }
        [pscustomobject]@{ Name = $name; State = 'Up'; StatusInformation = $information; DrainStatus = 'NotInitiated' }
    }
}

function Get-ClusterGroup {
    $owner = if ($script:mode -eq 'disagrees') { 'n3' } else { 'n1' }
    $names = @('Azure Stack HCI Orchestrator Service Cluster Group', 'Azure Stack HCI Orchestrator Service Cluster Group (old)')
    if ($script:mode -eq 'two-groups') { $names += $names[0] }
    foreach ($name in $names) {
        [pscustomobject]@{ Name = $name; State = $(if ($script:mode -eq 'pending') { 'Pending' } else { 'Online' }); OwnerNode = [pscustomobject]@{ Name = $owner }; FailoverThreshold = [uint32]::MaxValue; FailoverPeriod = 6 }
    }
}

function Get-ClusterResource {
    param([Parameter(ValueFromPipeline)] $InputObject)
    process { [pscustomobject]@{ Name = 'r'; State = 'Online'; RestartAction = 2; RestartThreshold = 3; RestartPeriod = 900000; RestartDelay = 500; RetryPeriodOnFailure = 3600000 } }
}

# An administrator sees every shell, this session's own among them; anybody else only his own, and no error.
function Get-WSManInstance {
    param($ResourceURI, [switch] $Enumerate)
    if ($script:mode -eq 'shells-hang') { while ($true) { [Threading.Thread]::Sleep(50) } }
    if ($script:mode -eq 'shells-hidden') { return }
    [pscustomobject]@{ ShellId = '11111111-0000-0000-0000-000000000000'; Owner = 'CONTOSO\svc-incident$'; ProcessId = "$PID"; ResourceUri = 'http://schemas.microsoft.com/powershell/AzureLocalIncident.Read' }
}

function Get-Process {
    param([int[]] $Id, [switch] $IncludeUserName)
    if ($Id -and $Id[0] -ne $PID) { throw (New-Failure ([Exception]::new('none')) 'NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.GetProcessCommand' 'ObjectNotFound') }
    [pscustomobject]@{ Id = $PID; ProcessName = 'wsmprovhost'; UserName = 'WinRM Virtual Users\WinRM VA_1_CONTOSO_svc-incident'; StartTime = [DateTime]'2026-10-14T20:00:00Z' }
}

# What a refused function of a CDXML module does: an error is written, and nothing comes out.
function Write-Refusal($Cmdlet) { $Cmdlet.WriteError((New-Failure ([Exception]::new('Zugriff verweigert')) "HRESULT 0x80070005,$($Cmdlet.MyInvocation.MyCommand.Name)" 'PermissionDenied')) }

function Get-Cluster { [pscustomobject]@{ S2DEnabled = [uint32] 1 } }

function Get-StorageJob {
    [CmdletBinding()] param()
    if ($script:mode -eq 'cim-refused') { Write-Refusal $PSCmdlet }
}

function Get-VirtualDisk {
    [CmdletBinding()] param()
    if ($script:mode -eq 'cim-refused') { Write-Refusal $PSCmdlet; return }
    [pscustomobject]@{ FriendlyName = 'UserStorage_1'; HealthStatus = 'Healthy'; OperationalStatus = 'OK' }
}

function Get-StoragePool {
    [CmdletBinding()] param([bool[]] $IsPrimordial)
    if ($script:mode -eq 'cim-refused') { Write-Refusal $PSCmdlet; return }
    # As on a cluster without Spaces Direct: with a filter, none is an error.
    if ($IsPrimordial -contains $false) { $PSCmdlet.WriteError((New-Failure ([Exception]::new('none')) 'CmdletizationQuery_NotFound_IsPrimordial' 'ObjectNotFound')); return }
    [pscustomobject]@{ FriendlyName = 'Primordial'; HealthStatus = 'Healthy'; OperationalStatus = 'OK'; IsPrimordial = $true }
}

function Get-PhysicalDisk {
    [CmdletBinding()] param()
    if ($script:mode -eq 'cim-refused') { Write-Refusal $PSCmdlet; return }
    [pscustomobject]@{ FriendlyName = 'disk1'; HealthStatus = 'Healthy'; OperationalStatus = @('OK') }
}

function Get-NetTCPConnection {
    [CmdletBinding()] param()
    if ($script:mode -eq 'cim-refused') { Write-Refusal $PSCmdlet }
}

function Get-SolutionUpdate { [pscustomobject]@{ DisplayName = 'Cumulative update'; Version = '12.2607.1003.5'; State = 'Installing' } }

function Get-SolutionUpdateRun {
    param([Parameter(ValueFromPipeline)] $InputObject)
    process { [pscustomobject]@{ ResourceId = 'redmond/12.2607.1003.5/2b3c1f20-7c3e-4c3b-9a51-6f1f0f0e2d11'; State = 'InProgress'; TimeStarted = [DateTime]'2026-10-14T20:00:00Z'; LastUpdatedTime = [DateTime]'2026-10-14T21:00:00Z'; Progress = [pscustomobject]@{ Steps = @() } } }
}

function Get-ActionPlanInstance {
    [CmdletBinding()] param([guid] $actionPlanInstanceID)
    Write-Refusal $PSCmdlet
}
Export-ModuleMember -Function '*-*'
