# Stands in for the parts of Microsoft.PowerShell.Management that reach services, processes and the machine itself.
foreach ($part in 'types', 'service', 'process', 'computer', 'items') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }
Export-ModuleMember -Function '*-Service', '*-Process', '*-Computer', '*-Item', 'Get-ChildItem', 'Test-Path', 'Get-Content', 'Set-Content'
