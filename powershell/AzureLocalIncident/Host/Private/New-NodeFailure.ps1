function New-NodeFailure {
    <#
    .SYNOPSIS
    Makes an error record with an id of our own, to be thrown.
    #>
    param([string] $Id, [string] $Message, [string] $Category = 'InvalidResult', [object] $Target = $null)

    [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($Message), $Id, $Category, $Target)
}
