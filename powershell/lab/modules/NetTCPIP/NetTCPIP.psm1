# Stands in for NetTCPIP. Each node talks to every other one's cluster service (3343) and to the domain's directory (389) all the time. Whoever polls the orchestrator is connected to it while it answers; the port is made up (docs/simulated.md).
$script:DIRECTORY = '10.20.30.2'
enum State { Closed = 1; Listen = 2; Established = 5; TimeWait = 11 }

function ConvertTo-Connection([State]$state, [string]$local, [int]$localPort, [string]$remote, [int]$remotePort, [int]$process, $created) {
    New-LabObject 'Microsoft.Management.Infrastructure.CimInstance#MSFT_NetTCPConnection' ([ordered]@{
            LocalAddress = $local; LocalPort = $localPort; RemoteAddress = $remote; RemotePort = $remotePort; State = $state; OwningProcess = $process; CreationTime = $created
        })
}

function Get-NetTCPConnection {
    [CmdletBinding()] param([State[]]$State, [uint16[]]$RemotePort, [uint16[]]$LocalPort, [uint32[]]$OwningProcess)
    Use-LabCluster {
        param($lab)
        $node = Get-LabThisNode $lab
        $group = Get-LabGroup $lab 'Azure Stack HCI Orchestrator Service Cluster Group'
        $owner = Get-LabNode $lab $group.owner
        $cluster = (Get-LabService $node 'ClusSvc').processId
        $all = @(
            $serving = (Get-LabService $owner $group.service).processId
            $listener = if ($null -eq $lab.certificateLog -or $lab.certificateLog.httpSys) { 4 } else { $serving }
            if ($group.state -eq 'Online' -and $owner.name -eq $node.name) { ConvertTo-Connection 'Listen' '0.0.0.0' $lab.ecePort '0.0.0.0' 0 $listener (ConvertTo-LabDateTime $node.bootedAt) }
            ConvertTo-Connection 'Established' $node.address 49999 $script:DIRECTORY 389 $cluster (ConvertTo-LabDateTime $node.bootedAt)
            foreach ($other in $lab.nodes) {
                if ($other.name -eq $node.name -or $other.state -eq 'Down') { continue }
                ConvertTo-Connection 'Established' $node.address (50000 + $lab.nodes.IndexOf($other)) $other.address 3343 $cluster (ConvertTo-LabDateTime ([Math]::Max($node.bootedAt, $other.bootedAt)))
            }
            foreach ($caller in $lab.callers) {
                if ($null -ne $lab.certificateLog) {
                    if ($group.state -ne 'Online' -or $caller.callProcessId -eq 0 -or $caller.callProcessId -ne $serving -or $caller.processId -eq 0 -or $lab.advancedTo -ge $caller.nextPollAt) { continue }
                    $port = 49152 + ($caller.processId + [long][Math]::Floor($caller.callAt / 100)) % 16000
                    $from = (Get-LabNode $lab $caller.node).address
                    $made = ConvertTo-LabDateTime $caller.callAt
                    if ($caller.node -eq $node.name) { ConvertTo-Connection 'Established' $from $port $owner.address $lab.ecePort $caller.processId $made }
                    if ($owner.name -eq $node.name) { ConvertTo-Connection 'Established' $owner.address $lab.ecePort $from $port $listener $made }
                    continue
                }
                if ($group.state -ne 'Online' -or $caller.node -ne $node.name -or -not $caller.shows -or $caller.processId -eq 0) { continue }
                $port = 49152 + $caller.processId % 16000
                ConvertTo-Connection 'Established' $node.address $port $owner.address $lab.ecePort $caller.processId (ConvertTo-LabDateTime ([Math]::Max($lab.advancedTo - $caller.periodMs, 1)))
            }
        )
        $all | Where-Object {
            (-not $State -or $State -contains $_.State) -and (-not $RemotePort -or $RemotePort -contains $_.RemotePort) -and
            (-not $LocalPort -or $LocalPort -contains $_.LocalPort) -and (-not $OwningProcess -or $OwningProcess -contains $_.OwningProcess)
        }
    }
}

Export-ModuleMember -Function 'Get-NetTCPConnection'
