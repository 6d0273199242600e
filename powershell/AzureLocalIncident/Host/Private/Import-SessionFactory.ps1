function Import-SessionFactory {
    <#
    .SYNOPSIS
    Defines a factory's New-NodeSession in a node's runspace.
    .DESCRIPTION
    One runspace after the other: PowerShell mixes up the classes of a file that several runspaces of one process compile at once.
    #>
    param([Management.Automation.Runspaces.Runspace] $Runspace, [string] $Path)

    $call = [powershell]::Create()
    $call.Runspace = $Runspace
    try {
        $null = $call.AddScript('param([string] $Path) . $Path', $false).AddParameter('Path', $Path).Invoke()
        if ($call.Streams.Error.Count -gt 0) { throw $call.Streams.Error[0] }
    }
    finally {
        $call.Dispose()
    }
}
