function New-NodeResult {
    <#
    .SYNOPSIS
    The result of one node before anything is known about it. checkedAtUtc: when the node answered, by our clock.
    #>
    param([string] $Node)

    @{
        node = $Node; status = 'ok'; errorId = $null; message = $null; hint = $null; checkedAtUtc = $null; nodeUtc = $null; roundTripMs = $null
        skewMs = $null; bootUtc = $null; osBuild = $null; languageMode = $null; powershellVersion = $null; sessionClosed = $null; data = $null
    }
}
