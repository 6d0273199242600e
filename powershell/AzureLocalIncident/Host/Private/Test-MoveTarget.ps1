function Test-MoveTarget {
    <#
    .SYNOPSIS
    Asks the target of a move whether the group's service may log on there; gives a refusing report, or nothing when it may.
    .DESCRIPTION
    The service has the group's name without the last two words; a group for which that is not so is judged by the orchestrator's own account.
    #>
    param([string] $Target, [hashtable] $Connection, [string] $Name)

    $service = $Name.Substring(0, $Name.Length - ' Cluster Group'.Length)
    $arguments = @{ function = 'Get-IncidentServiceState'; parameters = @{ Name = @($service) } }
    $results = Invoke-OnEveryNode -Node $Target -Connection $Connection -Role 'Read' -Work 'Read-NodeAnswer' -Arguments $arguments -NodeDeadlineMs 60000
    $result = Merge-NodeData -Result $results[0] -Key 'answer'
    $answer = $result.answer
    $result.answer = $null
    $report = @{ checkedAtUtc = [DateTime]::UtcNow; outcome = 'failed'; changed = $false; reason = 'target-not-readable'; node = $result; proof = @() }
    if ($null -eq $answer) { return $report }

    $names = @(@($answer.services)[0].account) + @($Name -like '*Orchestrator*' ? 'HCIOrchestrator' : $null)
    $accounts = @($answer.accounts | Where-Object { $names -contains $_.name })
    if (@($accounts | Where-Object { $_.locked }).Count -gt 0) { $report.reason = 'target-account-locked' }
    elseif (@($accounts | Where-Object { $_.disabled }).Count -gt 0) { $report.reason = 'target-account-disabled' }
    else { return }
    $report
}
