import type { RungTerms } from '../incident/rules';

/** One mitigation of the runbook: what the core decides by, and the words people read. */
export interface Mitigation extends RungTerms {
  /** What it does, in one or two sentences. */
  readonly what: string;
  /** What it disturbs. "No impact" means on guest workloads only. */
  readonly disturbs: string;
  /** What stays with the operator. */
  readonly operatorKeeps: string;
  /** Not enabled unless configuration names it, in the lab neither. */
  readonly onlyWhenNamed?: true;
  /** What to try before it is asked for at all. */
  readonly advice?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The ladder, in order. Adding a mitigation: one row here, one PowerShell function, its test, one golden card. */
export const LADDER: readonly Mitigation[] = [
  {
    id: 'ROOTS',
    title: 'Import the missing root certificate',
    impact: 'none',
    votesNeeded: 1,
    recovery: false,
    askedBy: 'bot',
    onlyWhile: 'root-missing',
    onlyWhenNamed: true,
    requestLifetimeMs: 60 * MINUTE,
    what: 'Copies the root certificate that most of the other nodes have to each node and store that lacks it: exactly the certificates shown, by thumbprint and SHA-256, and nothing that is there is removed.',
    disturbs:
      'No impact on guest workloads. It changes what the node trusts: compare the thumbprint with the file in the folder AzureStackCertificateAuthority of the infrastructure volume before you approve.',
    operatorKeeps:
      'What only a minority of the other nodes has is not imported; removing a certificate stays with the operator.',
  },
  {
    id: '1',
    title: 'Stop Start-MonitoringActionplanInstanceToComplete',
    impact: 'none',
    votesNeeded: 1,
    recovery: false,
    askedBy: 'bot',
    requestLifetimeMs: 60 * MINUTE,
    what: 'Ends the PowerShell session that still polls the orchestrator with the certificate from before the rotation: exactly the one shown, nothing else.',
    disturbs: 'No impact on guest workloads. Whatever else runs in that session is lost.',
    operatorKeeps:
      'The owner may close the session instead; then attest that it is closed, and the bot checks whether it is really gone.',
  },
  {
    id: '2',
    title: 'Restart the LCM controller',
    impact: 'none',
    votesNeeded: 1,
    recovery: false,
    askedBy: 'bot',
    requestLifetimeMs: 60 * MINUTE,
    what: 'Restarts the service LcmController on one node after the other, where it runs: it takes no part in the rotation and may hold the old certificate.',
    disturbs:
      'No impact on guest workloads. What the controller is doing for a running update is interrupted.',
    operatorKeeps:
      'Where the service is stopped or absent it is left so; nodes that are down are named, not done.',
  },
  {
    id: '3',
    title: 'Move the four clustered services, then restart the agents',
    impact: 'none',
    votesNeeded: 1,
    recovery: false,
    askedBy: 'bot',
    requestLifetimeMs: 60 * MINUTE,
    what: 'Moves the groups of Orchestrator, Update, Download and Health to another node, the Orchestrator first; only if it still crashes two intervals later, restarts the agents node by node.',
    disturbs: 'No impact on guest workloads. A running update is interrupted at each move and restart.',
    operatorKeeps: 'Ending a service process that hangs, and unlocking accounts, stay with the operator.',
  },
  {
    id: '4',
    title: 'Restart a node',
    impact: 'production',
    votesNeeded: 2,
    recovery: false,
    askedBy: 'person',
    // Two people have to be found, and the drain and the conditions need time.
    requestLifetimeMs: 2 * HOUR,
    confirm: 'node-name',
    onlyInTurn: true,
    leastNodes: 2,
    advice:
      'Microsoft now advises to contact Microsoft Support instead of restarting nodes: do that first, with the evidence of this incident: "bundle" writes it into one file.',
    what: 'Drains one node, restarts it, takes it back, and waits until the storage was clean twice. One node unless more are named in the ask; a further one is touched only if it still crashes and the update stands still.',
    disturbs:
      'PRODUCTION IMPACT: the virtual machines of the node move to the others, which have to carry them meanwhile. A running update is interrupted.',
    operatorKeeps:
      'The voter whose vote lets it run types the name of the node. Clearing a quarantine, machines that cannot move, and resuming the update stay with the operator.',
  },
];

/** Small operations that undo a half-done state; offered only after `down`, `partial` or `unknown`. */
export const RECOVERIES: readonly Mitigation[] = [
  {
    id: 'R1',
    title: "Bring the orchestrator's group online",
    impact: 'none',
    votesNeeded: 1,
    recovery: true,
    askedBy: 'bot',
    requestLifetimeMs: 60 * MINUTE,
    what: 'Starts the cluster group "Azure Stack HCI Orchestrator Service Cluster Group" and waits until it is Online.',
    disturbs:
      'No impact on guest workloads. If somebody still calls with the old certificate, the crashes come back.',
    operatorKeeps: 'Unlocking accounts, clearing quarantine and resuming the update stay with the operator.',
  },
  {
    id: 'R2',
    title: 'Start a service that a restart left stopped',
    impact: 'none',
    votesNeeded: 1,
    recovery: true,
    askedBy: 'bot',
    requestLifetimeMs: 60 * MINUTE,
    mends: 'service-stopped',
    what: 'Starts exactly the service that a failed restart of mitigation 2 or 3 left stopped, on its node, once.',
    disturbs: 'No impact on guest workloads.',
    operatorKeeps:
      'If the start fails there is no second one: a few wrong logons lock the account. Unlocking it stays with the operator. Started by hand, ask for this once: it finds nothing to do, and the alarm ends.',
  },
  {
    id: 'R3',
    title: 'Resume a node that the bot left paused',
    impact: 'none',
    votesNeeded: 1,
    recovery: true,
    askedBy: 'bot',
    requestLifetimeMs: 4 * HOUR,
    mends: 'node-paused',
    what: 'Takes the node back into the cluster, with its virtual machines and groups, asked once through another node.',
    disturbs: 'No impact on guest workloads but for the machines that move back.',
    operatorKeeps:
      'Look at the node first: one that does not answer has to be repaired by hand. Clearing a quarantine stays with the operator.',
  },
];

/** The row of a rung; undefined when the runbook has none with this id. */
export function findMitigation(id: string): Mitigation | undefined {
  return [...LADDER, ...RECOVERIES].find((row) => row.id === id);
}
