# Properties are methods of the state behind them in reality; here they are the moment's values, refreshed by Refresh and WaitForStatus.
enum ServiceControllerStatus { Stopped = 1; StartPending = 2; StopPending = 3; Running = 4; ContinuePending = 5; PausePending = 6; Paused = 7 }
enum ServiceStartMode { Boot = 0; System = 1; Automatic = 2; Manual = 3; Disabled = 4 }

class ServiceController {
    [string]$Name
    [string]$ServiceName
    [string]$DisplayName
    [string]$MachineName = '.'
    [ServiceControllerStatus]$Status
    [ServiceStartMode]$StartType
    [ServiceController[]]$DependentServices = @()
    [ServiceController[]]$ServicesDependedOn = @()
    [bool]$CanStop
    [string] ToString() { return $this.Name }
}

class ProcessModule { [string]$ModuleName; [string]$FileName; [string] ToString() { return "System.Diagnostics.ProcessModule ($($this.ModuleName))" } }

class LabProcessObject {
    [int]$Id
    [string]$Name
    [string]$ProcessName
    [Nullable[datetime]]$StartTime
    [string]$UserName
    [string]$Path
    [string]$MachineName = '.'
    [int]$SessionId
    [bool]$HasExited
    [ProcessModule[]]$Modules = @()
    hidden [long]$startedAt
    [string] ToString() { return "System.Diagnostics.Process ($($this.ProcessName))" }
}
