function Send-NodeFunction {
    <#
    .SYNOPSIS
    Defines the node functions in a session on a plain endpoint.
    .DESCRIPTION
    Constant script text and the product's own files; no value from outside is part of it.
    #>
    param([hashtable] $Context, [Management.Automation.Runspaces.PSSession] $Session)

    # What the endpoint's functions call among themselves comes first.
    $files = @([IO.Directory]::GetFiles([IO.Path]::Combine($Context.nodeFolder, 'Private'), '*.ps1'))
    $files += @($Context.functions | ForEach-Object { [IO.Path]::Combine($Context.nodeFolder, "$_.ps1") })
    foreach ($file in $files) {
        $text = [IO.File]::ReadAllText($file)
        $null = Invoke-InSession -Context $Context -Session $Session -Prepare {
            param($call)
            $null = $call.AddScript('param([string] $Text) . ([scriptblock]::Create($Text))', $false).AddParameter('Text', $text)
        }
    }
}
