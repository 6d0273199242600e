function Get-IncidentJournalFolder {
    <#
    .SYNOPSIS
    Tells where this node keeps the journal of the steps it began, and whether that place can be trusted.
    .DESCRIPTION
    Below ProgramData, in a folder of its own: anybody may make folders in ProgramData, so one that somebody else made first, or that others
    than Administrators and SYSTEM have any right to, is a problem and not used. Rights are looked at on Windows only.
    .PARAMETER Create
    Make the folder when it is not there, closed to everybody else from its first moment.
    .OUTPUTS
    Hashtable: path, exists, problem ($null, journal-not-writable, journal-not-protected), errorId.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([switch] $Create)

    $ErrorActionPreference = 'Stop'
    $folder = @{ path = $null; exists = $false; problem = 'journal-not-writable'; errorId = 'ProgramDataNotSet' }
    $programData = [Environment]::GetEnvironmentVariable('ProgramData')
    if ("$programData" -eq '') { return $folder }
    $folder.path = [IO.Path]::Combine($programData, 'AzureLocalIncident.Journal')
    $onWindows = "$([Environment]::OSVersion.Platform)" -eq 'Win32NT'
    $isDesktop = "$($PSVersionTable.PSEdition)" -eq 'Desktop'
    $allowed = @('S-1-5-32-544', 'S-1-5-18')
    $rights = 'O:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)'
    try {
        if ($onWindows) {
            $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
            if (-not [Security.Principal.WindowsPrincipal]::new($identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
                # No node lets such an account change a cluster; a simulated one does.
                $allowed += $identity.User.Value
                $rights = "D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;FA;;;$($identity.User.Value))"
            }
        }
        $folder.exists = [IO.Directory]::Exists($folder.path)
        if (-not $folder.exists -and $Create) {
            if ($onWindows) {
                $closed = [Security.AccessControl.DirectorySecurity]::new()
                $closed.SetSecurityDescriptorSddlForm($rights)
                if ($isDesktop) { $null = [IO.Directory]::CreateDirectory($folder.path, $closed) }
                else { $null = [IO.FileSystemAclExtensions]::CreateDirectory($closed, $folder.path) }
            }
            else { $null = [IO.Directory]::CreateDirectory($folder.path) }
            $folder.exists = $true
        }
        $folder.problem = $null
        $folder.errorId = $null
        if ($folder.exists -and $onWindows) {
            # A folder that another program made in the same moment is looked at like any other.
            $directory = [IO.DirectoryInfo]::new($folder.path)
            $security = if ($isDesktop) { $directory.GetAccessControl() } else { [IO.FileSystemAclExtensions]::GetAccessControl($directory) }
            $granted = @($security.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier]) | Where-Object { "$($_.AccessControlType)" -eq 'Allow' })
            $sids = @($security.GetOwner([Security.Principal.SecurityIdentifier]).Value) + @($granted | ForEach-Object { $_.IdentityReference.Value })
            $isElsewhere = "$($directory.Attributes)" -like '*ReparsePoint*'
            if ($isElsewhere -or @($sids | Where-Object { $allowed -notcontains $_ }).Count -gt 0) { $folder.problem = 'journal-not-protected' }
        }
    }
    catch {
        $folder.problem = 'journal-not-writable'
        $folder.errorId = $_.FullyQualifiedErrorId
    }
    $folder
}
