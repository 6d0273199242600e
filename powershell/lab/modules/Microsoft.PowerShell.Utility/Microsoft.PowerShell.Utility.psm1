# The few commands of Microsoft.PowerShell.Utility that a real node has, for the embedded engine, which lacks them. Loaded only there.
# Only what is used: names, -First, -Last, -Descending and the like; everything else is refused by the parameter binder.
foreach ($part in 'select', 'sort', 'make') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }
Export-ModuleMember -Function 'Select-Object', 'Sort-Object', 'Measure-Object', 'Group-Object', 'Get-Date', 'New-Object', 'Format-List', 'ConvertTo-Json'
