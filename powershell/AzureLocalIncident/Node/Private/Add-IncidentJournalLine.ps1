function Add-IncidentJournalLine {
    <#
    .SYNOPSIS
    Adds one line to the journal and brings it to the disk before it returns. The caller holds the journal's lock.
    .DESCRIPTION
    One file a month; a line that a power cut tore is left as it is and the new one starts on a line of its own. Errors are thrown.
    .PARAMETER Path
    The journal's folder.
    .PARAMETER Field
    The line's fields; control characters in them become blanks.
    #>
    [CmdletBinding()]
    param([string] $Path, [string[]] $Field)

    $ErrorActionPreference = 'Stop'
    $clean = @($Field | ForEach-Object { $_ -replace '[\x00-\x1f\x7f]', ' ' })
    $file = [IO.Path]::Combine($Path, "steps-$([DateTime]::UtcNow.ToString('yyyy-MM', [Globalization.CultureInfo]::InvariantCulture)).log")
    $stream = [IO.FileStream]::new($file, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::Read)
    try {
        $start = ''
        if ($stream.Length -gt 0) {
            $null = $stream.Seek(-1, [IO.SeekOrigin]::End)
            if ($stream.ReadByte() -ne 10) { $start = "`n" }
        }
        $bytes = [Text.Encoding]::UTF8.GetBytes($start + [string]::Join("`t", $clean + @('end')) + "`n")
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    }
    finally { $stream.Dispose() }
}
