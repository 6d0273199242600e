import type { UpdateReport } from '../incident/evidence';
import type { NodeRestartInterlock } from '../powershell/operations/get-node-restart-interlock';
import {
  judgeNodesUp,
  judgeUpdatingRun,
  judgeVotes,
  judgeWitness,
  readWitnesses,
} from './interlocks-of-cluster';
import {
  judgeMemory,
  judgeMovable,
  judgePendingReboot,
  judgeProtected,
  judgeStorage,
} from './interlocks-of-node';
import { judgePlanStep } from './interlocks-of-plan';

/** One condition of a node restart, as it is drawn on the card. Only `green` lets a restart be asked for. */
export type InterlockName =
  | 'nodes-up'
  | 'votes'
  | 'witness'
  | 'updating-run'
  | 'plan-step'
  | 'storage'
  | 'memory'
  | 'vms-movable'
  | 'pending-reboot'
  | 'protected-vms'
  | 'crash-present';

export type InterlockState = 'green' | 'red' | 'unknown';

/** What one condition came to. `why`: one line for people, for every state; names in it come from the cluster and are data. */
export interface Judgement {
  readonly state: InterlockState;
  readonly why: string;
}

export interface Interlock extends Judgement {
  readonly name: InterlockName;
}

/** What the facts are judged against. Times are epoch ms UTC by our clock. */
export interface InterlockContext {
  /** The node that is to be restarted, by the name it is reached by. */
  readonly node: string;
  /** The update as it was last known. */
  readonly update: UpdateReport;
  /** Newest crash with the signature; null: none is known. */
  readonly lastCrashAt: number | null;
  /** Time between two crashes, ms; null: not known. */
  readonly intervalMs: number | null;
  readonly now: number;
  /** The virtual machine the bot runs in, if it does. */
  readonly botHostVm?: string | undefined;
  /** Virtual machines that serve names or identities to this cluster (DNS, domain controllers). An empty list says that there are none; without a list nobody knows. */
  readonly protectedVms?: readonly string[] | undefined;
}

/** Crashes older than this many intervals do not justify a restart. */
const FRESH_INTERVALS = 3;

/**
 * Judges whether one node may be restarted now (facts: node operations, restart one node). What could not be read is `unknown`, never
 * `green`. Always returns every interlock, in the same order.
 */
export function judgeInterlocks(facts: NodeRestartInterlock, context: InterlockContext): Interlock[] {
  const views = readWitnesses(facts, context.node);
  const judged: readonly (readonly [InterlockName, Judgement])[] = [
    ['nodes-up', judgeNodesUp(views, context.node)],
    ['votes', judgeVotes(views, context.node)],
    ['witness', judgeWitness(views)],
    ['updating-run', judgeUpdatingRun(views)],
    ['plan-step', judgePlanStep(context.update, context.node)],
    ['storage', judgeStorage(facts)],
    ['memory', judgeMemory(facts, context.node)],
    ['vms-movable', judgeMovable(facts, context.node, views)],
    ['pending-reboot', judgePendingReboot(facts, context.node)],
    ['protected-vms', judgeProtected(facts, context)],
    ['crash-present', judgeCrash(context)],
  ];
  return judged.map(([name, judgement]) => ({ name, ...judgement }));
}

function judgeCrash({ lastCrashAt, intervalMs, now }: InterlockContext): Judgement {
  if (lastCrashAt === null) return { state: 'red', why: 'No crash is known: there is nothing to cure.' };
  if (intervalMs === null) return { state: 'unknown', why: 'How often it crashes is not known.' };
  const seconds = Math.round((now - lastCrashAt) / 1000);
  return now - lastCrashAt <= FRESH_INTERVALS * intervalMs
    ? { state: 'green', why: `It still crashes: the last one was ${seconds} s ago.` }
    : {
        state: 'red',
        why: `The last crash was ${seconds} s ago, more than ${FRESH_INTERVALS} intervals: check again first.`,
      };
}
