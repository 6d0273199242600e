import type { PowerShell } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import { getServiceInventory } from '../powershell/operations/get-service-inventory';
import type { ServiceInventoryReport } from '../powershell/operations/get-service-inventory';
import type { NodeServiceInventory } from '../powershell/operations/service-state';
import type { ClusterSettings, DetectionSettings } from '../runbook/settings';
import { reasonOf } from './check-cluster';

/** The platform's agents work with this local account, whatever one of them is registered as; the node refuses them by the same rule. */
const AGENT_ACCOUNT = 'ECEAgentService';
const AGENTS: ReadonlySet<string> = new Set(['ECEAgent', 'Azure Stack HCI Download Standalone Tool Agent']);

export type FoundServices =
  | {
      readonly kind: 'found';
      readonly report: ServiceInventoryReport;
      readonly blindNodes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly why: string };

export type ServiceFact = NodeServiceInventory['services'][number];

/** Looks on every node which of these services run, since when and under which account. Read-only. */
export async function findServices(
  powershell: PowerShell,
  cluster: ClusterSettings,
  detection: DetectionSettings,
  names: readonly string[],
): Promise<FoundServices> {
  const result = await getServiceInventory(powershell, {
    nodes: [...cluster.nodes],
    connection: connectionSchema.parse(cluster.connection),
    names: [...names],
    nodeDeadlineMs: detection.nodeDeadlineMs,
  });
  if (result.kind !== 'reported') return { kind: 'failed', why: reasonOf(result) };
  const blind = result.value.nodes.filter((node) => node.status !== 'ok' || node.inventory === null);
  return { kind: 'found', report: result.value, blindNodes: blind.map(({ node }) => node) };
}

/** One service on one node; undefined when the node could not tell. */
export function serviceOn(
  report: ServiceInventoryReport,
  node: string,
  name: string,
): ServiceFact | undefined {
  return report.nodes
    .find((one) => one.node === node)
    ?.inventory?.services.find((service) => service.name === name);
}

/**
 * Whether the accounts that a service needs on a node are known to be usable: neither locked nor disabled. A domain or built-in account is
 * not ours to judge.
 */
export function isAccountUsable(report: ServiceInventoryReport, node: string, service: ServiceFact): boolean {
  const shared = AGENTS.has(service.name) ? accountOn(report, node, AGENT_ACCOUNT) : undefined;
  const own = service.account === null ? undefined : accountOn(report, node, service.account);
  if (service.account !== null && own === undefined) return false;
  return [own, shared?.found ? shared : undefined].every(
    (account) => account === undefined || (account.locked === false && account.disabled === false),
  );
}

function accountOn(
  report: ServiceInventoryReport,
  node: string,
  name: string,
): NodeServiceInventory['accounts'][number] | undefined {
  const accounts = report.nodes.find((one) => one.node === node)?.inventory?.accounts ?? [];
  return accounts.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
