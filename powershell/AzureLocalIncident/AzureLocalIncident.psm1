# The bot-host side. It keeps to the engine's own cmdlets, the language and .NET, so that it runs on the embedded engine as well.
$script:ModuleFolder = $PSScriptRoot
# Open read-only sessions by node, each with the runspace it is used from; filled only in a process for several operations.
$script:KeptSessions = @{}
# What Get-StepCall notes instead of calling; $null at all other times.
$script:PlannedCalls = $null
foreach ($folder in @('Host/Private', 'Host')) {
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) { . $file }
}
