function Get-IncidentRemoteShell {
    <#
    .SYNOPSIS
    Lists the remote shells of this node, and throws when the list is not seen to be whole.
    .DESCRIPTION
    WinRM lists every shell to an administrator and to anybody else only his own, without a word about the others; the list is asked for
    over the network, where a virtual account is another one than here. So a shell that is not listed is gone only where the list names a
    session of this bot, which it does in a session that is itself a remote shell; or, in a session by SSH, where no process that serves
    a remote shell is without one in the list. Else the error id is ShellListNotWhole.
    .OUTPUTS
    Objects as Get-WSManInstance gives them.
    #>
    [CmdletBinding()]
    param()

    $ErrorActionPreference = 'Stop'
    $shells = @(Get-WSManInstance -ResourceURI 'shell' -Enumerate)
    $own = @($shells | Where-Object { "$($_.ProcessId)" -eq "$PID" -or "$($_.ResourceUri)" -like '*/AzureLocalIncident.*' })
    if ($own.Count -eq 0) {
        $listed = @($shells | ForEach-Object { "$($_.ProcessId)" })
        $unlisted = @(Get-Process | Where-Object { "$($_.ProcessName)" -eq 'wsmprovhost' -and $listed -notcontains "$($_.Id)" })
        if ($unlisted.Count -gt 0) {
            $message = "The list of $($shells.Count) remote shells leaves out $($unlisted.Count) that are there, such as that of process $($unlisted[0].Id). See whether the account this runs as is an administrator to WinRM."
            $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($message), 'ShellListNotWhole', 'InvalidResult', $null))
        }
    }
    foreach ($shell in $shells) { $shell }
}
