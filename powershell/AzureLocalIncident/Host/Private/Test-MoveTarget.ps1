function Test-MoveTarget {
    <#
    .SYNOPSIS
    Asks the target of a move whether the group's service may log on there; gives a refusing report, or nothing when it may.
    .DESCRIPTION
    The service has the group's name without the last two words. That is known of the orchestrator's and the update's; of the others it is
    likely, so there its absence refuses nothing.
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

    $seen = @($answer.services)[0]
    $account = @($answer.accounts | Where-Object { $null -ne $seen.account -and $_.name -eq $seen.account })
    if (-not $seen.installed -and $Name -match '(Orchestrator|Update) Service') { $report.reason = 'target-without-service' }
    elseif (@($account | Where-Object { -not $_.found }).Count -gt 0) { $report.reason = 'target-account-absent' }
    elseif (@($account | Where-Object { $_.locked }).Count -gt 0) { $report.reason = 'target-account-locked' }
    elseif (@($account | Where-Object { $_.disabled }).Count -gt 0) { $report.reason = 'target-account-disabled' }
    else { return }
    $report
}
