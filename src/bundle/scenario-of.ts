import type { CheckReport } from '../incident/evidence';
import type { JsonObject } from '../incident/json';
import { isSameNode } from '../incident/node-name';
import type { Verdict } from '../incident/verdict';

/** Somebody who may call the orchestrator, as the search found them. */
export interface RecordedCaller {
  readonly node: string;
  readonly owner: string;
  readonly clientAddress: string | null;
  readonly isRemote: boolean;
  /** Epoch ms UTC. */
  readonly startedAt: number;
  /** Tied to the orchestrator by evidence; otherwise an old shell that only looks like it. */
  readonly isTarget: boolean;
}

/** What of a recorded cluster becomes a scenario. */
export interface Recorded {
  readonly nodes: readonly string[];
  readonly report: CheckReport;
  readonly verdict: Verdict;
  readonly callers: readonly RecordedCaller[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** An interval nobody could measure, s. */
const USUAL_INTERVAL = 60;
/** The lab's clock begins this long before its start at most, s. */
const LONGEST_HISTORY = 900;

/** A scenario of the lab that has the same verdict as far as one can be made; what could not be carried over stands in its description. */
export function scenarioOf({ nodes, report, verdict, callers }: Recorded): JsonObject {
  const place = (name: string | null): number =>
    Math.max(1, 1 + nodes.findIndex((node) => name !== null && isSameNode(node, name)));
  const statusIs = (status: string): number[] =>
    report.nodes.filter((node) => node.status === status).map(({ node }) => place(node));
  const stateIs = (state: string): number[] =>
    report.group.members.filter((member) => member.state === state).map(({ node }) => place(node));
  const down = stateIs('Down');
  const times = report.nodes.flatMap(({ matchingCrashes }) => matchingCrashes).sort((a, b) => a - b);
  const everySeconds = intervalOf(times);
  const last = times.at(-1);
  const goesOn =
    last !== undefined && report.finishedAt - last <= Math.max(3 * everySeconds * 1000, 15 * MINUTE);
  const targets = callers.filter(({ isTarget }) => isTarget);
  const since = (at: number): number => Math.max(0, Math.round((report.finishedAt - at) / MINUTE));
  const notCarried = [
    ...(goesOn && targets.length === 0
      ? ['who calls: nobody was found, so a caller that shows nothing stands in']
      : []),
    ...(verdict === 'unknown' ? ['a crash without a stack, or a node whose logs say too little'] : []),
    ...(report.group.state === 'Online' ? [] : [`the group is ${report.group.state}`]),
    'virtual machines, storage, accounts, services other than the callers, the update and its steps, clock differences',
  ];
  return {
    name: 'recorded',
    title: 'Recorded from a real cluster',
    description: `Redacted. Not carried over: ${notCarried.join('; ')}. The answers of the probes lie beside this file.`,
    nodePrefix: 'node-',
    nodes: nodes.length,
    orchestratorOn: place(report.group.owner),
    history: Math.min(LONGEST_HISTORY, Math.max(240, Math.ceil(everySeconds * 5))),
    ...(report.rotation ? { rotatedMinutesAgo: since(report.rotation.at) } : {}),
    callers: goesOn
      ? targets.length > 0
        ? targets.map((caller) => ({
            kind: caller.isRemote ? 'monitoring-session' : 'process',
            node: place(caller.node),
            owner: caller.owner,
            clientAddress: caller.clientAddress ?? '',
            pollSeconds: everySeconds * targets.length,
            startedMinutesAgo: since(caller.startedAt),
            certificate: 'old',
          }))
        : [
            {
              kind: 'process',
              node: place(report.group.owner),
              owner: 'unknown',
              pollSeconds: everySeconds,
              startedMinutesAgo: 24 * 60,
              certificate: 'old',
              shows: false,
            },
          ]
      : [],
    shells: callers
      .filter(({ isTarget, isRemote }) => !isTarget && isRemote)
      .map(({ node, owner, clientAddress, startedAt }) => ({
        node: place(node),
        owner,
        clientAddress: clientAddress ?? '',
        startedMinutesAgo: since(startedAt),
        note: 'An old shell without evidence.',
      })),
    crashedHoursAgo: goesOn ? [] : times.map((at) => Math.max(0.01, (report.finishedAt - at) / HOUR)),
    ...(verdict === 'other-crash' ? { defect: { everySeconds } } : {}),
    missingRootsOn: [],
    unreachable: statusIs('unreachable').filter((node) => !down.includes(node)),
    denied: statusIs('denied'),
    down,
    paused: stateIs('Paused'),
  };
}

/** The middle gap between crashes, s. */
function intervalOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return middle === undefined ? USUAL_INTERVAL : Math.min(180, Math.max(2, Math.round(middle / 100) / 10));
}
