# The initial command of a session that sshd starts on a node of the simulated cluster: COMPUTERNAME and LAB_CLUSTER_FOLDER are in its
# environment already. When this has run the session is a node; when it fails there is no session, because without the lab the
# commands of this machine would answer.
try {
    $env:LAB_SHELL_ID = [guid]::NewGuid().ToString().ToUpperInvariant()
    . ([IO.Path]::Combine($PSScriptRoot, 'node.ps1'))
    Enter-LabNode -Transport SSH -Owner 'CONTOSO\svc-incident' -User 'CONTOSO\svc-incident' -ClientAddress '10.20.30.5'
    # The server takes any error that is left here for a failure, also one that was caught: the cluster's lock was held for a moment.
    $global:Error.Clear()
}
catch {
    [Console]::Error.WriteLine("The lab refused the session: $_")
    [Diagnostics.Process]::GetCurrentProcess().Kill()
}
