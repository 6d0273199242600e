import type { Handled } from '../commands/handle-command';
import { refusalWords } from '../commands/refusal-words';
import { propose } from '../detection/propose';
import type { VotingPolicy } from '../incident/approval';
import type { AskMitigation, Proposal } from '../incident/commands';
import { askedRung } from '../incident/decide-ask';
import { mayAskUpdate } from '../incident/decide-check';
import type { Person } from '../incident/person';
import { hasToMend } from '../incident/half-done';
import { findRung } from '../incident/rules';
import type { RungTerms } from '../incident/rules';
import type { ClusterState } from '../incident/state';
import { backoffMs } from './backoff';
import { checkAndRecord, settingsOf } from './check-and-record';
import type { ProbeParts } from './check-and-record';
import type { Performed, Performers, Work } from './run-effects';

const TRIES_BEFORE_SAYING_SO = 2;

/** Read-only work: checks, and searches for the targets of what is asked for. May be repeated. */
export function createProbePerformers(parts: ProbeParts): Pick<Performers, 'check' | 'prepare'> {
  return {
    check: async (work) => {
      await checkAndRecord(parts, work.cluster, {
        checkId: work.effect.checkId,
        reason: 'asked',
        mayAskUpdate: work.effect.mayAskUpdate,
      });
      return { kind: 'completed' };
    },
    prepare: (work) => prepare(parts, work),
  };
}

/** Finds the targets of the offered rung and asks for it. */
async function prepare(parts: ProbeParts, work: Work<'prepare'>): Promise<Performed> {
  const { rung, asked: askedBy } = work.effect;
  if (askedBy) return askForPerson(parts, work.cluster, rung, askedBy);
  if (parts.settings.runMode === 'observe') {
    await block(
      parts,
      work.cluster,
      { rung, by: null },
      'this bot only observes ("mode: observe"): it explains, but asks for nothing',
    );
    return { kind: 'completed' };
  }
  const isPatient = work.attempts < TRIES_BEFORE_SAYING_SO;
  const asked = await proposeAndAsk(parts, work.cluster, { rung, by: null, nodes: [], isPatient });
  if (!isStillWanted(await parts.handler.load(work.cluster), rung)) return { kind: 'completed' };
  if (asked.kind === 'asked') return askedLater(asked.handled, work.attempts);
  // Once is no news: a service that crashes is now and then seen in the middle of it.
  if (!isPatient) await block(parts, work.cluster, { rung, by: null }, asked.why);
  return { kind: 'again', inMs: backoffMs(work.attempts), why: asked.why };
}

/** A person waits for the answer: what comes to nothing is said at once. */
async function askForPerson(
  parts: ProbeParts,
  cluster: string,
  rung: string,
  { by, tell, nodes = [] }: NonNullable<Work<'prepare'>['effect']['asked']>,
): Promise<Performed> {
  const asked: Asked =
    parts.settings.runMode === 'observe'
      ? { kind: 'failed', why: 'the runner only observes ("mode: observe")' }
      : await proposeAndAsk(parts, cluster, { rung, by, nodes, isPatient: false });
  if (asked.kind === 'asked' && asked.handled.kind === 'done') return { kind: 'completed' };
  if (asked.kind === 'failed') await block(parts, cluster, { rung, by }, asked.why);
  const why =
    asked.kind === 'asked' && asked.handled.kind === 'rejected'
      ? refusalWords(asked.handled.rejection.rejected, asked.handled.rejection.detail)
      : asked.kind === 'failed'
        ? asked.why
        : '';
  const text = `Mitigation ${rung} was not asked for: ${why}`;
  await parts.handler.enqueue(cluster, { kind: 'tell', dueAt: parts.clock.now(), to: tell, text });
  return { kind: 'completed' };
}

/** Offered, or needed to put right what a run left half-done. */
function isStillWanted({ incident }: ClusterState, rung: string): boolean {
  const terms = incident?.status === 'open' ? findRung(incident.rules, rung) : undefined;
  return incident != null && terms !== undefined && (incident.offered === rung || hasToMend(incident, terms));
}

/** One request at a time, and none before an unknown run is settled: the ask waits for that. */
function askedLater(handled: Handled, attempts: number): Performed {
  const waits =
    handled.kind === 'rejected' &&
    (handled.rejection.rejected === 'already-asked' || handled.rejection.rejected === 'run-open');
  return waits
    ? { kind: 'again', inMs: backoffMs(attempts), why: handled.rejection.rejected }
    : { kind: 'completed' };
}

/** Says on the card, and so in the log, why the rung could not be asked for. */
async function block(
  parts: ProbeParts,
  cluster: string,
  asked: Pick<WantedAsk, 'rung' | 'by'>,
  why: string,
): Promise<void> {
  await parts.handler.handle(cluster, { kind: 'BlockAsk', at: parts.clock.now(), ...asked, why });
}

type Asked =
  { readonly kind: 'asked'; readonly handled: Handled } | { readonly kind: 'failed'; readonly why: string };

interface WantedAsk {
  readonly rung: string;
  /** Null: the bot asks by itself. */
  readonly by: Person | null;
  /** Nodes that the asker named; empty: none. */
  readonly nodes: readonly string[];
  /** Rather search again than ask without a target because a node could not be searched just now. */
  readonly isPatient: boolean;
}

/** Searches for a rung's targets and asks for it, for the bot or for a person. */
async function proposeAndAsk(
  parts: ProbeParts,
  clusterName: string,
  { rung, by, nodes, isPatient }: WantedAsk,
): Promise<Asked> {
  const policy = await parts.situation.policyOn(rung, 'fresh');
  const before = await parts.handler.load(clusterName);
  const allowed = askedRung({ rung, by }, before);
  const terms = before.incident ? findRung(before.incident.rules, rung) : undefined;
  // Not worth a long search: the bot asks again by itself, and what a node restart needs takes minutes to read.
  if ('rejected' in allowed && (by === null || terms?.impact === 'production'))
    return { kind: 'asked', handled: { kind: 'rejected', state: before, rejection: allowed } };
  const state = terms ? await stateForAsk(parts, before, terms) : before;
  const cluster = settingsOf(parts.settings, clusterName);
  const proposed = await propose(parts, cluster, state, rung, policy, { nodes });
  if (proposed.kind === 'failed') return proposed;
  if (proposed.obstacles.length > 0) return { kind: 'failed', why: oneBelowTheOther(proposed.obstacles) };
  const { steps, blindNodes } = proposed.proposal;
  if (isPatient && steps.length === 0 && blindNodes.length > 0) {
    return {
      kind: 'failed',
      why: `no target so far, and not every node could be searched: ${blindNodes.join(', ')}`,
    };
  }
  const command = askCommand(parts, rung, by, proposed.proposal, policy);
  const handled = await parts.handler.handle(clusterName, command);
  const isUnread = handled.kind === 'rejected' && handled.rejection.rejected === 'not-read-yet';
  return isUnread ? { kind: 'failed', why: handled.rejection.detail ?? '' } : { kind: 'asked', handled };
}

function oneBelowTheOther(obstacles: readonly string[]): string {
  return obstacles.length === 1 ? obstacles.join('') : `\n${obstacles.join('\n')}`;
}

/** Production impact is judged by evidence from just now, never by what an earlier watch saw. */
async function stateForAsk(
  parts: ProbeParts,
  state: ClusterState,
  { impact }: RungTerms,
): Promise<ClusterState> {
  if (impact !== 'production') return state;
  const mayAsk = mayAskUpdate(state, parts.clock.now(), parts.settings.rules.timing.updateQueryMs);
  const wanted = { checkId: parts.newId(), reason: 'recheck', mayAskUpdate: mayAsk } as const;
  return (await checkAndRecord(parts, state.cluster, wanted)).state;
}

function askCommand(
  parts: ProbeParts,
  rung: string,
  by: Person | null,
  proposal: Proposal,
  policy: VotingPolicy,
): AskMitigation {
  return {
    kind: 'Ask',
    at: parts.clock.now(),
    rung,
    requestId: parts.newId(),
    shortId: parts.newShortId(),
    by,
    proposal,
    policy,
  };
}
