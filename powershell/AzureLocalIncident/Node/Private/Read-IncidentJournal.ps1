function Read-IncidentJournal {
    <#
    .SYNOPSIS
    Reads every line of the journal, oldest first.
    .DESCRIPTION
    A line that is not whole, because it was torn while it was written, has whole $false and only what can be read of its kind and key: its
    writer did not get to the act. Errors are thrown.
    .PARAMETER Path
    The journal's folder.
    .OUTPUTS
    Hashtables: kind (begun, ended), key, fence, atUtc, first and second (of begun: action and not-after; of ended: outcome and reason), whole.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([string] $Path)

    $ErrorActionPreference = 'Stop'
    $shape = '\A(begun|ended)\t[A-Za-z0-9-]{1,80}\t[0-9]{1,16}\t[0-9-]{10}T[0-9:.]{8,16}Z\t[^\t]*\t[^\t]*\tend\z'
    $files = [IO.Directory]::GetFiles($Path, 'steps-*.log')
    [Array]::Sort($files, [StringComparer]::Ordinal)
    foreach ($file in $files) {
        $stream = [IO.FileStream]::new($file, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::ReadWrite)
        try { $text = [IO.StreamReader]::new($stream, [Text.Encoding]::UTF8).ReadToEnd() }
        finally { $stream.Dispose() }
        foreach ($line in $text.Split("`n")) {
            if ($line -eq '') { continue }
            $fields = @($line.Split("`t")) + @('', '', '', '', '', '')
            $read = @{ kind = $fields[0]; key = $fields[1]; fence = [long] 0; atUtc = $null; first = $null; second = $null; whole = $line -cmatch $shape }
            if ($read.whole) {
                $read.fence = [long] $fields[2]
                $read.atUtc = $fields[3]
                $read.first = $fields[4]
                $read.second = $fields[5]
            }
            $read
        }
    }
}
