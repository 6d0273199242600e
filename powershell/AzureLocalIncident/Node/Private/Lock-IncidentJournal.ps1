function Lock-IncidentJournal {
    <#
    .SYNOPSIS
    Opens the journal's lock file for one writer alone, waiting a moment for another one; the caller disposes of it.
    .PARAMETER Path
    The journal's folder.
    .OUTPUTS
    FileStream. Errors are thrown: a file that stays in use, or may not be written.
    #>
    [CmdletBinding()]
    [OutputType([IO.FileStream])]
    param([string] $Path)

    $ErrorActionPreference = 'Stop'
    $until = [DateTime]::UtcNow.AddSeconds(10)
    while ($true) {
        try {
            return [IO.FileStream]::new([IO.Path]::Combine($Path, 'journal.lock'), [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
        }
        catch {
            $isInUse = $_.Exception.InnerException -is [IO.IOException]
            if (-not $isInUse -or [DateTime]::UtcNow -ge $until) { throw }
            [Threading.Thread]::Sleep(100)
        }
    }
}
