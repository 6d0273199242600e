# What PSScriptAnalyzer is asked of the scripts that run on a node.
@{
    Severity     = @('Error', 'ParseError', 'Warning')
    ExcludeRules = @(
        # It does not look into script blocks held in variables, where our functions keep their acts. The tests' own rule does: scripts-lint.
        'PSReviewUnusedParameter'
    )
    Rules        = @{
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') }
    }
}
