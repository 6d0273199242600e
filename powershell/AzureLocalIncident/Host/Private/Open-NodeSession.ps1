function Open-NodeSession {
    <#
    .SYNOPSIS
    Opens one remote session to one node within what is left of its deadline.
    .DESCRIPTION
    The only place where a transport is known. A JEA endpoint offers the functions by itself; a plain endpoint (WinRM without an
    endpoint name, SSH) is sent their text first. A session factory's New-NodeSession is there already (Import-SessionFactory).
    #>
    param([hashtable] $Context)

    $connection = $Context.connection
    $settings = $connection.settings ?? @{}
    $timeoutMs = Get-RemainingTime -Context $Context
    $isPlain = $false
    switch ($connection.transport) {
        'factory' {
            $session = New-NodeSession -ComputerName $Context.node -Endpoint $Context.role -NodeModulePath $Context.nodeModulePath `
                -VisibleFunction $Context.functions -Settings $settings -TimeoutMs $timeoutMs
        }
        'winrm' {
            $option = New-PSSessionOption -OpenTimeout $timeoutMs -OperationTimeout $timeoutMs -CancelTimeout 5000 -IdleTimeout ($Context.keeps ? 600000 : 60000) `
                -MaxConnectionRetryCount 1 -NoMachineProfile
            $arguments = @{ ComputerName = $Context.node; SessionOption = $option; ErrorAction = 'Stop' }
            if ($settings.useSsl) { $arguments.UseSSL = $true }
            if ($settings.port) { $arguments.Port = [int] $settings.port }
            if ($settings.authentication) { $arguments.Authentication = $settings.authentication }
            $isPlain = -not $Context.endpointName
            if (-not $isPlain) { $arguments.ConfigurationName = $Context.endpointName }
            $session = New-PSSession @arguments
        }
        'ssh' {
            $arguments = @{ HostName = $Context.node; ConnectingTimeout = $timeoutMs; ErrorAction = 'Stop' }
            if ($settings.userName) { $arguments.UserName = $settings.userName }
            if ($settings.keyFilePath) { $arguments.KeyFilePath = $settings.keyFilePath }
            if ($settings.port) { $arguments.Port = [int] $settings.port }
            if ($settings.subsystem) { $arguments.Subsystem = $settings.subsystem }
            $arguments.Options = @{}
            foreach ($key in @(($settings.options ?? @{}).Keys)) { $arguments.Options[$key] = $settings.options[$key] }
            # Nobody is there to answer a prompt, and a key that nobody has looked at is not taken; nothing overrides these.
            $arguments.Options.BatchMode = 'yes'
            $arguments.Options.StrictHostKeyChecking = 'yes'
            $isPlain = $true
            $session = New-PSSession @arguments
        }
    }
    $null = $Context.sessions.Add($session)
    if ($isPlain) { Send-NodeFunction -Context $Context -Session $session }
    $session
}
