function Add-NodeProgress {
    <#
    .SYNOPSIS
    Tells the collecting thread which phase a node is in; only that thread writes it out.
    #>
    param([hashtable] $Context, [string] $Phase)

    $Context.progress.Enqueue(@{ node = $Context.node; phase = $Phase })
}
