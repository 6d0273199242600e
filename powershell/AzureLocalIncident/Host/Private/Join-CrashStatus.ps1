function Join-CrashStatus {
    <#
    .SYNOPSIS
    A node whose logs could not be read is blind: it takes the status of its crash records.
    #>
    param([hashtable] $Result)

    if ($Result.status -eq 'ok' -and $Result.crashRecords.status -ne 'ok') {
        foreach ($key in 'status', 'errorId', 'message', 'hint') { $Result[$key] = $Result.crashRecords[$key] }
    }
    $Result
}
