import type { PowerShell } from '../ports';

/**
 * The same PowerShell for read-only looks at one cluster, one after the other: process and sessions are kept from each to the next.
 * Whatever changes something is refused by it.
 */
export function keepFor(powershell: PowerShell, cluster: string): PowerShell {
  return {
    run: (request) => powershell.run({ ...request, keepFor: cluster }),
    close: () => powershell.close(),
  };
}
