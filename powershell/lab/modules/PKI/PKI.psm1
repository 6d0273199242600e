function Import-Certificate { throw 'Import-Certificate is not simulated yet: importing roots is an operator step.' }
Export-ModuleMember -Function 'Import-Certificate'
