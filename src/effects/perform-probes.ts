import type { CommandHandler, Handled } from '../commands/handle-command';
import { refusalWords } from '../commands/refusal-words';
import type { Situation } from '../commands/situation';
import { checkCluster } from '../detection/check-cluster';
import { propose } from '../detection/propose';
import type { ProposeParts } from '../detection/propose';
import type { RecordMemory } from '../detection/record-memory';
import { UPDATE_UNKNOWN } from '../detection/update-report';
import type { VotingPolicy } from '../incident/approval';
import type { AskMitigation, Proposal } from '../incident/commands';
import { askedRung } from '../incident/decide-ask';
import { mayAskUpdate } from '../incident/decide-check';
import type { CheckReason, CheckReport } from '../incident/evidence';
import type { Person } from '../incident/person';
import { hasToMend } from '../incident/half-done';
import { findRung, rulesForNodes } from '../incident/rules';
import type { RungTerms } from '../incident/rules';
import type { ClusterState } from '../incident/state';
import type { Clock, NewId } from '../ports';
import { keepFor } from '../powershell/keep-for';
import type { ClusterSettings, Settings } from '../runbook/settings';
import { backoffMs } from './backoff';
import type { Performed, Performers, Work } from './run-effects';
import type { SharedLooks } from './shared-looks';

export interface ProbeParts extends ProposeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Four characters that are easy to type and to tell apart. */
  readonly newShortId: () => string;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  /** One for the whole program: what was read of the nodes' logs. */
  readonly recordMemory: RecordMemory;
  readonly looks: SharedLooks;
}

/** A grant that waits is looked at again this often, ms. */
const HELD_RECHECK_MS = 5_000;
const TRIES_BEFORE_SAYING_SO = 2;

/** Read-only work: checks, searches for targets, and the recheck before a run. May be repeated. */
export function createProbePerformers(
  parts: ProbeParts,
): Pick<Performers, 'check' | 'prepare' | 'begin-run'> {
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
    'begin-run': (work) => beginRun(parts, work),
  };
}

export interface WantedCheck {
  readonly checkId: string;
  readonly reason: CheckReason;
  readonly mayAskUpdate: boolean;
}

/** One check from probe to log. */
export async function checkAndRecord(
  parts: ProbeParts,
  clusterName: string,
  wanted: WantedCheck,
): Promise<Handled> {
  const cluster = settingsOf(parts.settings, clusterName);
  const before = await parts.handler.load(clusterName);
  const look = (): Promise<CheckReport> =>
    checkCluster(
      {
        powershell: keepFor(parts.powershell, clusterName),
        clock: parts.clock,
        detection: parts.settings.detection,
        memory: parts.recordMemory,
      },
      {
        cluster,
        ...wanted,
        knownUpdate: before.latest?.report.update ?? UPDATE_UNKNOWN,
        knownRoots: before.latest?.report.roots,
      },
    );
  // Before a run it has to be known how it is now, not how it was when the watch began to look.
  const seen =
    wanted.reason === 'recheck'
      ? await parts.looks.begin(clusterName, look)
      : await parts.looks.join(clusterName, look);
  const report = { ...seen, checkId: wanted.checkId, reason: wanted.reason };
  await parts.situation.markChecked(clusterName, report.finishedAt);
  return parts.handler.handle(clusterName, {
    kind: 'RecordCheck',
    at: parts.clock.now(),
    report,
    newIncidentId: parts.newId(),
    rules: rulesForNodes(parts.settings.rules, cluster.nodes.length),
  });
}

function settingsOf(settings: Settings, name: string): ClusterSettings {
  const cluster = settings.clusters.find((one) => one.name === name);
  if (!cluster)
    throw new Error(
      `Cluster ${name} is not in the configuration any more. Add it again, or let its requests expire.`,
    );
  return cluster;
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

export type Asked =
  { readonly kind: 'asked'; readonly handled: Handled } | { readonly kind: 'failed'; readonly why: string };

export interface WantedAsk {
  readonly rung: string;
  /** Null: the bot asks by itself. */
  readonly by: Person | null;
  /** Nodes that the asker named; empty: none. */
  readonly nodes: readonly string[];
  /** Rather search again than ask without a target because a node could not be searched just now. */
  readonly isPatient: boolean;
}

/** Searches for a rung's targets and asks for it, for the bot or for a person. */
export async function proposeAndAsk(
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

/** Everything is looked at again; only then the core may start the run (invariant 6). */
async function beginRun(parts: ProbeParts, work: Work<'begin-run'>): Promise<Performed> {
  const { requestId } = work.effect;
  const before = await parts.handler.load(work.cluster);
  if (before.incident?.request?.id !== requestId || before.incident.request.status !== 'granted')
    return { kind: 'completed' };
  const rung = before.incident.request.terms.id;
  const { updateQueryMs } = parts.settings.rules.timing;
  const mayAsk = mayAskUpdate(before, parts.clock.now(), updateQueryMs);
  const checked = await checkAndRecord(parts, work.cluster, {
    checkId: parts.newId(),
    reason: 'recheck',
    mayAskUpdate: mayAsk,
  });
  const policy = await parts.situation.policyOn(rung, 'fresh');
  // The policy is compared by the rule that the stricter one counts, not by its hash.
  const bound = { ...policy, hash: before.incident.request.policy?.hash ?? policy.hash };
  const cluster = settingsOf(parts.settings, work.cluster);
  const wanted = { nodes: before.incident.request.coveredNodes ?? [] };
  const proposed = await propose(parts, cluster, checked.state, rung, bound, wanted);
  if (proposed.kind === 'failed') return { kind: 'again', inMs: HELD_RECHECK_MS, why: proposed.why };
  const { facts, digest, blindNodes, unread = [] } = proposed.proposal;
  // What cannot be seen now has not changed: what was approved is unknown there, so it waits.
  const unseen = [...blindNodes.map((node) => `could not look again at ${node}`), ...unread];
  if (digest !== before.incident.request.digest && unseen.length > 0)
    return { kind: 'again', inMs: HELD_RECHECK_MS, why: unseen.join('; ') };
  const handled = await parts.handler.handle(work.cluster, {
    kind: 'BeginRun',
    at: parts.clock.now(),
    requestId,
    runId: parts.newId(),
    facts,
    digest,
    policy,
  });
  const request = handled.state.incident?.request;
  const waits = request?.id === requestId && request.status === 'granted';
  return waits
    ? { kind: 'again', inMs: HELD_RECHECK_MS, why: request.held ?? 'the grant waits' }
    : { kind: 'completed' };
}
