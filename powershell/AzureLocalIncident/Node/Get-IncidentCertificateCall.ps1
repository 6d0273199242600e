function Get-IncidentCertificateCall {
    <#
    .SYNOPSIS
    Watches for a while who connects to whom on this node, and reads which certificates the orchestrator was shown.
    .DESCRIPTION
    Read-only, raw facts only. The certificates of the asked subjects in this node's own store; the TCP connections made since shortly
    before, looked at again and again until the time is over; the processes that own them. With -WithRecords older connections that a program
    has taken, too, and what the log
    CAPI2/Operational says of certificates that the orchestrator's process had checked: event 11 (Build Chain), and of event 90 (X509 Objects) of the
    same task the subject and the start of validity. That log is off unless somebody turned it on; it is never turned on here.
    A record counts only in exactly the known shape. One of another process is left out; one that cannot be read, and so may be anybody's, is
    told without a thumbprint. Each part fails apart from the others; one that could not be read is $null and its error id says why.
    .PARAMETER CertificateSubject
    Exact subjects of the client certificates that the rotation renews.
    .PARAMETER WatchMs
    How long the connections are looked at, ms.
    .PARAMETER WithRecords
    For the node of the orchestrator: reads the log, and lists the ports on which processes listen.
    .OUTPUTS
    Hashtable: computerName, startedAtUtc, endedAtUtc, certificates (thumbprint, subject, notBeforeUtc), certificatesErrorId, connections (processId,
    localAddress, localPort, remoteAddress, remotePort, createdAtUtc, lastSeenUtc: beginning of the last look that showed it), connectionsErrorId, processes (processId, name, startedAtUtc), processesErrorId, listeners (processId, localPort), logEnabled, oldestUtc,
    chains (recordId, atUtc, processId, thumbprint, subjectName, subject, notBeforeUtc), chainsErrorId, more (a list was cut: it proves nothing).
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory = $true)]
        [ValidateCount(1, 10)]
        [ValidatePattern('\A[A-Za-z0-9 .,=_@*-]{1,200}\z', Options = 'None')]
        [string[]] $CertificateSubject,

        [ValidateRange(0, 30000)]
        [int] $WatchMs = 10000,

        [switch] $WithRecords
    )

    $ErrorActionPreference = 'Stop'
    $log = 'Microsoft-Windows-CAPI2/Operational'
    $executable = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe'
    $mostConnections = 2000
    $mostRecords = 2000
    $pauseMs = 150
    $startedAt = [DateTime]::UtcNow
    # A connection from just before the watch may be the one that a record of the watch tells of.
    $since = $startedAt.AddSeconds(-5)
    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); startedAtUtc = $startedAt.ToString('o'); endedAtUtc = $null
        certificates = $null; certificatesErrorId = $null; connections = $null; connectionsErrorId = $null; processes = $null; processesErrorId = $null
        listeners = $null; logEnabled = $null; oldestUtc = $null; chains = $null; chainsErrorId = $null; more = $false
    }

    try {
        $answer.certificates = @(foreach ($certificate in @(Get-ChildItem -Path 'Cert:\LocalMachine\My')) {
                $isWanted = @($CertificateSubject | Where-Object { [string]::Equals($_, "$($certificate.Subject)", 'OrdinalIgnoreCase') })
                if ($isWanted.Count -gt 0) {
                    @{ thumbprint = "$($certificate.Thumbprint)"; subject = "$($certificate.Subject)"; notBeforeUtc = $certificate.NotBefore.ToUniversalTime().ToString('o') }
                }
            })
    }
    catch {
        $answer.certificatesErrorId = $_.FullyQualifiedErrorId
    }

    if ($WithRecords) {
        try {
            $answer.logEnabled = [bool] (Get-WinEvent -ListLog $log).IsEnabled
        }
        catch {
            $answer.chainsErrorId = $_.FullyQualifiedErrorId
        }
    }

    try {
        $seen = @{}
        $listening = @{}
        $until = [Environment]::TickCount
        while ($true) {
            $at = [DateTime]::UtcNow.ToString('o')
            # A function of its module: it does not see the preference set above.
            $all = @(Get-NetTCPConnection -ErrorAction Stop)
            foreach ($connection in $all) {
                if (-not $WithRecords -or "$($connection.State)" -ne 'Listen') { continue }
                $owner = [int] $connection.OwningProcess
                $listening["$owner/$($connection.LocalPort)"] = @{ processId = $owner; localPort = [int] $connection.LocalPort }
            }
            foreach ($connection in $all) {
                $owner = [int] $connection.OwningProcess
                $state = "$($connection.State)"
                # What has ended belongs to nobody any more.
                if ($owner -eq 0 -or $state -eq 'Listen' -or $state -eq 'TimeWait' -or $state -eq 'Closed') { continue }
                $created = if ($null -eq $connection.CreationTime) { $null } else { $connection.CreationTime.ToUniversalTime() }
                # An older one counts where it was taken by a program: it may be the one on which something is shown only now.
                $wasTaken = $owner -ne 4 -and $listening.ContainsKey("$owner/$($connection.LocalPort)")
                if ($null -ne $created -and $created -lt $since -and -not $wasTaken) { continue }
                $createdText = if ($null -eq $created) { $null } else { $created.ToString('o') }
                $key = "$owner/$($connection.LocalAddress)/$($connection.LocalPort)/$($connection.RemoteAddress)/$($connection.RemotePort)/$createdText"
                if ($seen.ContainsKey($key)) {
                    $seen[$key].lastSeenUtc = $at
                    continue
                }
                if ($seen.Count -eq $mostConnections) {
                    $answer.more = $true
                    continue
                }
                $seen[$key] = @{
                    processId     = $owner
                    localAddress  = "$($connection.LocalAddress)"
                    localPort     = [int] $connection.LocalPort
                    remoteAddress = "$($connection.RemoteAddress)"
                    remotePort    = [int] $connection.RemotePort
                    createdAtUtc  = $createdText
                    lastSeenUtc   = $at
                }
            }
            # Not by the clock of the day: somebody may set it meanwhile.
            $passed = [int] (([long] [Environment]::TickCount - $until) -band 0x7fffffff)
            if ($passed -ge $WatchMs) { break }
            [Threading.Thread]::Sleep([Math]::Min($pauseMs, $WatchMs - $passed))
        }
        $answer.connections = @($seen.Values)
        if ($WithRecords) { $answer.listeners = @($listening.Values) }
    }
    catch {
        $answer.connectionsErrorId = $_.FullyQualifiedErrorId
    }

    try {
        $owners = @{}
        foreach ($connection in @($answer.connections)) { if ($null -ne $connection) { $owners[$connection.processId] = $true } }
        $answer.processes = @(foreach ($process in @(Get-CimInstance -ClassName Win32_Process -OperationTimeoutSec 20)) {
                if (-not $owners.ContainsKey([int] $process.ProcessId)) { continue }
                @{
                    processId    = [int] $process.ProcessId
                    name         = "$($process.Name)"
                    startedAtUtc = if ($null -eq $process.CreationDate) { $null } else { $process.CreationDate.ToUniversalTime().ToString('o') }
                }
            })
    }
    catch {
        $answer.processesErrorId = $_.FullyQualifiedErrorId
    }

    if ($answer.logEnabled) {
        $settings = [Xml.XmlReaderSettings]::new()
        $settings.DtdProcessing = [Xml.DtdProcessing]::Prohibit
        $settings.XmlResolver = $null
        $settings.MaxCharactersInDocument = 1048576
        # A record's text is data: no DTD, so no entity, and nothing is fetched.
        $toDocument = {
            param($text)
            $document = [Xml.XmlDocument]::new()
            $document.XmlResolver = $null
            $reader = [Xml.XmlReader]::Create([IO.StringReader]::new($text), $settings)
            try { $document.Load($reader) } finally { $reader.Dispose() }
            $names = [Xml.XmlNamespaceManager]::new($document.NameTable)
            $names.AddNamespace('e', 'http://schemas.microsoft.com/win/2004/08/events/event')
            @{ document = $document; names = $names }
        }
        # The one node of a path; none or several: the record is not of the known shape.
        $one = {
            param($from, $names, $path)
            $nodes = $from.SelectNodes($path, $names)
            if ($nodes.Count -ne 1) { throw "not one $path" }
            $nodes[0]
        }
        $match = {
            param($text, $pattern)
            if ("$text" -cnotmatch $pattern) { throw "not $pattern" }
            $Matches[1]
        }
        $thumbprint = '\A([0-9A-Fa-f]{40})\.cer\z'
        $task = '\A(\{[0-9A-Fa-f-]{36}\})\z'
        try {
            $query = "<QueryList><Query Id='0' Path='$log'><Select Path='$log'>*[System[Provider[@Name='Microsoft-Windows-CAPI2'] and (EventID=11 or EventID=90)" +
            " and TimeCreated[@SystemTime&gt;='$($startedAt.AddSeconds(-30).ToString('o'))']]]</Select></Query></QueryList>"
            # A record whose text cannot be made is reported and given all the same.
            $found = @(foreach ($said in @(Get-WinEvent -FilterXml $query -MaxEvents ($mostRecords + 1) -ErrorAction Continue 2>&1)) {
                    if ($said -isnot [Management.Automation.ErrorRecord]) { $said; continue }
                    $isTextOnly = "$($said.Exception.StackTrace)" -like '*FormatDescription*'
                    if (-not $isTextOnly -and $said.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound,*') { throw $said }
                })
            if ($found.Count -gt $mostRecords) { $answer.more = $true }
            $oldest = @(Get-WinEvent -LogName $log -MaxEvents 1 -Oldest -ErrorAction SilentlyContinue)
            if ($oldest.Count -gt 0) { $answer.oldestUtc = $oldest[0].TimeCreated.ToUniversalTime().ToString('o') }

            $issued = @{}
            foreach ($record in @($found | Where-Object { [int] $_.Id -eq 90 })) {
                try {
                    $read = & $toDocument $record.ToXml()
                    $names = $read.names
                    $objects = & $one $read.document $names '/e:Event/e:UserData/e:X509Objects'
                    $taskId = & $match (& $one $objects $names 'e:CorrelationAuxInfo').GetAttribute('TaskId') $task
                    if ((& $one $objects $names 'e:EventAuxInfo').GetAttribute('ProcessName') -ne $executable) { continue }
                    foreach ($certificate in $objects.SelectNodes('e:Certificate', $names)) {
                        $parts = @(foreach ($part in (& $one $certificate $names 'e:Subject').SelectNodes('*')) { "$($part.LocalName)=$($part.InnerText)" })
                        $notBefore = [Xml.XmlConvert]::ToDateTime((& $one $certificate $names 'e:NotBefore').InnerText, [Xml.XmlDateTimeSerializationMode]::Utc)
                        $key = "$([int] $record.ProcessId)/$taskId/$(& $match $certificate.GetAttribute('fileRef') $thumbprint)".ToUpperInvariant()
                        $issued[$key] = @{ subject = [string]::Join(', ', $parts); notBeforeUtc = $notBefore.ToString('o') }
                    }
                }
                catch {
                    # Says nothing of any certificate: its age then has to be known otherwise.
                    $null = $_
                }
            }

            $answer.chains = @(foreach ($record in @($found | Where-Object { [int] $_.Id -eq 11 })) {
                    $chain = @{
                        recordId = [long] $record.RecordId; atUtc = $record.TimeCreated.ToUniversalTime().ToString('o'); processId = [int] $record.ProcessId
                        thumbprint = $null; subjectName = $null; subject = $null; notBeforeUtc = $null
                    }
                    try {
                        $read = & $toDocument $record.ToXml()
                        $names = $read.names
                        $null = & $one $read.document $names "/e:Event/e:System[e:Provider[@Name='Microsoft-Windows-CAPI2'] and e:EventID='11' and e:Execution[@ProcessID='$($chain.processId)']]"
                        $null = & $one $read.document $names '/e:Event/e:UserData/*'
                        $built = & $one $read.document $names '/e:Event/e:UserData/e:CertGetCertificateChain'
                        $processName = (& $one $built $names 'e:EventAuxInfo').GetAttribute('ProcessName')
                        $certificate = & $one $built $names 'e:Certificate'
                        $shown = & $match $certificate.GetAttribute('fileRef') $thumbprint
                        $subjectName = & $match $certificate.GetAttribute('subjectName') '\A(.{1,256})\z'
                        $taskId = & $match (& $one $built $names 'e:CorrelationAuxInfo').GetAttribute('TaskId') $task
                        if ("$processName" -eq '') { throw 'no process' }
                        if ($processName -ne $executable) { continue }
                        $chain.thumbprint = $shown.ToUpperInvariant()
                        $chain.subjectName = $subjectName
                        $known = $issued["$($chain.processId)/$taskId/$shown".ToUpperInvariant()]
                        if ($null -ne $known) { $chain.subject = $known.subject; $chain.notBeforeUtc = $known.notBeforeUtc }
                    }
                    catch {
                        # Told without a thumbprint: not of the known shape, so it may be anybody's and is no evidence.
                        $null = $_
                    }
                    $chain
                })
        }
        catch {
            $answer.chains = $null
            $answer.chainsErrorId = $_.FullyQualifiedErrorId
        }
    }
    $answer.endedAtUtc = [DateTime]::UtcNow.ToString('o')
    $answer
}
