# The state of one simulated cluster, exactly as it stands in state.json. All times are epoch milliseconds (UTC); 0 means "never"
# or "not scheduled". The same shape is declared for TypeScript in src/lab/cluster/lab-state.ts.
using namespace System.Collections.Generic

class LabProcess {
    [int]$id
    [string]$name
    [long]$startedAt
    [string]$user
    [string]$commandLine
    [string]$path
    [int]$parentId
    [int]$sessionId
    [List[string]]$modules = [List[string]]::new()
}

class LabService {
    [string]$name
    [string]$displayName
    [string]$state
    [string]$startMode
    [string]$startName
    [string]$path
    [int]$processId
    [long]$startsAt
    [bool]$clustered
    [bool]$hangs
    [bool]$failsToStart
    [List[string]]$dependents = [List[string]]::new()
}

class LabLog {
    [string]$name
    [bool]$enabled
    [long]$lastRecordId
    [long]$oldestRecordId
}

class LabNode {
    [string]$name
    [string]$address
    [string]$state
    [string]$drainStatus
    [string]$reach
    [long]$bootedAt
    [long]$restartAt
    [long]$upAt
    [long]$drainAt
    [string]$drainTarget
    [string]$commands = 'work'
    [long]$delayMs
    [long]$skewMs
    [long]$flapMs
    [long]$flapAt
    [string]$build
    [List[string]]$missingRoots = [List[string]]::new()
    [List[string]]$lockedAccounts = [List[string]]::new()
    [List[LabService]]$services = [List[LabService]]::new()
    [List[LabProcess]]$processes = [List[LabProcess]]::new()
    [List[LabLog]]$logs = [List[LabLog]]::new()
}

class LabGroup {
    [string]$name
    [string]$type
    [string]$resource
    [string]$service
    [string]$owner
    [string]$state
    [long]$restartThreshold
    [long]$restartPeriodMs
    [long]$restartDelayMs
    [long]$retryPeriodMs
    [long]$failoverThreshold
    [long]$failoverPeriodMs
    [long]$startAt
    [long]$onlineAt
    [bool]$stuck
    [string]$movingTo
    [List[string]]$possibleOwners = [List[string]]::new()
    [string]$preferredOwner
    [long]$failbackMs
    [long]$failbackAt
    [string]$drainedFrom
    [int]$crashes
    [List[long]]$restarts = [List[long]]::new()
    [List[long]]$failovers = [List[long]]::new()
}

class LabRespawn {
    [long]$afterMs
    [long]$at
    [bool]$afterBoot
    [string]$image
    [string]$user
    [string]$commandLine
}

class LabCaller {
    [string]$id
    [string]$kind
    [string]$node
    [int]$processId
    [string]$thumbprint
    [long]$periodMs
    [long]$usualPeriodMs
    [long]$nextPollAt
    [long]$callAt
    [int]$callProcessId
    [bool]$shows
    [LabRespawn]$respawn
}

class LabCertificateLog {
    [long]$callMs
    [bool]$httpSys
}

class LabDefect {
    [string]$record
    [long]$periodMs
    [long]$nextAt
}

class LabShell {
    [string]$shellId
    [string]$node
    [string]$name
    [string]$owner
    [string]$clientAddress
    [int]$processId
    [long]$openedAt
    [long]$activeAt
    [string]$resourceUri
    [long]$idleTimeoutMs
    [bool]$hosted
    [string]$thumbprint
}

class LabPlanStep {
    [string]$name
    [string]$description
    [string]$status
    [string]$errorMessage
    [string]$rolePath
    [string]$remoteNode
    [string]$drains
    [long]$startedAt
    [long]$endedAt
    [List[LabPlanStep]]$steps = [List[LabPlanStep]]::new()
}

class LabPlan {
    [string]$instanceId
    [string]$displayName
    [string]$version
    [string]$state
    [string]$afterCure
    [long]$startedAt
    [long]$endedAt
    [long]$updatedAt
    [long]$stepMs
    [long]$nextStepAt
    [List[LabPlanStep]]$steps = [List[LabPlanStep]]::new()
}

class LabCertificate {
    [string]$thumbprint
    [string]$subject
    [long]$notBefore
    [long]$notAfter
    [string]$rawData
    [List[string]]$stores = [List[string]]::new()
}

class LabVm {
    [string]$name
    [string]$node
    [string]$state
    [long]$memoryBytes
    [bool]$clustered
    [string]$blocker
    [string]$drainedFrom
}

class LabStorageJob {
    [string]$name
    [long]$startsAt
    [long]$endsAt
}

class LabDisk {
    [string]$name
    [string]$health
    [string]$operation
}

class LabStorage {
    [List[LabDisk]]$virtualDisks = [List[LabDisk]]::new()
    [List[LabDisk]]$pools = [List[LabDisk]]::new()
    [List[LabStorageJob]]$jobs = [List[LabStorageJob]]::new()
}

class LabTiming {
    [long]$startUpMs
    [long]$failoverMs
    [long]$serviceStartMs
    [long]$restartDelayMs
    [long]$rebootMs
    [long]$drainMs
    [long]$vmMoveMs
    [long]$resyncDelayMs
    [long]$resyncMs
    [long]$sleepAfterMs
}

class LabState {
    [string]$scenario
    [string]$clusterName
    [string]$domain
    [long]$startedAt
    [long]$advancedTo
    [long]$nextDueAt
    [int]$nextProcessId
    [string]$witness
    [int]$ecePort
    [string]$eceThumbprint
    [LabCertificateLog]$certificateLog
    [LabTiming]$timing = [LabTiming]::new()
    [List[LabNode]]$nodes = [List[LabNode]]::new()
    [List[LabGroup]]$groups = [List[LabGroup]]::new()
    [List[LabCaller]]$callers = [List[LabCaller]]::new()
    [LabDefect]$defect
    [List[LabShell]]$shells = [List[LabShell]]::new()
    [List[LabCertificate]]$certificates = [List[LabCertificate]]::new()
    [List[LabVm]]$vms = [List[LabVm]]::new()
    [LabStorage]$storage = [LabStorage]::new()
    [LabPlan]$plan
}
