# What PSScriptAnalyzer is asked of the lab's scripts and of those of the tests.
@{
    Severity     = @('Error', 'ParseError', 'Warning')
    ExcludeRules = @(
        # Standing in for the commands of Windows, under their names and with their parameters, is what the lab is for.
        'PSAvoidOverwritingBuiltInCmdlets'
        'PSReviewUnusedParameter'
        'PSUseApprovedVerbs'
        'PSUseSingularNouns'
        # Only PowerShell 7 reads these files, and it takes them for UTF-8.
        'PSUseBOMForUnicodeEncodedFile'
        # What changes is a file of the simulated cluster; -WhatIf is simulated where the real command has it and the product uses it.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
