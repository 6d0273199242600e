function Sort-Object {
    [CmdletBinding()] param([Parameter(ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0)][object[]]$Property, [switch]$Descending, [switch]$Unique)
    begin { $all = [Collections.Generic.List[object]]::new() }
    process { if ($null -ne $InputObject) { $all.Add($InputObject) } }
    end {
        $sorted = [Linq.Enumerable]::OrderBy([object[]]$all.ToArray(), [Func[object, object]] { param($object) 0 })
        foreach ($one in @($Property)) {
            $key = [Func[object, object]] { param($object) if ($null -eq $one) { $object } elseif ($one -is [scriptblock]) { ForEach-Object -InputObject $object -Process $one } else { $object.$one } }.GetNewClosure()
            $sorted = if ($Descending) { [Linq.Enumerable]::ThenByDescending($sorted, $key) } else { [Linq.Enumerable]::ThenBy($sorted, $key) }
        }
        $seen = [Collections.Generic.HashSet[string]]::new()
        foreach ($object in $sorted) { if (-not $Unique -or $seen.Add([string]$object)) { $object } }
    }
}

function Measure-Object {
    [CmdletBinding()] param([Parameter(ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0)][string]$Property, [switch]$Sum, [switch]$Maximum, [switch]$Minimum, [switch]$Average)
    begin { $values = [Collections.Generic.List[double]]::new(); $count = 0 }
    process {
        $count++
        if ($Sum -or $Maximum -or $Minimum -or $Average) { $values.Add([double]$(if ($Property) { $InputObject.$Property } else { $InputObject })) }
    }
    end {
        $any = $values.Count -gt 0
        [pscustomobject][ordered]@{
            Count = $count; Property = $Property
            Sum = if ($any -and $Sum) { [Linq.Enumerable]::Sum($values) } else { $null }; Average = if ($any -and $Average) { [Linq.Enumerable]::Average($values) } else { $null }
            Maximum = if ($any -and $Maximum) { [Linq.Enumerable]::Max($values) } else { $null }; Minimum = if ($any -and $Minimum) { [Linq.Enumerable]::Min($values) } else { $null }
        }
    }
}

function Group-Object {
    [CmdletBinding()] param([Parameter(ValueFromPipeline)][psobject]$InputObject, [Parameter(Position = 0)][string]$Property)
    begin { $groups = [ordered]@{} }
    process {
        $key = [string]$InputObject.$Property
        if (-not $groups.Contains($key)) { $groups[$key] = [Collections.Generic.List[object]]::new() }
        $groups[$key].Add($InputObject)
    }
    end { foreach ($key in $groups.Keys) { [pscustomobject][ordered]@{ Count = $groups[$key].Count; Name = $key; Group = $groups[$key] } } }
}
