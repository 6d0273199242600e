function Add-StepXml($writer, $step) {
    $writer.WriteStartElement('Step')
    $writer.WriteAttributeString('Name', $step.name)
    $writer.WriteAttributeString('Description', $step.description)
    $writer.WriteAttributeString('Status', $step.status)
    if ($step.startedAt -gt 0) { $writer.WriteAttributeString('StartTimeUtc', (ConvertTo-UtcDateTime $step.startedAt).ToString('o')) }
    if ($step.endedAt -gt 0) { $writer.WriteAttributeString('EndTimeUtc', (ConvertTo-UtcDateTime $step.endedAt).ToString('o')) }
    if ($step.rolePath) { Add-TaskXml $writer $step }
    foreach ($child in $step.steps) { Add-StepXml $writer $child }
    $writer.WriteEndElement()
}

function Add-TaskXml($writer, $step) {
    $writer.WriteStartElement('Task')
    $writer.WriteAttributeString('RolePath', $step.rolePath)
    $writer.WriteAttributeString('InterfaceType', $step.name)
    $writer.WriteAttributeString('Status', $step.status)
    if ($step.remoteNode) {
        $writer.WriteStartElement('Action')
        $writer.WriteAttributeString('RemoteConfig', 'True')
        $writer.WriteAttributeString('RemoteNodeName', $step.remoteNode)
        $writer.WriteAttributeString('RemoteTaskId', [guid]::new([Security.Cryptography.MD5]::HashData([Text.Encoding]::UTF8.GetBytes($step.name))).ToString())
        $writer.WriteAttributeString('Status', $step.status)
        $writer.WriteEndElement()
    }
    $writer.WriteEndElement()
}

function ConvertTo-PlanXml($plan) {
    $text = [IO.StringWriter]::new()
    $writer = [Xml.XmlTextWriter]::new($text)
    $writer.WriteStartElement('Action')
    $writer.WriteAttributeString('Type', 'MAS Update')
    $writer.WriteAttributeString('Status', $plan.state)
    $writer.WriteStartElement('Steps')
    foreach ($step in $plan.steps) { Add-StepXml $writer $step }
    $writer.WriteEndElement()
    $writer.WriteEndElement()
    $text.ToString()
}

function ConvertTo-PlanInstance($lab) {
    if ($null -eq $lab.plan) { return }
    New-LabObject 'CloudEngine.Actions.ActionPlanInstance' ([ordered]@{
            InstanceId = [guid]$lab.plan.instanceId; ActionPlanName = "MAS Update $($lab.plan.version)"; ActionTypeName = 'MasUpdate'
            Status = switch ($lab.plan.state) { 'InProgress' { 'Running' } 'Succeeded' { 'Completed' } default { $lab.plan.state } }
            StartDateTime = ConvertTo-UtcDateTime $lab.plan.startedAt; EndDateTime = ConvertTo-UtcDateTime $lab.plan.endedAt
            LastModifiedDateTime = ConvertTo-UtcDateTime $lab.plan.updatedAt; RuntimeParameters = @{ updateId = $lab.plan.version }; ProgressAsXml = ConvertTo-PlanXml $lab.plan
        })
}

function Get-ActionPlanInstances {
    [CmdletBinding()] param()
    Invoke-OrchestratorCall $PSCmdlet { param($lab) ConvertTo-PlanInstance $lab }
}

function Get-ActionPlanInstance {
    [CmdletBinding()] param([Parameter(Mandatory)][guid]$actionPlanInstanceID)
    Invoke-OrchestratorCall $PSCmdlet { param($lab) if ($null -ne $lab.plan -and [guid]$lab.plan.instanceId -eq $actionPlanInstanceID) { ConvertTo-PlanInstance $lab } }
}
