# Stands in for the parts of Microsoft.PowerShell.Management that reach services, processes and the machine itself.
foreach ($part in 'types', 'service', 'process', 'computer', 'items') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }
Export-ModuleMember -Function @(
    'Get-Service', 'Start-Service', 'Stop-Service', 'Restart-Service', 'Set-Service'
    'Get-Process', 'Stop-Process', 'Start-Process', 'Restart-Computer', 'Stop-Computer'
    'Get-ChildItem', 'Get-Item', 'Test-Path', 'Get-Content', 'Set-Content', 'Set-Item', 'Remove-Item'
)
