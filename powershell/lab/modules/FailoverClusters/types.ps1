enum ClusterNodeState { Unknown = -1; Up = 0; Down = 1; Paused = 2; Joining = 3 }
[Flags()] enum ClusterNodeStatusInformation { Normal = 0; Isolated = 1; Quarantined = 2; DrainInProgress = 4; DrainCompleted = 8; DrainFailed = 16; AvoidPlacement = 32 }
enum ClusterNodeDrainStatus { NotInitiated = 0; InProgress = 1; Completed = 2; Failed = 3 }
enum ClusterGroupState { Unknown = -1; Online = 0; Offline = 1; Failed = 2; PartialOnline = 3; Pending = 4 }
enum ClusterResourceState { Unknown = -1; Inherited = 0; Initializing = 1; Online = 2; Offline = 3; Failed = 4; Pending = 128; OnlinePending = 129; OfflinePending = 130 }
enum GroupType { Cluster = 1; GenericService = 108; VirtualMachine = 111; ClusterAwareUpdating = 117; InfrastructureFileServer = 122; CoreSddc = 123; Unknown = 9999 }
enum ClusterQuorumType { Unknown = 0; Majority = 1; DiskOnly = 2 }
enum ResumeClusterNodeFailbackType { NoFailback = 0; Immediate = 1; Policy = 2 }

class ClusterNode {
    [string]$Name
    [string]$Id
    [ClusterNodeState]$State
    [ClusterNodeStatusInformation]$StatusInformation
    [ClusterNodeDrainStatus]$DrainStatus
    [string]$DrainTarget
    [int]$NodeWeight
    [int]$DynamicWeight
    [int]$BuildNumber
    [string]$NodeInstanceID
    [string]$SerialNumber
    [string]$Cluster
    [string] ToString() { return $this.Name }
}

class ClusterGroup {
    [string]$Name
    [ClusterGroupState]$State
    [ClusterNode]$OwnerNode
    [GroupType]$GroupType
    [bool]$IsCoreGroup
    [uint32]$FailoverThreshold
    [uint32]$FailoverPeriod
    [uint32]$AutoFailbackType
    [uint32]$PersistentState
    [uint32]$LockedFromMoving
    [uint32]$Priority
    [uint64]$StatusInformation
    [string]$Cluster
    [string] ToString() { return $this.Name }
}

class ClusterResourceType { [string]$Name; [string] ToString() { return $this.Name } }

class ClusterResource {
    [string]$Name
    [ClusterResourceState]$State
    [ClusterGroup]$OwnerGroup
    [ClusterNode]$OwnerNode
    [ClusterResourceType]$ResourceType
    [uint32]$RestartAction
    [uint32]$RestartThreshold
    [uint32]$RestartPeriod
    [uint32]$RestartDelay
    [uint32]$RetryPeriodOnFailure
    [uint32]$PendingTimeout
    [uint32]$MonitorProcessId
    [uint32]$LastOperationStatusCode
    [string]$Cluster
    [string] ToString() { return $this.Name }
}

class ClusterParameter { [string]$ClusterObject; [string]$Name; [bool]$IsReadOnly; [string]$ParameterType; $Value }
class ClusterOwnerNodeList { [string]$ClusterObject; [ClusterNode[]]$OwnerNodes }
class ClusterQuorumSettings { [string]$Cluster; [ClusterResource]$QuorumResource; [ClusterQuorumType]$QuorumType }
