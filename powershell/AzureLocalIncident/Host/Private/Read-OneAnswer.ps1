function Read-OneAnswer {
    <#
    .SYNOPSIS
    Asks one node one read-only function in a session of its own.
    .OUTPUTS
    Hashtable; see New-NodeResult, with answer ($null when there is none).
    #>
    param([string] $Node, [hashtable] $Connection, [string] $Function, [hashtable] $Parameters = @{}, [int] $NodeDeadlineMs)

    $arguments = @{ function = $Function; parameters = $Parameters }
    $results = Invoke-OnEveryNode -Node $Node -Connection $Connection -Role 'Read' -Work 'Read-NodeAnswer' -Arguments $arguments -NodeDeadlineMs $NodeDeadlineMs
    Merge-NodeData -Result $results[0] -Key 'answer'
}
