# The bot-host side. It keeps to the engine's own cmdlets, the language and .NET, so that it runs on the embedded engine as well.
$script:ModuleFolder = $PSScriptRoot
foreach ($folder in @('Host/Private', 'Host')) {
    foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) { . $file }
}
