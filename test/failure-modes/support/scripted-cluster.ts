import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../../src/incident/json';
import type { Clock, PowerShell, PowerShellOutcome, PowerShellRequest } from '../../../src/ports';
import {
  clusterEvidence,
  corpus,
  crashRecords,
  found,
  foundOn,
  hostProcess,
  nodeEvidence,
  service,
} from '../../detection/support/evidence';
import { CALLER, lookUntil, SECOND } from '../../detection/support/watched';

/** Somebody who still calls with the old certificate. While one is left, the orchestrator crashes. */
export interface Caller {
  readonly node: string;
  readonly processId: number;
  readonly owner: string;
}

export type ChangeAnswer =
  'succeeded' | 'failed' | 'unknown' | PowerShellOutcome | Promise<PowerShellOutcome>;

/**
 * The PowerShell port with scripted answers: a cluster of three nodes as its operations would report it. The port's real adapter and the
 * real modules have tests of their own; here only what the bot makes of the answers counts.
 */
export interface ScriptedCluster extends PowerShell {
  callers: Caller[];
  owner: string;
  /** Windows notes on n1 which certificates are checked, and shows that process 4711 of n2 has an old one. */
  isSeenDirectly: boolean;
  /** Nodes nobody can reach now. */
  readonly unreachable: Set<string>;
  /** Crashes stop at this time even though somebody still calls; null: they go on. */
  silentSince: number | null;
  /** What a changing operation answers; by default it succeeds and the caller is gone. */
  answerChange: (request: PowerShellRequest) => ChangeAnswer;
  /** Every changing call that was made, in order. */
  readonly changes: PowerShellRequest[];
  /** Somebody calls with the old certificate again: the crashes come back. */
  crashAgain: (caller: Caller) => void;
  /** Called before each read-only answer, e.g. to change something under the bot's hands. */
  beforeRead: (operation: string) => void | Promise<void>;
}

/** A time in which it crashed every interval, counted from `begun`, epoch ms. */
interface CrashSpan {
  readonly from: number;
  readonly until: number | null;
  readonly begun: number;
}

export const NODES = ['n1', 'n2', 'n3'] as const;
const INTERVAL_MS = 10_000;
const CRASHES = 12;

export const ANNA: Caller = { node: 'n1', processId: 4100, owner: 'CONTOSO\\anna' };
/** The one that can be seen directly. */
export const BERT: Caller = { node: 'n2', processId: CALLER, owner: 'CONTOSO\\bert' };

export function scriptedCluster(
  clock: Clock,
  callers: readonly Caller[] = [ANNA],
  isSeenDirectly = false,
): ScriptedCluster {
  const wholeSecond = (): number => Math.floor(clock.now() / 1000) * 1000;
  /** When it crashed all the time; the last span may go on. */
  let spans: readonly CrashSpan[] = [
    { from: wholeSecond() - (CRASHES - 1) * INTERVAL_MS, until: null, begun: wholeSecond() },
  ];

  const newestCrashes = (): number[] =>
    spans
      .flatMap(({ from, until, begun }) => {
        const end = until ?? cluster.silentSince ?? clock.now();
        const last = begun + Math.floor((end - begun) / INTERVAL_MS) * INTERVAL_MS;
        const times = Array.from({ length: CRASHES }, (_, back) => last - (CRASHES - 1 - back) * INTERVAL_MS);
        return times.filter((at) => at >= from);
      })
      .slice(-CRASHES);

  const stop = (
    request: PowerShellRequest,
    outcome: 'succeeded' | 'failed' | 'unknown',
  ): PowerShellOutcome => {
    if (outcome === 'succeeded') {
      const { processId } = request.parameters;
      cluster.callers = cluster.callers.filter((caller) => caller.processId !== processId);
      if (cluster.callers.length === 0)
        spans = spans.map((span) => ({ ...span, until: span.until ?? cluster.silentSince ?? clock.now() }));
    }
    return reported(changeReport(request, outcome, clock.now()));
  };

  const read = (request: PowerShellRequest): PowerShellOutcome => {
    switch (request.operation) {
      case 'Get-ClusterEvidence':
        return reported(evidenceAt(cluster, clock.now(), newestCrashes()));
      case 'Find-CallerCandidate':
        return reported(candidatesAt(cluster, clock.now()));
      case 'Find-CertificateCall':
        return reported(callsAt(clock.now()));
      case 'Get-StepCall':
        return reported(stepCalls(request, clock.now()));
      case 'Get-UpdateProgress':
        return reported(noUpdate(request, clock.now()));
      default:
        return { kind: 'not-started', reason: `${request.operation} is not scripted` };
    }
  };

  const cluster: ScriptedCluster = {
    callers: [...callers],
    owner: 'n1',
    isSeenDirectly,
    unreachable: new Set(),
    silentSince: null,
    answerChange: () => 'succeeded',
    changes: [],
    crashAgain: (caller) => {
      cluster.callers = [...cluster.callers, caller];
      const begun = wholeSecond();
      if (spans.every(({ until }) => until !== null)) spans = [...spans, { from: begun, until: null, begun }];
    },
    beforeRead: () => undefined,
    run: async (request) => {
      if (request.operation !== 'Stop-Caller') {
        await cluster.beforeRead(request.operation);
        return read(request);
      }
      cluster.changes.push(request);
      const answer = await cluster.answerChange(request);
      return typeof answer === 'string' ? stop(request, answer) : answer;
    },
    close: async () => undefined,
  };
  return cluster;
}

function reported(value: unknown): PowerShellOutcome {
  return { kind: 'reported', ok: true, value: asSent(value) };
}

/** As it comes through the port: times are UTC text. */
function asSent(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      key.endsWith('Utc') && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
}

const UNREACHABLE = {
  status: 'unreachable',
  errorId: 'WinRMOperationTimeout',
  message: 'no answer',
  hint: 'Is the node on?',
} as const;

function evidenceAt(cluster: ScriptedCluster, now: number, crashes: readonly number[]): unknown {
  const seen = { checkedAtUtc: now, nodeUtc: now };
  const nodes = NODES.map((node) => {
    if (cluster.unreachable.has(node))
      return nodeEvidence(node, { ...seen, ...UNREACHABLE, crashRecords: null, orchestrator: null });
    if (node !== cluster.owner) return nodeEvidence(node, seen);
    const records = crashes.flatMap((at) => corpus('001-sample-as-recorded', at));
    return nodeEvidence(node, {
      ...seen,
      crashRecords: crashRecords(records),
      orchestrator: service(4321, (crashes.at(-1) ?? now) + 1000),
    });
  });
  const members = NODES.map((name) => ({
    name,
    state: cluster.unreachable.has(name) ? 'Down' : 'Up',
    statusInformation: 'Normal',
    drainStatus: 'NotInitiated',
  }));
  return {
    ...clusterEvidence(nodes, { ownerNode: cluster.owner, readAtUtc: now, nodes: members }),
    checkedAtUtc: now,
  };
}

function candidatesAt(cluster: ScriptedCluster, now: number): unknown {
  const nodes = NODES.map((node) => {
    if (cluster.unreachable.has(node)) return foundOn(node, {}, { ...UNREACHABLE, candidates: null });
    const processes = cluster.callers
      .filter((caller) => caller.node === node)
      .map((caller) => hostProcess(caller.processId, { user: caller.owner }));
    const certificateLogEnabled = cluster.isSeenDirectly;
    return foundOn(node, { processes, readAtUtc: now, certificateLogEnabled });
  });
  return found(...nodes);
}

/** Two crashes of n1 that process 4711 of n2 is seen to cause; n3 only has its certificates. */
function callsAt(now: number): unknown {
  const { nodes } = lookUntil(SECOND + 1000);
  const third = nodes
    .slice(-1)
    .map((node) => ({ ...node, node: 'n3', calls: node.calls && { ...node.calls, connections: [] } }));
  return { checkedAtUtc: now, nodes: [...nodes, ...third] };
}

/** Each step as one call of a function with the operation's name. */
function stepCalls(request: PowerShellRequest, now: number): unknown {
  const steps = z
    .array(z.object({ operation: z.string(), parameters: z.record(z.string(), z.unknown()) }))
    .parse(request.parameters['steps']);
  return {
    checkedAtUtc: now,
    steps: steps.map(({ operation, parameters }) => ({
      calls: [
        {
          node: parameters['node'],
          role: 'Change',
          endpoint: 'made.up',
          function: operation,
          parameters: { ...parameters, connection: null },
        },
      ],
      refused: null,
      errorId: null,
      message: null,
    })),
  };
}

function nodeHead(node: JsonValue | undefined, now: number): object {
  const {
    crashRecords: _records,
    orchestrator: _service,
    ...head
  } = nodeEvidence(JSON.stringify(node), {
    checkedAtUtc: now,
    nodeUtc: now,
  });
  return head;
}

function noUpdate(request: PowerShellRequest, now: number): unknown {
  return {
    checkedAtUtc: now,
    node: {
      ...nodeHead(request.parameters['node'], now),
      progress: {
        status: 'ok',
        errorId: null,
        message: null,
        hint: null,
        value: {
          computerName: 'N1',
          readAtUtc: now,
          processId: 99,
          processStartedAtUtc: now,
          run: null,
          steps: [],
          plan: null,
          planErrorId: null,
        },
      },
      sessionGone: true,
      sessionGoneReason: null,
    },
  };
}

function changeReport(
  request: PowerShellRequest,
  outcome: 'succeeded' | 'failed' | 'unknown',
  now: number,
): JsonObject {
  const changed = outcome === 'unknown' ? null : outcome === 'succeeded';
  return {
    checkedAtUtc: now,
    outcome,
    changed,
    reason: outcome === 'succeeded' ? 'gone' : 'refused',
    hint: null,
    node: {
      ...nodeHead(request.parameters['node'], now),
      answer: {
        computerName: 'N1',
        requestId: request.parameters['requestId'] ?? '',
        outcome,
        reason: null,
        errorId: null,
        changed: changed ?? false,
        action: `ended process ${JSON.stringify(request.parameters['processId'])}`,
        proofAtUtc: now,
        owner: 'CONTOSO\\anna',
        startedAtUtc: null,
      },
    },
  };
}
