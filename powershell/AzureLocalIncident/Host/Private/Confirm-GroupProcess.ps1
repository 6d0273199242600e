function Confirm-GroupProcess {
    <#
    .SYNOPSIS
    Completes the report of a group's move or restart by the proof that only the nodes themselves can give.
    .DESCRIPTION
    On the owner the service runs in a process that was created after the request, on the node that owned the group before it does not run.
    Sessions of their own are opened for it. Without that proof a success becomes 'unknown', with a process older than the request 'failed'.
    Times of two nodes are compared by our clock; 2 s are left to the measuring of their clocks.
    #>
    param([hashtable] $Report, [hashtable] $Connection, [string[]] $ProofNode)

    $Report.proof = @()
    $answer = $Report.node.answer
    if ($Report.outcome -ne 'succeeded') { return $Report }

    $owner = Get-ShortName -Name $answer.ownerNode
    $left = Get-ShortName -Name $answer.ownerBefore
    $wanted = @($owner) + @($left | Where-Object { $_ -ne $owner })
    $reached = @($ProofNode | Where-Object { $wanted -contains (Get-ShortName -Name $_) })
    $Report.outcome = 'unknown'
    $Report.reason = 'process-not-proven'
    if ($null -eq $answer.serviceName -or $reached.Count -ne $wanted.Count) { return $Report }

    $arguments = @{ serviceName = $answer.serviceName; owner = $owner }
    $results = Invoke-OnEveryNode -Node $reached -Connection $Connection -Role 'Read' -Work 'Wait-GroupProcess' -Arguments $arguments -NodeDeadlineMs 60000
    $Report.proof = @($results | ForEach-Object { Merge-NodeData -Result $_ -Key 'answer' })
    if (@($Report.proof | Where-Object { $null -eq $_.answer }).Count -gt 0) { return $Report }

    $here = @($Report.proof | Where-Object { (Get-ShortName -Name $_.node) -eq $owner })[0]
    $service = @($here.answer.services)[0]
    if ($service.state -ne 'Running' -or $null -eq $service.processId) { return $Report }
    $stillThere = @($Report.proof | Where-Object { (Get-ShortName -Name $_.node) -ne $owner -and $null -ne @($_.answer.services)[0].processId })
    if ($stillThere.Count -gt 0) {
        $Report.reason = 'still-on-old-owner'
        return $Report
    }
    $toTime = { param($text) [Xml.XmlConvert]::ToDateTime($text, [Xml.XmlDateTimeSerializationMode]::Utc) }
    $requestedAt = (& $toTime $answer.requestedAtUtc).AddMilliseconds(-$Report.node.skewMs)
    $startedAt = (& $toTime $service.startedAtUtc).AddMilliseconds(-$here.skewMs)
    if ($startedAt -lt $requestedAt.AddMilliseconds(-2000)) {
        $Report.outcome = 'failed'
        $Report.reason = 'process-not-new'
        return $Report
    }
    $Report.outcome = 'succeeded'
    $Report.reason = $answer.reason
    $Report
}
