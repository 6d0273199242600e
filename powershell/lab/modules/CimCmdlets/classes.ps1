$script:CIM = 'Microsoft.Management.Infrastructure.CimInstance#root/cimv2/'

# The properties of each instance of a class.
function Get-CimValueOfClass($lab, $node, [string]$class) {
    switch ($class) {
        'Win32_Service' { foreach ($service in $node.services) { ConvertTo-CimService $node $service } }
        'Win32_Process' { foreach ($process in $node.processes) { ConvertTo-CimProcess $node $process } }
        'Win32_OperatingSystem' { ConvertTo-CimSystem $lab $node }
        'Win32_UserAccount' { foreach ($name in 'HCIOrchestrator', 'ECEAgentService', 'Administrator') { ConvertTo-CimAccount $node $name } }
    }
}

function ConvertTo-CimService($node, $service) {
    [ordered]@{
        Name = $service.name; DisplayName = $service.displayName; State = $service.state; Status = 'OK'; Started = $service.state -eq 'Running'
        ProcessId = [uint32]$service.processId; StartMode = $service.startMode; StartName = $service.startName; PathName = '"' + $service.path + '"'
        ExitCode = [uint32]$(if ($service.state -eq 'Stopped') { 1067 } else { 0 }); ServiceSpecificExitCode = [uint32]0; SystemName = $node.name
    }
}

function ConvertTo-CimProcess($node, $process) {
    [ordered]@{
        ProcessId = [uint32]$process.id; Name = "$($process.name).exe"; CreationDate = ConvertTo-LabDateTime $process.startedAt; ParentProcessId = [uint32]$process.parentId
        SessionId = [uint32]$process.sessionId; CommandLine = $process.commandLine; ExecutablePath = $process.path; CSName = $node.name
    }
}

function ConvertTo-CimSystem($lab, $node) {
    [ordered]@{
        CSName = $node.name; LastBootUpTime = ConvertTo-LabDateTime $node.bootedAt; LocalDateTime = ConvertTo-LabDateTime $lab.advancedTo
        BuildNumber = $node.build.Split('.')[0]; Version = "10.0.$($node.build.Split('.')[0])"; Caption = 'Microsoft Azure Stack HCI'
        TotalVisibleMemorySize = [uint64]402653184; FreePhysicalMemory = [uint64]((Get-LabFreeMemory $lab $node) / 1024)
    }
}

function ConvertTo-CimAccount($node, [string]$name) {
    [ordered]@{
        Name = $name; Domain = $node.name; LocalAccount = $true; Lockout = $node.lockedAccounts.Contains($name); Disabled = $false
    }
}
