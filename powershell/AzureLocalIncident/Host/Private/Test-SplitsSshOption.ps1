function Test-SplitsSshOption {
    <#
    .SYNOPSIS
    Whether a PowerShell hands an SSH option with a blank in it to ssh as several words, of which ssh takes the second for the host.
    .DESCRIPTION
    Mended in 7.4.19, 7.5.10 and 7.6.5 ("Fix PowerShell Remoting Argument Generation"), as the source of each release shows.
    #>
    [OutputType([bool])]
    param([version] $Version)

    $mended = @{ 4 = 19; 5 = 10; 6 = 5 }
    $Version.Major -eq 7 -and $Version.Minor -le 6 -and ($Version.Minor -lt 4 -or $Version.Build -lt $mended[$Version.Minor])
}
