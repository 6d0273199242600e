function Get-IncidentUpdateProgress {
    <#
    .SYNOPSIS
    Tells how far the newest run of a solution update has come.
    .DESCRIPTION
    Read-only, but it asks the orchestrator: whoever asks holds its client certificate. So it is called once in a session opened for it and
    closed after it. It imports no Az module (a session that holds one makes an update step fail). Some builds answer the first call with
    a NullReferenceException; that one error is retried once.
    Step times are UTC by name. TimeStarted and LastUpdatedTime of a run are not comparable with each other (they differ by the zone on
    some builds): they are converted only when they say what they are, and their text is given for comparing a field with itself.
    .OUTPUTS
    Hashtable: computerName, readAtUtc, processId, processStartedAtUtc, run ($null: there is no run; resourceId, displayName, version,
    updateState, state, startedAtUtc, lastUpdatedAtUtc, lastUpdatedText), steps (path, name, status, startedAtUtc, endedAtUtc,
    lastUpdatedAtUtc, errorMessage, leaf), plan ($null when not known; instanceId, name, status, lastModifiedUtc, remoteTasks (nodeName, status,
    taskId of every piece of the plan that ran or runs inside a node's agent; $null: could not be read)), planErrorId.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    $ErrorActionPreference = 'Stop'
    # A DateTime that does not say its zone is no UTC time, unless the field's own name does.
    $toUtc = {
        param($value, [bool] $unspecifiedIsUtc)
        if ($null -eq $value -or "$value" -eq '') { return $null }
        if ($value -isnot [DateTime]) {
            $parsed = [DateTime]::MinValue
            $style = [Globalization.DateTimeStyles]::RoundtripKind
            if (-not [DateTime]::TryParse("$value", [Globalization.CultureInfo]::InvariantCulture, $style, [ref] $parsed)) { return $null }
            $value = $parsed
        }
        if ($value.Year -lt 2000) { return $null }
        if ("$($value.Kind)" -eq 'Unspecified') {
            if (-not $unspecifiedIsUtc) { return $null }
            $value = [DateTime]::SpecifyKind($value, 'Utc')
        }
        $value.ToUniversalTime().ToString('o')
    }

    $answer = @{
        computerName = [Environment]::GetEnvironmentVariable('COMPUTERNAME'); readAtUtc = $null; processId = $PID; processStartedAtUtc = $null
        run = $null; steps = @(); plan = $null; planErrorId = $null
    }
    try {
        $own = @(Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$PID" -OperationTimeoutSec 10)
        if ($own.Count -eq 1) { $answer.processStartedAtUtc = $own[0].CreationDate.ToUniversalTime().ToString('o') }
    }
    catch {
        # Then the end of this process cannot be proven by pid and start; the caller says so.
        $answer.processStartedAtUtc = $null
    }

    # Work that the plan has inside a node's agent: its elements name the node; the status is theirs or that of what they are in. Getters by
    # their method names, because PowerShell shows the content of XML where .NET has properties.
    $readRemoteTasks = {
        param($xml)
        $document = [Xml.XmlDocument]::new()
        $document.XmlResolver = $null
        $document.LoadXml($(if ($xml -is [Xml.XmlNode]) { $xml.get_OuterXml() } else { "$xml" }))
        $textOf = {
            param($element, $name)
            if ($element.HasAttribute($name)) { return $element.GetAttribute($name) }
            $child = $element.SelectSingleNode($name)
            if ($null -ne $child) { $child.get_InnerText() }
        }
        foreach ($mark in @($document.SelectNodes('//@RemoteNodeName | //RemoteNodeName'))) {
            $element = if ($mark -is [Xml.XmlAttribute]) { $mark.OwnerElement } else { $mark.ParentNode }
            $holder = $element
            $status = & $textOf $holder 'Status'
            while ($null -eq $status -and $holder.ParentNode -is [Xml.XmlElement]) {
                $holder = $holder.ParentNode
                $status = & $textOf $holder 'Status'
            }
            @{ nodeName = $mark.get_InnerText(); status = "$status"; taskId = "$(& $textOf $element 'RemoteTaskId')" }
        }
    }

    # A JEA session loads no module by itself, and the reading endpoint must not load these for every session.
    $sources = @{ 'Get-SolutionUpdate' = 'Microsoft.AzureStack.Lcm.PowerShell'; 'Get-ActionPlanInstance' = 'ECEClient' }
    foreach ($command in @($sources.Keys)) {
        if ($null -ne $ExecutionContext.InvokeCommand.GetCommand($command, 'Function, Cmdlet, Alias')) { continue }
        try { Import-Module -Name $sources[$command] }
        catch {
            # The call below says that the command is missing, which names the cause better.
            $null = $_
        }
    }

    $found = $null
    for ($attempt = 1; $null -eq $found; $attempt++) {
        try {
            $found = @(foreach ($update in @(Get-SolutionUpdate)) {
                    foreach ($run in @($update | Get-SolutionUpdateRun)) { if ($null -ne $run) { @{ update = $update; run = $run } } }
                })
        }
        catch {
            $transient = $_.Exception -is [NullReferenceException] -or $_.Exception.InnerException -is [NullReferenceException]
            if (-not $transient -or $attempt -ge 2) { throw }
        }
    }
    $answer.readAtUtc = [DateTime]::UtcNow.ToString('o')
    if ($found.Count -eq 0) { return $answer }

    $newest = $found[0]
    foreach ($candidate in $found) { if ($candidate.run.TimeStarted -gt $newest.run.TimeStarted) { $newest = $candidate } }
    $run = $newest.run
    $answer.run = @{
        resourceId       = "$($run.ResourceId)"
        displayName      = "$($newest.update.DisplayName)"
        version          = "$($newest.update.Version)"
        updateState      = "$($newest.update.State)"
        state            = "$($run.State)"
        startedAtUtc     = & $toUtc $run.TimeStarted $false
        lastUpdatedAtUtc = & $toUtc $run.LastUpdatedTime $false
        lastUpdatedText  = if ($run.LastUpdatedTime -is [DateTime]) { $run.LastUpdatedTime.ToString('o') } else { "$($run.LastUpdatedTime)" }
    }

    $steps = [Collections.ArrayList]::new()
    $waiting = [Collections.Stack]::new()
    $roots = @($run.Progress.Steps | Where-Object { $null -ne $_ })
    for ($at = $roots.Count - 1; $at -ge 0; $at--) { $waiting.Push(@{ step = $roots[$at]; path = "$($at + 1)" }) }
    while ($waiting.Count -gt 0 -and $steps.Count -lt 2000) {
        $item = $waiting.Pop()
        $children = @($item.step.Steps | Where-Object { $null -ne $_ })
        $null = $steps.Add(@{
                path             = $item.path
                name             = "$($item.step.Name)"
                status           = "$($item.step.Status)"
                startedAtUtc     = & $toUtc $item.step.StartTimeUtc $true
                endedAtUtc       = & $toUtc $item.step.EndTimeUtc $true
                lastUpdatedAtUtc = & $toUtc $item.step.LastUpdatedTimeUtc $true
                errorMessage     = "$($item.step.ErrorMessage)"
                leaf             = $children.Count -eq 0
            })
        for ($at = $children.Count - 1; $at -ge 0; $at--) {
            $waiting.Push(@{ step = $children[$at]; path = "$($item.path).$($at + 1)" })
        }
    }
    $answer.steps = @($steps)

    # The run's resource id ends in the id of its action plan.
    if ("$($run.ResourceId)" -match '([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\z') {
        try {
            # A function of a script module: what it refuses is no exception here, and must not take the whole answer with it.
            $said = @(Get-ActionPlanInstance -actionPlanInstanceID $Matches[1] 2>&1)
            foreach ($refusal in @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] })) { $answer.planErrorId = $refusal.FullyQualifiedErrorId }
            $plan = @($said | Where-Object { $null -ne $_ -and $_ -isnot [Management.Automation.ErrorRecord] })[0]
            if ($null -ne $plan) {
                $answer.plan = @{
                    instanceId      = "$($plan.InstanceId)"
                    name            = "$($plan.ActionPlanName)"
                    status          = "$($plan.Status)"
                    lastModifiedUtc = & $toUtc $plan.LastModifiedDateTime $false
                    remoteTasks     = $null
                }
                $answer.plan.remoteTasks = @(& $readRemoteTasks $plan.ProgressAsXml)
            }
        }
        catch {
            $answer.planErrorId = $_.FullyQualifiedErrorId
        }
    }
    $answer.readAtUtc = [DateTime]::UtcNow.ToString('o')
    $answer
}
