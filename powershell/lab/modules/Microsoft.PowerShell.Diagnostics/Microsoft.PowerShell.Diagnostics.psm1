# Stands in for Get-WinEvent: hash table, XML and list queries over the Application, System and CAPI2/Operational logs of the simulated node.
foreach ($part in 'query', 'render') { . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1")) }

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'GetLogSet')] param(
        [Parameter(ParameterSetName = 'HashQuerySet', Mandatory, Position = 0)][hashtable[]]$FilterHashtable,
        [Parameter(ParameterSetName = 'XmlQuerySet', Mandatory, Position = 0)][xml]$FilterXml,
        [Parameter(ParameterSetName = 'ListLogSet', Mandatory, Position = 0)][string[]]$ListLog,
        [Parameter(ParameterSetName = 'GetLogSet', Position = 0)][string[]]$LogName,
        [Parameter(ParameterSetName = 'GetLogSet')][string]$FilterXPath,
        [long]$MaxEvents, [switch]$Oldest)
    $limit = if ($PSBoundParameters.ContainsKey('MaxEvents')) { $MaxEvents } else { [long]::MaxValue }
    foreach ($table in $FilterHashtable) {
        foreach ($key in $table.Keys) {
            if ($null -ne $table[$key]) { continue }
            $PSCmdlet.ThrowTerminatingError((New-LabError 'NullNotAllowedInHashtable,Microsoft.PowerShell.Commands.GetWinEventCommand' 'The FilterHashtable has a null value: null values are not allowed in the hash table.' 'InvalidArgument' $key))
        }
    }
    Use-LabCluster {
        param($lab)
        $node = Get-LabThisNode $lab
        if ($ListLog) { Get-LogObject $node $ListLog $PSCmdlet; return }
        $selectors = @(switch ($PSCmdlet.ParameterSetName) {
                'HashQuerySet' { foreach ($table in $FilterHashtable) { ConvertFrom-FilterTable $table $PSCmdlet } }
                'XmlQuerySet' { ConvertFrom-FilterXml $FilterXml $PSCmdlet }
                default { foreach ($log in $LogName) { @{ log = $log; xpath = $(if ($FilterXPath) { $FilterXPath } else { '*' }) } } }
            })
        $logs = [Collections.Generic.HashSet[string]]::new([string[]]@(foreach ($selector in $selectors) { $selector.log }))
        $found = @(foreach ($log in $logs) { Find-Record $lab $node $log @($selectors | Where-Object { $_.log -eq $log }) $limit $Oldest.IsPresent $PSCmdlet })
        if ($found.Count -eq 0) {
            Write-LabError $PSCmdlet (New-LabError 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' 'No events were found that match the specified selection criteria.' 'ObjectNotFound' $null ([Exception]))
            return
        }
        if ($logs.Count -gt 1) { $found = Merge-Record $found $Oldest.IsPresent }
        for ($i = 0; $i -lt $found.Count -and $i -lt $limit; $i++) { ConvertTo-EventRecord $lab $node $found[$i] }
    }
}

Export-ModuleMember -Function 'Get-WinEvent'
