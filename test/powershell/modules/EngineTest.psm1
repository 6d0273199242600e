function Get-Echo {
    <# .SYNOPSIS
    Gives back what it was given. #>
    [CmdletBinding()]
    param($Value)
    , $Value
}
function Get-Kind {
    <# .SYNOPSIS
    Names the .NET type of each value. #>
    [CmdletBinding()]
    param($Values)
    $kinds = [ordered]@{}
    foreach ($key in $Values.Keys) { $kinds[$key] = if ($null -eq $Values[$key]) { 'null' } else { $Values[$key].GetType().FullName } }
    $kinds
}
function Get-Sample {
    <# .SYNOPSIS
    Gives one value of each kind that is written in a way of its own. #>
    [CmdletBinding()]
    param()
    [pscustomobject]@{
        Text = 'ä'; Character = [char] 'c'; Yes = $true; Int = 1; Long = 9007199254740993; Double = 1.5; NotANumber = [double]::NaN
        Date = [datetime]::new(2026, 11, 22, 10, 0, 0, [DateTimeKind]::Utc); Offset = [DateTimeOffset]::new(2026, 11, 22, 12, 0, 0, [timespan]::FromHours(2))
        Span = [timespan]::FromSeconds(90); Day = [DayOfWeek]::Friday; Id = [guid]::Empty; Bytes = [byte[]](1, 2, 3); Nothing = $null
        List = @(1); Empty = @(); Nested = @{ a = @{ b = , @(1, 2) } }
    }
}
function Get-Several {
    <# .SYNOPSIS
    Puts out as many numbers as asked for. #>
    [CmdletBinding()]
    param([int] $Count)
    for ($i = 1; $i -le $Count; $i++) { $i }
}
function Get-Deep {
    <# .SYNOPSIS
    Gives a value nested too deep to be told. #>
    [CmdletBinding()]
    param()
    $value = @{}
    for ($i = 0; $i -lt 40; $i++) { $value = @{ inner = $value } }
    $value
}
function Get-Secret {
    <# .SYNOPSIS
    Tries to tell a secret. #>
    [CmdletBinding()]
    param()
    @{ secret = [securestring]::new() }
}
function Write-Noise {
    <# .SYNOPSIS
    Writes to every stream and by a native program, then gives its result. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'It is one of the streams.')]
    [CmdletBinding()]
    param([string] $Program)
    $VerbosePreference = 'Continue'
    Write-Verbose 'some verbose text'
    Write-Warning 'a warning'
    Write-Host 'half a line' -NoNewline
    & $Program '-e' 'console.log("native out ##0123:R:e30="); console.error("native error")'
    [Console]::Out.WriteLine('##00000000000000000000000000000000:R:e30=')
    [Console]::Error.WriteLine('straight to stderr')
    Write-Error 'a soft error' -ErrorAction Continue
    'done'
}
function Stop-Silently {
    <# .SYNOPSIS
    Ends the process with an exit code and without a word. #>
    [CmdletBinding()]
    param([int] $Code)
    [Environment]::Exit($Code)
}
function Exit-Script {
    <# .SYNOPSIS
    Leaves by the exit keyword. #>
    [CmdletBinding()]
    param()
    exit 0
}
function Invoke-Failure {
    <# .SYNOPSIS
    Throws an error with an id. #>
    [CmdletBinding()]
    param()
    $exception = [InvalidOperationException]::new("it can't `"be`" done")
    throw [System.Management.Automation.ErrorRecord]::new($exception, 'EngineTest.Refused', 'InvalidOperation', $null)
}
function Invoke-SoftFailure {
    <# .SYNOPSIS
    Meets a non-terminating error, which must end it. #>
    [CmdletBinding()]
    param()
    Write-Error 'soft' -ErrorId 'EngineTest.Soft'
    'went on'
}
function Invoke-Progress {
    <# .SYNOPSIS
    Reports three steps. #>
    [CmdletBinding()]
    param()
    foreach ($step in 1..3) { Write-OperationProgress @{ step = $step; note = 'ü' } }
    'finished'
}
function Wait-Forever {
    <# .SYNOPSIS
    Starts an out-of-process session and a native child, tells their ids, and never ends. #>
    [CmdletBinding()]
    param([string] $Program)
    $native = [System.Diagnostics.Process]::Start($Program, [string[]] @('-e', 'setInterval(() => {}, 1000)'))
    $instance = [System.Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $instance)
    $runspace.Open()
    Write-OperationProgress @{ self = $PID; session = $instance.Process.Id; native = $native.Id }
    while ($true) { Start-Sleep -Seconds 1 }
}
function Get-EnvironmentName {
    <# .SYNOPSIS
    Names the environment variables it can see. #>
    [CmdletBinding()]
    param()
    , @([Environment]::GetEnvironmentVariables().Keys | ForEach-Object { $_ })
}
function Get-RemoteDay {
    <# .SYNOPSIS
    Gives an enum value that came through a remote session. #>
    [CmdletBinding()]
    param()
    $instance = [System.Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $instance)
    $runspace.Open()
    $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'lab', $null)
    try {
        Invoke-Command -Session $session { @{ day = [DayOfWeek]::Friday; n = 5 } }
    }
    finally {
        Remove-PSSession $session
    }
}
function Get-Loose {
    <# .SYNOPSIS
    Is exported but takes any parameter name without a word. #>
    param()
    'never'
}
function Get-Hidden {
    <# .SYNOPSIS
    Is not exported. #>
    [CmdletBinding()]
    param()
    'never'
}
function Get-ProcessId {
    <# .SYNOPSIS
    Tells which process it runs in. #>
    [CmdletBinding()]
    param()
    $PID
}
function Close-KeptSession {
    <# .SYNOPSIS
    Writes down that it was called before the process ended. #>
    [CmdletBinding()]
    param()
    if ($env:FAREWELL_FILE) { [IO.File]::AppendAllText($env:FAREWELL_FILE, "$PID`n") }
}
Export-ModuleMember -Function *-Echo, *-Kind, *-Sample, *-Several, *-Deep, *-Secret, *-Noise, Stop-*, Exit-*, Invoke-*, Wait-*, Get-EnvironmentName, *-RemoteDay, Get-Loose, Get-ProcessId, Close-KeptSession
