# What the simulated commands hand out and throw.

<# A local DateTime as Windows' own commands give it, by the node's clock, from epoch milliseconds; $null for "never". #>
function ConvertTo-LabDateTime([long]$At) {
    if ($At -le 0) { return $null }
    ConvertTo-LabTrueDateTime ($At + $script:skewMs)
}

<# The same of a moment that no node's clock has told, such as those in a certificate. #>
function ConvertTo-LabTrueDateTime([long]$At) { [DateTimeOffset]::FromUnixTimeMilliseconds($At).LocalDateTime }

<# What a node's clock said, in epoch milliseconds. #>
function ConvertFrom-LabDateTime([datetime]$At) { [DateTimeOffset]::new($At.ToUniversalTime()).ToUnixTimeMilliseconds() - $script:skewMs }

<#
An error with the identifier and category of the real command. FullyQualifiedErrorId then reads "<Id>,<function name>": a function
cannot carry the class name behind the comma that a compiled command has.
#>
function New-LabError {
    param([string]$Id, [string]$Message, [System.Management.Automation.ErrorCategory]$Category = 'NotSpecified', $Target, [type]$Exception = [System.InvalidOperationException])
    [System.Management.Automation.ErrorRecord]::new($Exception::new($Message), $Id, $Category, $Target)
}

<#
Writes a non-terminating error in the caller's way. A compiled command follows its caller's $ErrorActionPreference; a function in a
module would follow its module's, so the caller's is looked up here.
#>
function Write-LabError([System.Management.Automation.PSCmdlet]$Cmdlet, [System.Management.Automation.ErrorRecord]$Record) {
    $preference = if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey('ErrorAction')) { 'Bound' } else { $Cmdlet.SessionState.PSVariable.GetValue('ErrorActionPreference') }
    if ($preference -eq 'Stop') { $Cmdlet.ThrowTerminatingError($Record) }
    if ($preference -notin 'SilentlyContinue', 'Ignore') { $Cmdlet.WriteError($Record) }
}

<# An object with the given properties and type name, as the real commands write it. #>
function New-LabObject([string]$TypeName, [System.Collections.Specialized.OrderedDictionary]$Property) {
    $object = [pscustomobject]$Property
    $object.psobject.TypeNames.Insert(0, $TypeName)
    $object
}

<# Waits until the test is true for the cluster, up to a limit in milliseconds (negative: no limit); says whether it became true. #>
function Wait-LabCluster([scriptblock]$Test, [long]$LimitMs) {
    $deadline = [Environment]::TickCount64 + $LimitMs
    while ($true) {
        if (Use-LabCluster $Test) { return $true }
        if ($LimitMs -ge 0 -and [Environment]::TickCount64 -ge $deadline) { return $false }
        [Threading.Thread]::Sleep(20)
    }
}
