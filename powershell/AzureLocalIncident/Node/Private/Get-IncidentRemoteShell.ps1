function Get-IncidentRemoteShell {
    <#
    .SYNOPSIS
    Lists the remote shells of this node, and throws when the list is not seen to be whole.
    .DESCRIPTION
    WinRM lists every shell to an administrator and to anybody else only his own, without a word about the others; the list is asked for
    over the network, where a virtual account is another one than here. So a shell that is not listed is gone only where the list
    names a session of this bot: in a session that is itself a remote shell it has to (error id ShellListNotWhole). A session by SSH
    is no remote shell and has nothing to compare with.
    .OUTPUTS
    Objects as Get-WSManInstance gives them.
    #>
    [CmdletBinding()]
    param()

    $ErrorActionPreference = 'Stop'
    $shells = @(Get-WSManInstance -ResourceURI 'shell' -Enumerate)
    $own = @($shells | Where-Object { "$($_.ProcessId)" -eq "$PID" -or "$($_.ResourceUri)" -like '*/AzureLocalIncident.*' })
    if ($own.Count -eq 0 -and "$((Get-Process -Id $PID).ProcessName)" -eq 'wsmprovhost') {
        $message = "The list of $($shells.Count) remote shells does not name the shell of this very session. See which account the endpoint runs as and whether it is an administrator to WinRM."
        $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($message), 'ShellListNotWhole', 'InvalidResult', $null))
    }
    foreach ($shell in $shells) { $shell }
}
