import type { NodeTrace } from '../../../src/detection/call-trace';
import type { WatchedCluster } from '../../../src/detection/direct-evidence';
import { type Candidate, gradeCandidates } from '../../../src/detection/grade-candidate';
import type { CertificateCalls } from '../../../src/powershell/operations/find-certificate-call';
import { corpus, CRASHED_AT, foundOn, hostProcess, shell } from './evidence';

/** As read-only as the real ones are not: a test changes one thing of it. */
type Mutable<T> = T extends readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
export type Draft = Mutable<WatchedCluster>;

export const SUBJECT = 'CN=ECEClient, OU=AzureStack';
export const OLD = 'A'.repeat(40);
export const CURRENT = 'C'.repeat(40);
export const CALLER = 4711;
export const STARTED = '2026-10-14T17:02:11.0000000Z';
const DAY = 86_400_000;
const PORT = 46_443;
export const FIRST = CRASHED_AT;
export const SECOND = CRASHED_AT + 60_000;
/** The orchestrator's process of each crash. */
export const PIDS = [900, 904] as const;

const certificates = (): NonNullable<NodeTrace['certificates']> => [
  { thumbprint: CURRENT, subject: SUBJECT, notBeforeUtc: CRASHED_AT - DAY },
  { thumbprint: OLD, subject: SUBJECT, notBeforeUtc: CRASHED_AT - 100 * DAY },
];

type Connection = NodeTrace['connections'][number];

/** The end at the orchestrator of the call that made it crash then. */
export function serverEnd(processId: number, crashAt: number, change: Partial<Connection> = {}): Connection {
  return {
    processId,
    localAddress: '10.0.0.1',
    localPort: PORT,
    remoteAddress: '10.0.0.2',
    remotePort: 50_000 + (processId % 100),
    createdAtUtc: crashAt - 1000,
    lastSeenUtc: crashAt - 100,
    ...change,
  };
}

/** The other end of it. */
export function clientEnd(server: Connection, change: Partial<Connection> = {}): Connection {
  return {
    ...server,
    processId: CALLER,
    localAddress: server.remoteAddress,
    localPort: server.remotePort,
    remoteAddress: server.localAddress,
    remotePort: server.localPort,
    ...change,
  };
}

export function chain(
  recordId: number,
  processId: number,
  atUtc: number,
  change: Partial<NodeTrace['chains'][number]> = {},
): NodeTrace['chains'][number] {
  const shown = { thumbprint: OLD, subjectName: 'ECEClient', subject: null, notBeforeUtc: null };
  return { recordId, atUtc, processId, ...shown, ...change };
}

function trace(node: string, change: Partial<NodeTrace>): NodeTrace {
  return {
    node,
    shift: 0,
    startedAt: FIRST - 20_000,
    certificates: certificates(),
    connections: [],
    processes: [],
    listeners: [],
    logEnabled: null,
    chains: [],
    read: [],
    crashes: [],
    isCut: false,
    ...change,
  };
}

/** Sessions of the search: the one with the old certificate, and another that is as old. */
export function soundCandidates(): readonly Candidate[] {
  const processes = [hostProcess(CALLER, { startedAtUtc: STARTED }), hostProcess(12)];
  const { candidates } = foundOn('n2', { processes, shells: [shell(CALLER)] });
  if (!candidates) throw new Error('no candidates');
  const nodeAddresses = new Set(['10.0.0.1', '10.0.0.2']);
  return gradeCandidates('n2', candidates, {
    orchestratorAddresses: new Set(['10.0.0.1']),
    nodeAddresses,
    lacksAddresses: false,
    planMayRun: true,
  });
}

/** Everything that B needs: two crashes on n1, each just after process 4711 of n2 showed it the old certificate. */
export function watched(): Draft {
  const servers = [serverEnd(PIDS[0], FIRST), serverEnd(PIDS[1], SECOND)];
  const whole: WatchedCluster = {
    orchestratorNode: 'n1',
    subjects: [SUBJECT],
    nodes: ['n1', 'n2'],
    candidates: soundCandidates(),
    traces: [
      trace('n1', {
        logEnabled: true,
        connections: servers,
        listeners: PIDS.map((processId) => ({ processId, localPort: PORT })),
        chains: [chain(1, PIDS[0], FIRST - 500), chain(2, PIDS[1], SECOND - 500)],
        read: [{ from: FIRST - 50_000, to: SECOND + 10_000 }],
        crashes: [
          { at: FIRST, processId: PIDS[0] },
          { at: SECOND, processId: PIDS[1] },
        ],
      }),
      trace('n2', {
        connections: servers.map((server) => clientEnd(server)),
        processes: [{ processId: CALLER, name: 'wsmprovhost.exe', startedAtUtc: STARTED }],
      }),
    ],
  };
  return structuredClone(whole) as Draft;
}

type Look = CertificateCalls['nodes'][number];

/** The records of one crash, as Windows writes them: the stack, and which process it was. */
function crashRecordsAt(at: number, processId: number): NonNullable<Look['crashRecords']>['records'] {
  const executable = 'Microsoft.AzureStack.HciOrchestratorService.WinSvcHost.exe';
  const [trace] = corpus('001-sample-as-recorded', at);
  if (!trace) throw new Error('the corpus has changed');
  const blank = ['1.0', '0', 'unknown', '0', '0', '80131623', '0'];
  const properties = [executable, ...blank, processId.toString(16), '0', executable, 'unknown', ''];
  const recordId = (trace.recordId ?? 0) + 1;
  return [trace, { ...trace, recordId, provider: 'Application Error', id: 1000, message: null, properties }];
}

/** What one look at both nodes answers while `watched()` goes on, up to a moment. */
export function lookUntil(until: number, change: Partial<NonNullable<Look['calls']>> = {}): CertificateCalls {
  const { traces } = watched();
  const isBefore = (at: number | null): boolean => (at ?? 0) < until;
  const nodes = traces.map(
    ({ node, certificates, connections, processes, listeners, chains, crashes }): Look => {
      const isOrchestrator = node === 'n1';
      const { candidates: _searched, ...about } = foundOn(node);
      const records = crashes
        .filter(({ at }) => isBefore(at))
        .flatMap(({ at, processId }) => crashRecordsAt(at, processId ?? 0));
      return {
        ...about,
        calls: {
          computerName: node,
          startedAtUtc: FIRST - 20_000,
          endedAtUtc: until,
          certificates,
          certificatesErrorId: null,
          connections: connections.filter(({ createdAtUtc }) => isBefore(createdAtUtc)),
          connectionsErrorId: null,
          processes,
          processesErrorId: null,
          listeners: isOrchestrator ? listeners : null,
          logEnabled: isOrchestrator ? true : null,
          oldestUtc: isOrchestrator ? FIRST - 9_000_000 : null,
          chains: isOrchestrator ? chains.filter(({ atUtc }) => isBefore(atUtc)) : null,
          chainsErrorId: null,
          more: false,
          ...(isOrchestrator ? change : {}),
        },
        crashRecords: isOrchestrator
          ? { computerName: node, readAtUtc: until, sinceUtc: '', more: false, records, logs: [] }
          : null,
      };
    },
  );
  return { checkedAtUtc: until, nodes };
}
