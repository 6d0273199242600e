import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { NodeEvidence } from '../../../src/detection/node-report';
import type { CallerCandidates } from '../../../src/powershell/operations/find-caller-candidate';
import type { ClusterEvidence } from '../../../src/powershell/operations/get-cluster-evidence';

type Part<K extends 'crashRecords' | 'orchestrator'> = NonNullable<NodeEvidence[K]>;
type Records = NonNullable<Part<'crashRecords'>['value']>['records'];
type Found = CallerCandidates['nodes'][number];
type Candidates = NonNullable<Found['candidates']>;
export type HostProcess = NonNullable<Candidates['processes']>[number];
export type Shell = NonNullable<Candidates['shells']>[number];

const FINE = { status: 'ok', errorId: null, message: null, hint: null } as const;

/** When the crash of the corpus happened. */
export const CRASHED_AT = Date.parse('2026-10-14T21:22:10Z');

const corpusFile = z.object({
  events: z.array(
    z.object({
      provider: z.string(),
      id: z.int(),
      log: z.string(),
      level: z.int().nullable().default(2),
      recordId: z.int().nullable().default(1),
      timeCreated: z.string(),
      machine: z.string(),
      message: z.string().nullable().default(null),
      properties: z.array(z.string()).default([]),
    }),
  ),
});

/** Event records of a file of the corpus, moved in time. */
export function corpus(file: string, at = CRASHED_AT): Records {
  const text = readFileSync(path.join(__dirname, '..', '..', 'corpus', `${file}.json`), 'utf8');
  return corpusFile.parse(JSON.parse(text)).events.map((record) => ({
    ...record,
    level: record.level ?? 2,
    // A record of its own for every time.
    recordId: (record.recordId ?? 1) + (at - CRASHED_AT) / 1000,
    timeCreated: new Date(at).toISOString(),
  }));
}

export function crashRecords(
  records: Records,
  change: Partial<Part<'crashRecords'>> = {},
): Part<'crashRecords'> {
  return {
    ...FINE,
    value: { computerName: 'N1', readAtUtc: CRASHED_AT, sinceUtc: '', more: false, records, logs: [] },
    ...change,
  };
}

/** The service as seen twice on the node that runs it. */
export function service(
  processId: number,
  startedAt: number,
  change: Partial<Part<'orchestrator'>> = {},
): Part<'orchestrator'> {
  const seen = {
    computerName: 'N1',
    readAtUtc: startedAt,
    serviceName: 'HciOrchestratorService',
    installed: true,
    state: 'Running',
    startMode: 'Manual',
    startName: null,
    exitCode: 0,
    processId,
    startedAtUtc: startedAt,
    rotatedAtUtc: null,
    rotationErrorId: null,
  };
  return { ...FINE, first: seen, second: seen, livedOn: true, ...change };
}

const NODE_FIELDS = {
  checkedAtUtc: CRASHED_AT + 60_000,
  nodeUtc: CRASHED_AT + 60_000,
  roundTripMs: 20,
  skewMs: 0,
  bootUtc: null,
  osBuild: null,
  languageMode: 'NoLanguage',
  powershellVersion: '5.1',
  sessionClosed: true,
};

export function nodeEvidence(node: string, change: Partial<NodeEvidence> = {}): NodeEvidence {
  return {
    node,
    ...FINE,
    ...NODE_FIELDS,
    crashRecords: crashRecords([]),
    orchestrator: { ...FINE, first: null, second: null, livedOn: false },
    roots: null,
    ...change,
  };
}

export function clusterEvidence(
  nodes: readonly NodeEvidence[],
  change: Partial<ClusterEvidence['cluster']> = {},
): ClusterEvidence {
  return {
    checkedAtUtc: CRASHED_AT + 60_000,
    nodes: [...nodes],
    cluster: {
      ...FINE,
      witnesses: ['N1', 'N2'],
      agreed: true,
      readAtUtc: CRASHED_AT + 60_000,
      groupState: 'Online',
      ownerNode: 'N1',
      nodes: ['N1', 'N2'].map((name) => ({
        name,
        state: 'Up',
        statusInformation: 'Normal',
        drainStatus: 'NotInitiated',
      })),
      failoverThreshold: null,
      failoverPeriodHours: null,
      resources: [],
      ...change,
    },
  };
}

export function hostProcess(processId: number, change: Partial<HostProcess> = {}): HostProcess {
  return {
    processId,
    parentProcessId: null,
    name: 'powershell.exe',
    user: 'CONTOSO\\anna',
    startedAtUtc: '2026-10-14T17:02:11.0000000Z',
    startedBeforeRotation: true,
    commandLine:
      'powershell.exe -NoExit -Command Start-MonitoringActionplanInstanceToComplete -ActionPlanInstanceID 5e1b',
    sessionId: 2,
    loadsEceClient: null,
    isOwn: false,
    ...change,
  };
}

export function shell(processId: number | null, change: Partial<Shell> = {}): Shell {
  return {
    shellId: `SHELL-${processId}`,
    name: 'Runspace1',
    owner: 'CONTOSO\\anna',
    clientAddress: '10.20.0.17',
    processId,
    state: 'Connected',
    resourceUri: 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell',
    startedAtUtc: null,
    idleMs: 0,
    isOwn: false,
    ...change,
  };
}

/** What the search found on one node. */
export function foundOn(
  node: string,
  candidates: Partial<Candidates> = {},
  change: Partial<Found> = {},
): Found {
  return {
    node,
    ...FINE,
    ...NODE_FIELDS,
    candidates: {
      computerName: node,
      readAtUtc: CRASHED_AT,
      ownProcessId: 4,
      addresses: [node === 'n1' ? '10.0.0.1' : '10.0.0.2', 'fe80::2%5'],
      rotatedAtUtc: CRASHED_AT,
      rotationErrorId: null,
      shells: [],
      shellsErrorId: null,
      processes: [],
      processesErrorId: null,
      services: [],
      servicesErrorId: null,
      connections: [],
      connectionsErrorId: null,
      certificateLogEnabled: false,
      certificateLogErrorId: null,
      ...candidates,
    },
    ...change,
  };
}

export function found(...nodes: readonly Found[]): CallerCandidates {
  return { checkedAtUtc: CRASHED_AT, nodes: [...nodes] };
}
