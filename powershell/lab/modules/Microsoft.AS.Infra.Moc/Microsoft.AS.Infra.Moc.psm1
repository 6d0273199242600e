function New-MocPhysicalNode { throw 'New-MocPhysicalNode is not simulated yet.' }
function Remove-MocPhysicalNode { throw 'Remove-MocPhysicalNode is not simulated yet.' }
Export-ModuleMember -Function '*-Moc*'
