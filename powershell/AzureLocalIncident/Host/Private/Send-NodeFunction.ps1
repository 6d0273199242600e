function Send-NodeFunction {
    <#
    .SYNOPSIS
    Defines the node functions in a session on a plain endpoint.
    .DESCRIPTION
    Constant script text and the product's own files; no value from outside is part of it.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    foreach ($name in $Context.functions) {
        $text = [IO.File]::ReadAllText([IO.Path]::Combine($Context.nodeFolder, "$name.ps1"))
        $null = Invoke-InSession -Context $Context -Session $Session -Prepare {
            param($call)
            $null = $call.AddScript('param([string] $Text) . ([scriptblock]::Create($Text))', $false).AddParameter('Text', $text)
        }
    }
}
