import type { CheckReport, UpdateReport } from '../incident/evidence';
import type { JsonObject } from '../incident/json';
import { isSameNode } from '../incident/node-name';
import { updateMotion } from '../incident/update-motion';
import type { Verdict } from '../incident/verdict';
import { missingRootsOf } from '../incident/roots';
import type { RecordedLoad } from './recorded-load';
import { loadKeys } from './recorded-load';

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
  readonly load: RecordedLoad;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** An interval nobody could measure, s. */
const USUAL_INTERVAL = 60;
/** The lab's clock begins this long before its start at most, s. */
const LONGEST_HISTORY = 900;

/** A scenario of the lab that has the same verdict as far as one can be made; what could not be carried over stands in its description. */
export function scenarioOf({ nodes, report, verdict, callers, load }: Recorded): JsonObject {
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
    ...(load.vms ? [] : ['virtual machines, because not every node told of them']),
    ...(load.storage ? [] : ['storage']),
    ...(load.witness ? [] : ['the witness']),
    ...(report.roots ? [] : ['root certificates, because they are not watched']),
    ...notCarriedOf(report.update),
    "the update's own steps, accounts, services other than the callers, clock differences",
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
    missingRootsOn: [...new Set(missingRootsOf(report).map(({ node }) => place(node)))].sort((a, b) => a - b),
    ...loadKeys(load, place),
    ...updateKeys(report.update, place),
    unreachable: statusIs('unreachable').filter((node) => !down.includes(node)),
    denied: statusIs('denied'),
    down,
    paused: stateIs('Paused'),
  };
}

function notCarriedOf({ state }: UpdateReport): string[] {
  if (state === 'unknown') return ['the update, because the orchestrator was not asked or gave no answer'];
  return state === 'succeeded' ? ['an update that has succeeded: the lab starts without one'] : [];
}

/** The update as far as the lab has one: where it works, and whether it gets on. */
function updateKeys(update: UpdateReport, place: (node: string) => number): JsonObject {
  if (update.state !== 'in-progress' && update.state !== 'failed') return {};
  const [busy] = update.busyNodes ?? [];
  const afterCure =
    update.state === 'failed' ? 'fails' : updateMotion(update).kind === 'stalled' ? 'stays' : 'moves';
  return { update: { afterCure, ...(busy === undefined ? {} : { remoteTaskOn: place(busy) }) } };
}

/** The middle gap between crashes, s. */
function intervalOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const middle = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return middle === undefined ? USUAL_INTERVAL : Math.min(180, Math.max(2, Math.round(middle / 100) / 10));
}
