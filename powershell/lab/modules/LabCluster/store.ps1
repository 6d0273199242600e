# The cluster on disk: state.json under an exclusive lock, faults from inbox/, records per node and log, the ledger.

$script:json = [System.Text.Json.JsonSerializerOptions]::new()
# The lock of a process that ends is free at once; this is for one that hangs, so it may be longer than any machine under load needs.
$script:LOCK_DEADLINE_MS = 60000

<# The folder of the simulated cluster this process belongs to. Throws when the process was not started by the lab. #>
function Get-LabFolder {
    $folder = [Environment]::GetEnvironmentVariable('LAB_CLUSTER_FOLDER')
    if (-not $folder -or -not [IO.File]::Exists([IO.Path]::Combine($folder, 'state.json'))) {
        throw "There is no simulated cluster in '$folder'. Create one with createLabCluster and pass its folder as LAB_CLUSTER_FOLDER."
    }
    $folder
}

<# The present moment in epoch milliseconds (UTC); tests let time pass by LAB_CLOCK_OFFSET_MS instead of waiting. #>
function Get-LabTime { [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + [long][Environment]::GetEnvironmentVariable('LAB_CLOCK_OFFSET_MS') }

function Open-LabLock([string]$Folder) {
    $path = [IO.Path]::Combine($Folder, 'lock')
    $deadline = [Environment]::TickCount64 + $script:LOCK_DEADLINE_MS
    while ($true) {
        try { return [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if ([Environment]::TickCount64 -gt $deadline) { throw "The simulated cluster in '$Folder' stayed locked for $script:LOCK_DEADLINE_MS ms." }
            [Threading.Thread]::Sleep(10)
        }
    }
}

# What was parsed last, with the text it was parsed from. The text is read every time; to parse it costs more than the rest of most commands.
$script:parsed = $null
$script:readText = ''

function Read-LabState([string]$Folder) {
    $script:readText = [IO.File]::ReadAllText([IO.Path]::Combine($Folder, 'state.json'))
    if ($null -eq $script:parsed -or -not [string]::Equals($script:parsed.text, $script:readText)) {
        $lab = [System.Text.Json.JsonSerializer]::Deserialize($script:readText, [LabState], $script:json)
        $script:parsed = @{ text = $script:readText; lab = $lab; advancedTo = $lab.advancedTo }
    }
    # To look lets time pass in what was parsed, not in the text.
    $script:parsed.lab.advancedTo = $script:parsed.advancedTo
    $script:parsed.lab
}

# Whether the state is still the one that was read last.
function Test-LabStateKept([string]$Folder) { [string]::Equals($script:readText, [IO.File]::ReadAllText([IO.Path]::Combine($Folder, 'state.json'))) }

# Written beside and renamed: a process that is killed in mid-write leaves the previous state whole.
function Write-LabState([string]$Folder, [LabState]$Lab) {
    $path = [IO.Path]::Combine($Folder, 'state.json')
    [IO.File]::WriteAllText("$path.new", [System.Text.Json.JsonSerializer]::Serialize($Lab, [LabState], $script:json))
    [IO.File]::Move("$path.new", $path, $true)
}

# Who only looks needs no lock: the state is replaced as a whole, so what was read was true in one moment. On Windows it could not be replaced
# while somebody reads it.
$script:locksToLook = $IsWindows
$script:unlocked = $false

<#
The present state for a block that only looks, or nothing where that takes the lock: something is due, or somebody outside wants something done.
#>
function Read-LabUnlocked([string]$Folder, [long]$Now) {
    $lab = Read-LabState $Folder
    $at = if ($Now -ge 0) { $Now } else { Get-LabTime }
    if ($lab.nextDueAt -le $at -or $at - $lab.advancedTo -gt $lab.timing.sleepAfterMs -or (Get-LabFault $Folder).Length -gt 0) { return }
    $lab.advancedTo = $at
    Enter-LabLook $lab
    $lab
}

# The faults that wait, as paths.
function Get-LabFault([string]$Folder) { , [IO.Directory]::GetFiles([IO.Path]::Combine($Folder, 'inbox'), '*.json') }

# What every look begins with: a session that was ended answers no more.
function Enter-LabLook([LabState]$Lab) {
    if ($script:listed -and -not (Get-LabOwnShell $Lab)) { [Diagnostics.Process]::GetCurrentProcess().Kill() }
    Set-LabOwnNode $Lab
}

<#
For a block that found that it has to write: without the lock it begins anew, with it. Until then it has changed nothing but what it was given.
#>
function Assert-LabLock {
    if ($script:unlocked) { throw [Threading.SynchronizationLockException]::new('This takes the lock of the simulated cluster.') }
}

# A look without the lock: its answer, or nothing where it takes the lock.
function Invoke-LabLook([scriptblock]$Block, [string]$Folder, [long]$Now) {
    $lab = Read-LabUnlocked $Folder $Now
    if ($null -eq $lab) { return }
    $parsed = $script:parsed
    # Only a look that came to its end leaves it as it was parsed.
    $script:parsed = $null
    $script:unlocked = $true
    try {
        $outcome = @{ answer = & $Block $lab }
        $script:parsed = $parsed
        $outcome
    }
    catch [Threading.SynchronizationLockException] { return }
    finally { $script:unlocked = $false }
}

# The same alone among all processes of the lab, and with all that is due and waits.
function Invoke-LabBlock([scriptblock]$Block, [string]$Folder, [long]$Now, [bool]$Change, [bool]$KeepsDue) {
    $lock = Open-LabLock $Folder
    try {
        $lab = Read-LabState $Folder
        $parsed = $script:parsed
        $script:parsed = $null
        $script:pending = [LabPending]::new($Folder)
        $faults = Get-LabFault $Folder
        if ($faults.Length -gt 0) {
            $lab = Receive-LabFault $lab $faults
            $lab.nextDueAt = 0
        }
        $at = if ($Now -ge 0) { $Now } else { Get-LabTime }
        $moved = Update-LabCluster $lab $at
        if ($moved -or $faults.Length -gt 0) { Save-LabCluster $Folder $lab }
        foreach ($file in $faults) { [IO.File]::Delete($file) }
        Enter-LabLook $lab
        $script:changed = $Change
        $outcome = @{ answer = & $Block $lab }
        if ($script:changed) {
            if (-not $KeepsDue) { $lab.nextDueAt = 0 }
            Save-LabCluster $Folder $lab
        }
        elseif (-not $moved -and $faults.Length -eq 0) { $script:parsed = $parsed }
        $outcome
    }
    finally { $lock.Dispose() }
}

<#
Runs a block on the present state of the cluster: the simulation is first advanced to now. With -Change it runs alone among all processes of
the lab and the state is written back even when nothing happened by itself; -KeepsDue says that the block makes nothing due earlier than it was.
An error in the block leaves its changes unwritten. Without -Change a block may begin twice: without the lock, and again with it.
#>
function Use-LabCluster {
    param([Parameter(Mandatory)][scriptblock]$Block, [switch]$Change, [switch]$KeepsDue, [string]$Folder, [long]$Now = -1)
    if (-not $Folder) { $Folder = Get-LabFolder }
    $script:folder = $Folder
    $outcome = if (-not $Change -and -not $script:locksToLook) { Invoke-LabLook $Block $Folder $Now }
    if ($null -eq $outcome) { $outcome = Invoke-LabBlock $Block $Folder $Now $Change $KeepsDue }
    Wait-LabAnswer
    # Only now: what comes next in the pipeline may be another command of the lab.
    $outcome.answer
}

<# For a block that only sometimes changes something: has the state written back when the block ends. #>
function Set-LabChanged { Assert-LabLock; $script:changed = $true }

function Save-LabCluster([string]$Folder, [LabState]$Lab) {
    Assert-LabLock
    $script:pending.Flush()
    Write-LabState $Folder $Lab
}

<# What is written together with the state: event records by file, and sessions that end. #>
class LabPending {
    [string]$folder
    [System.Collections.Generic.Dictionary[string, System.Text.StringBuilder]]$records
    LabPending([string]$folder) {
        $this.folder = $folder
        $this.records = [System.Collections.Generic.Dictionary[string, System.Text.StringBuilder]]::new()
    }
    [void] Add([string]$file, [string]$line) {
        if (-not $this.records.ContainsKey($file)) { $this.records[$file] = [System.Text.StringBuilder]::new() }
        [void]$this.records[$file].Append($line).Append("`n")
    }
    [void] Flush() {
        foreach ($entry in $this.records.GetEnumerator()) { [IO.File]::AppendAllText([IO.Path]::Combine($this.folder, 'events', $entry.Key), $entry.Value.ToString()) }
        $this.records.Clear()
    }
}

<# The values of System.Text.Json need plain objects; a PSObject wrapper would be written as its properties. #>
function ConvertTo-LabPlain($Value) {
    if ($null -eq $Value) { return $null }
    if ($Value -is [switch]) { return $Value.IsPresent }
    if ($Value -is [string] -or $Value -is [bool] -or $Value -is [int] -or $Value -is [long] -or $Value -is [double]) { return $Value.psobject.BaseObject }
    if ($Value -is [System.Collections.IDictionary]) {
        $plain = [System.Collections.Generic.Dictionary[string, object]]::new()
        foreach ($key in $Value.Keys) { $plain[[string]$key] = ConvertTo-LabPlain $Value[$key] }
        return , $plain
    }
    if ($Value -is [System.Collections.IEnumerable]) {
        $list = [System.Collections.Generic.List[object]]::new()
        foreach ($item in $Value) { $list.Add((ConvertTo-LabPlain $item)) }
        return , $list
    }
    [string]$Value
}

# Names by which the product passes on whose approval a call belongs to; found among the bound parameters of the callers.
$script:REFERENCE_PARAMETERS = 'IncidentId', 'RequestId', 'RunId', 'StepId', 'Reference'

function Get-LabReference {
    $reference = [System.Collections.Generic.Dictionary[string, object]]::new()
    foreach ($frame in [runspace]::DefaultRunspace.Debugger.GetCallStack()) {
        if (-not $frame.InvocationInfo) { continue }
        foreach ($name in $script:REFERENCE_PARAMETERS) {
            $value = $frame.InvocationInfo.BoundParameters[$name]
            if ($value -and -not $reference.ContainsKey($name)) { $reference[$name] = [string]$value }
        }
    }
    $reference
}

<#
Appends one line to ledger.jsonl and flushes it to disk: what was done to the cluster, by which simulated command, on which node's
session. Kinds: change, ece-query, session, fault (a change that was asked for and not made). The product never writes here, so "ran once" can be judged from it.
#>
function Add-LabLedger {
    param([LabState]$Lab, [string]$Kind, [string]$Command, [string]$Target, $Parameters = @{}, [hashtable]$Detail = @{})
    Assert-LabLock
    $entry = [System.Collections.Generic.Dictionary[string, object]]::new()
    $entry['at'] = $Lab.advancedTo
    $entry['kind'] = $Kind
    $entry['node'] = [string][Environment]::GetEnvironmentVariable('COMPUTERNAME')
    $entry['command'] = $Command
    $entry['target'] = $Target
    $entry['parameters'] = ConvertTo-LabPlain $Parameters
    $entry['shellId'] = [string]$env:LAB_SHELL_ID
    $entry['reference'] = Get-LabReference
    $entry['detail'] = ConvertTo-LabPlain $Detail
    $bytes = [Text.Encoding]::UTF8.GetBytes([System.Text.Json.JsonSerializer]::Serialize($entry, $entry.GetType(), $script:json) + "`n")
    $stream = [IO.File]::Open([IO.Path]::Combine($script:folder, 'ledger.jsonl'), 'Append', 'Write', 'Read')
    try { $stream.Write($bytes, 0, $bytes.Length); $stream.Flush($true) } finally { $stream.Dispose() }
}
