function Confirm-Connection {
    <#
    .SYNOPSIS
    Refuses a connection description that is not exactly one of the known forms.
    .DESCRIPTION
    transport: winrm, ssh or factory. endpoints: JEA endpoint names by role (read, change, restart); WinRM only. sessionFactory: full path of
    a script that defines New-NodeSession; factory only. settings: winrm takes useSsl, port, authentication; ssh takes userName,
    keyFilePath, port, subsystem, options; a factory gets them as they are. mayChange: ids of the mitigations that may be run; SSH only, where
    nothing is changed without it.
    #>
    param([hashtable] $Connection)

    $known = @{ winrm = @('useSsl', 'port', 'authentication'); ssh = @('userName', 'keyFilePath', 'port', 'subsystem', 'options') }
    $problem = $null
    $transport = "$($Connection.transport)"
    foreach ($key in $Connection.Keys) {
        if (@('transport', 'endpoints', 'sessionFactory', 'settings', 'mayChange') -notcontains $key) { $problem = "it does not know '$key'" }
    }
    if (@('winrm', 'ssh', 'factory') -cnotcontains $transport) { $problem = 'transport must be winrm, ssh or factory' }
    elseif ($transport -eq 'factory' -and -not [IO.Path]::IsPathFullyQualified("$($Connection.sessionFactory)")) { $problem = 'sessionFactory must be a full path' }
    elseif ($transport -eq 'factory' -and -not [IO.File]::Exists($Connection.sessionFactory)) { $problem = 'the file of sessionFactory is not there' }
    elseif ($transport -ne 'factory' -and $Connection.sessionFactory) { $problem = "transport $transport takes no sessionFactory" }
    elseif ($transport -ne 'ssh' -and $null -ne $Connection.mayChange) { $problem = "transport $transport takes no mayChange" }
    elseif ($transport -ne 'factory' -and $null -ne $Connection.settings) {
        foreach ($key in $Connection.settings.Keys) {
            if ($known[$transport] -notcontains $key) { $problem = "transport $transport takes no setting '$key'" }
        }
    }
    if ($transport -eq 'ssh' -and $null -ne $Connection.settings -and (Test-SplitsSshOption -Version $PSVersionTable.PSVersion)) {
        $texts = @($Connection.settings.userName; $Connection.settings.subsystem; ($Connection.settings.options ?? @{}).Values)
        if (@($texts -match '\s').Count -gt 0) {
            $problem = "PowerShell $($PSVersionTable.PSVersion) would tear an SSH setting with a blank into words. Update it (7.4.19, 7.5.10, 7.6.5 or newer), or put the option into the ssh_config of the bot's account"
        }
    }
    foreach ($role in @(($Connection.endpoints ?? @{}).Keys)) {
        $name = $Connection.endpoints[$role]
        if (@('read', 'change', 'restart') -notcontains $role) { $problem = "there is no endpoint role '$role'" }
        elseif ($null -ne $name -and $name -cnotmatch '\A[A-Za-z0-9._-]{1,100}\z') { $problem = "the name of endpoint '$role' has characters it must not have" }
    }
    if ($null -ne $problem) { throw (New-NodeFailure -Id 'ConnectionNotValid' -Message "The connection is refused: $problem." -Category 'InvalidArgument') }
}
