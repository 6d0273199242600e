import { BlockList, isIP, isIPv6 } from 'node:net';
import type { CallerCandidates } from '../powershell/operations/find-caller-candidate';
import { withoutSecrets } from '../without-secrets';

/**
 * How strong the evidence against a candidate is (docs/design.md section 4). `B`: seen with an old certificate when it crashed
 * (./direct-evidence.ts). `C`: older than the rotation and tied to the orchestrator. `D`: merely an old PowerShell, never stopped by us. No
 * probe gives `A`: see docs/decisions/0023-how-a-candidate-earns-b.md.
 */
export type Grade = 'A' | 'B' | 'C' | 'D';

export interface Candidate {
  readonly node: string;
  readonly grade: Grade;
  readonly owner: string;
  readonly clientAddress: string | null;
  readonly shellId: string | null;
  readonly processId: number;
  /** As the node wrote it: given back to name the process exactly. */
  readonly startedAtUtc: string;
  /** For people: passwords, tokens and encoded text are taken out, because it is posted and stays in the log. */
  readonly commandLine: string;
  readonly because: readonly string[];
  /** Of a B: what was seen, when and where; null otherwise. */
  readonly seenDirectly: string | null;
  /** Older than the rotation, and it is known whose it is: only such a one can be seen directly. */
  readonly isSound: boolean;
}

type Facts = NonNullable<CallerCandidates['nodes'][number]['candidates']>;
type HostProcess = NonNullable<Facts['processes']>[number];
type Shell = NonNullable<Facts['shells']>[number];

export interface GradingContext {
  /** Addresses of the node that runs the orchestrator. */
  readonly orchestratorAddresses: ReadonlySet<string>;
  /** Addresses of all nodes: a shell that comes from one may be the update itself. */
  readonly nodeAddresses: ReadonlySet<string>;
  /** The addresses of some node could not be read: a shell that comes from near the others may come from that one. */
  readonly lacksAddresses: boolean;
  /** False only when it is proven that no plan runs. */
  readonly planMayRun: boolean;
}

/** Accounts of the platform; their shells and processes are never touched. */
const PLATFORM_ACCOUNTS = [
  /^NT AUTHORITY\\/i,
  /^NT SERVICE\\/i,
  /^(?:.*\\)?SYSTEM$/i,
  // A managed service account is written with a dollar sign at its end.
  /^(?:.*\\)?HCIOrchestrator\$?$/i,
  /^(?:.*\\)?ECEAgentService\$?$/i,
  /^WinRM Virtual Users\\/i,
];

/** Hosts a remote shell: who is behind it, and from where, only its shell tells. */
const SHELL_HOST = /^wsmprovhost(?:\.exe)?$/i;

const CMDLET = 'Start-MonitoringActionplanInstanceToComplete';

/** Ranks what one node's probe listed; what must never be touched is left out. Pure. */
export function gradeCandidates(node: string, facts: Facts, context: GradingContext): readonly Candidate[] {
  const shells = new Map(
    (facts.shells ?? []).flatMap((shell) =>
      shell.processId === null ? [] : [[shell.processId, shell] as const],
    ),
  );
  return (facts.processes ?? []).flatMap((process) => {
    const shell = shells.get(process.processId) ?? null;
    if (isExcluded(process, shell, context) || process.startedAtUtc === null) return [];
    return [gradeOne(node, facts, process, shell, context, process.startedAtUtc)];
  });
}

function isExcluded(process: HostProcess, shell: Shell | null, context: GradingContext): boolean {
  const owner = shell?.owner ?? process.user ?? '';
  if (process.isOwn || shell?.isOwn || owner === '') return true;
  if (PLATFORM_ACCOUNTS.some((account) => account.test(owner))) return true;
  const from = plainAddress(shell?.clientAddress ?? '');
  const isFromNode = context.nodeAddresses.has(from) || from === '127.0.0.1' || from === '::1';
  return shell !== null && isFromNode && context.planMayRun;
}

/** Near the nodes' own addresses: the same /24 of IPv4 or /64 of IPv6. Inference: nodes share a management subnet. */
function isNearNodes(address: string, nodeAddresses: ReadonlySet<string>): boolean {
  const known = [...nodeAddresses].filter((one) => isIP(one) !== 0);
  if (known.length === 0 || isIP(address) === 0) return true;
  const subnets = new BlockList();
  for (const one of known) subnets.addSubnet(one, isIPv6(one) ? 64 : 24, familyOf(one));
  return subnets.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** An address in one form: no zone, no IPv6 clothing around IPv4, lower case. */
export function plainAddress(address: string): string {
  return address
    .toLowerCase()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
}

function gradeOne(
  node: string,
  facts: Facts,
  process: HostProcess,
  shell: Shell | null,
  context: GradingContext,
  startedAtUtc: string,
): Candidate {
  const ties = tiesToOrchestrator(facts, process, context);
  const isOlder = process.startedBeforeRotation === true;
  const isAnonymous = shell === null && SHELL_HOST.test(process.name);
  const from = plainAddress(shell?.clientAddress ?? '');
  const mayBeUpdate =
    shell !== null &&
    context.planMayRun &&
    context.lacksAddresses &&
    isNearNodes(from, context.nodeAddresses);
  const doubts = [
    ...(isAnonymous ? ['its remote shell could not be read, so it is not known who is behind it'] : []),
    ...(mayBeUpdate ? ['it may come from a node that could not be searched: perhaps the update itself'] : []),
  ];
  const age = isOlder
    ? 'started before the certificate rotation'
    : process.startedBeforeRotation === false
      ? 'started after the rotation, so it has the new certificate'
      : 'not known whether it is older than the rotation';
  return {
    node,
    grade: isOlder && ties.length > 0 && doubts.length === 0 ? 'C' : 'D',
    owner: shell?.owner ?? process.user ?? 'unknown',
    clientAddress: shell?.clientAddress ?? null,
    shellId: shell?.shellId ?? null,
    processId: process.processId,
    startedAtUtc,
    commandLine: withoutSecrets(process.commandLine),
    because: [age, ...ties, ...doubts],
    seenDirectly: null,
    isSound: isOlder && doubts.length === 0,
  };
}

function tiesToOrchestrator(facts: Facts, process: HostProcess, context: GradingContext): string[] {
  const ties: string[] = [];
  if (process.commandLine.toLowerCase().includes(CMDLET.toLowerCase()))
    ties.push(`its command line names ${CMDLET}`);
  if (process.loadsEceClient) ties.push('it has the ECE client loaded');
  const connected = (facts.connections ?? []).some(
    (connection) =>
      connection.processId === process.processId &&
      context.orchestratorAddresses.has(plainAddress(connection.remoteAddress)),
  );
  if (connected) ties.push("it is connected to the orchestrator's node");
  return ties;
}
