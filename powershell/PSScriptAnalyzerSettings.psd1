# What PSScriptAnalyzer is asked of our scripts by `npm run lint:powershell`, the lab's and the nodes' own apart.
@{
    Severity     = @('Error', 'ParseError', 'Warning')
    ExcludeRules = @(
        # It does not look into script blocks held in variables, where our functions keep their acts. The tests' own rule does: scripts-lint.
        'PSReviewUnusedParameter'
        # -WhatIf goes on to the node, whose function asks: there this rule is on.
        'PSShouldProcess'
        # New-NodeResult and its like make an object of this process and change nothing.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
