import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createPowerShell, type PowerShellOptions } from '../../src/powershell/create-powershell';
import type { PowerShell } from '../../src/ports';
import { testPowerShell } from '../support/powershell';

const OPERATIONS = [
  ...[
    'Get-Echo',
    'Get-Kind',
    'Get-Sample',
    'Get-Several',
    'Get-Deep',
    'Get-Secret',
    'Get-Hidden',
    'Get-Loose',
    'Get-RemoteDay',
  ],
  ...['Get-EnvironmentName', 'Write-Noise', 'Stop-Silently', 'Exit-Script', 'Wait-Forever'],
  'Get-ProcessId',
  ...['Invoke-Failure', 'Invoke-SoftFailure', 'Invoke-Progress'],
];

/** The port over the real PowerShell and the module EngineTest.psm1. */
export function engineTestShell(changed: Partial<PowerShellOptions> = {}): PowerShell {
  const { executable, environment } = testPowerShell();
  return createPowerShell({
    executable,
    environment,
    modulePaths: [path.join(__dirname, 'modules', 'EngineTest.psm1')],
    allowedOperations: new Set(OPERATIONS),
    readOperations: new Set(['Get-ProcessId', 'Stop-Silently', 'Wait-Forever']),
    newNonce: () => randomBytes(16).toString('hex'),
    ...changed,
  });
}
