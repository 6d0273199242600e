function Get-CallerIdentity {
    <#
    .SYNOPSIS
    The identity parameters out of a function's bound parameters.
    #>
    param([Collections.IDictionary] $Bound)

    $identity = @{}
    foreach ($key in 'RemoteShellId', 'ProcessId', 'StartedAtUtc', 'User') { if ($Bound.ContainsKey($key)) { $identity[$key] = $Bound[$key] } }
    $identity
}
