import { isAccountUsable, serviceOn } from '../../src/detection/service-facts';
import type { ServiceInventoryReport } from '../../src/powershell/operations/get-service-inventory';
import type { NodeServiceInventory } from '../../src/powershell/operations/service-state';
import { T0 } from '../incident/support/builders';

const DOWNLOAD = 'Azure Stack HCI Download Standalone Tool Agent';
const LOCKED = { found: true, locked: true, disabled: false };
const DISABLED = { found: true, locked: false, disabled: true };
const USABLE = { found: true, locked: false, disabled: false };
const UNREADABLE = { found: true, locked: null, disabled: null };
const NONE = { found: false, locked: null, disabled: null };

function reportWith(
  name: string,
  account: string | null,
  agents: typeof NONE | typeof USABLE,
): ServiceInventoryReport {
  const inventory: NodeServiceInventory = {
    computerName: 'n1',
    readAtUtc: T0,
    accounts: [
      { name: 'HCIOrchestrator', ...USABLE },
      { name: 'ECEAgentService', ...agents },
    ],
    services: [
      {
        name,
        installed: true,
        state: 'Running',
        startMode: 'Auto',
        startName: account === null ? 'NT AUTHORITY\\SYSTEM' : `.\\${account}`,
        accountKind: account === null ? 'built-in' : 'local',
        account,
        exitCode: 0,
        processId: 4,
        startedAtUtc: null,
        dependents: [],
        dependentsErrorId: null,
      },
    ],
  };
  const node = {
    node: 'n1',
    status: 'ok' as const,
    errorId: null,
    message: null,
    hint: null,
    checkedAtUtc: T0,
    nodeUtc: T0,
    roundTripMs: 10,
    skewMs: 0,
    bootUtc: T0,
    osBuild: null,
    languageMode: null,
    powershellVersion: null,
    sessionClosed: true,
  };
  return { nodes: [{ ...node, inventory }] } as ServiceInventoryReport;
}

describe('whether a service could start again with its account', () => {
  it.each([
    ['ECEAgent', 'ECEAgentService', USABLE, true],
    ['ECEAgent', 'ECEAgentService', LOCKED, false],
    ['ECEAgent', 'ECEAgentService', DISABLED, false],
    ['ECEAgent', 'ECEAgentService', UNREADABLE, false],
    ['ECEAgent', 'ECEAgentService', NONE, false],
    ['ECEAgent', 'NobodyKnows', USABLE, false],
    // An agent that is registered as another account works with that of the agents all the same.
    [DOWNLOAD, null, LOCKED, false],
    [DOWNLOAD, null, UNREADABLE, false],
    [DOWNLOAD, null, USABLE, true],
    [DOWNLOAD, null, NONE, true],
    ['LcmController', null, LOCKED, true],
    ['Azure Stack HCI Orchestrator Service', 'HCIOrchestrator', LOCKED, true],
  ] as const)('%s, as %s, the agents’ account %j: %s', (name, account, agents, isUsable) => {
    const report = reportWith(name, account, agents);
    const service = serviceOn(report, 'n1', name);
    expect(service && isAccountUsable(report, 'n1', service)).toBe(isUsable);
  });
});
