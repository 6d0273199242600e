import { stepKey } from '../../../src/effects/step-ticket';
import type { IncidentEvent } from '../../../src/incident/events';
import { decodeEvent } from '../../../src/commands/event-codec';
import { labAccess } from '../../../src/lab/lab-settings';
import type { LogEntry } from '../../../src/ports';
import { VOTES } from './chaos-settings';
import type { Deed } from './people';
import type { LedgerLine } from './world';

/** What a chaos run found; every list is empty when all promises held. */
export interface Findings {
  /** Granted requests without exactly one end, acknowledged votes that are not stored, runs without an end. */
  readonly lost: readonly string[];
  /** Steps that reached a cluster more than once, or runs of one request. */
  readonly runTwice: readonly string[];
  /** Calls without a grant by enough distinct people who may vote and did. */
  readonly unapproved: readonly string[];
  /** What the log says of a step, and the cluster contradicts. */
  readonly untrue: readonly string[];
}

export interface Evidence {
  readonly histories: readonly (readonly LogEntry[])[];
  readonly ledger: readonly LedgerLine[];
  readonly deeds: readonly Deed[];
}

type EventOf<K extends IncidentEvent['kind']> = Extract<IncidentEvent, { kind: K }>;

/** Judges from three records that know nothing of each other: the cluster's ledger, the store's log, and what people did and were told. */
export function judge({ histories, ledger: lines, deeds }: Evidence): Findings {
  const events = histories.flatMap((entries) =>
    entries.filter(({ version }) => version !== null).map(decodeEvent),
  );
  const log = new Log(events);
  const ledger = lines.map((line) => (line.key === '' ? withStep(log, line) : line));
  return {
    lost: [...lostRequests(log), ...lostVotes(log, deeds)],
    runTwice: repeated(log, ledger),
    unapproved: ledger.flatMap((line) => unapproved(log, line, deeds)),
    untrue: untrue(log, ledger),
  };
}

class Log {
  constructor(private readonly events: readonly IncidentEvent[]) {}

  all<K extends IncidentEvent['kind']>(kind: K): readonly EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** What happened to one request, in order. */
  about(requestId: string): readonly IncidentEvent[] {
    return this.events.filter((event) => 'requestId' in event && event.requestId === requestId);
  }
}

/** A simulated cluster's line names the request alone, whose run has one step: the step as its intent was stored, if it was. */
function withStep(log: Log, line: LedgerLine): LedgerLine {
  const run = log.all('RunStarted').find(({ requestId }) => requestId === line.requestId);
  const step = run && log.all('StepStarted').find(({ runId, index }) => runId === run.runId && index === 0);
  return step ? { ...line, key: stepKey(step.runId, step.index), fence: step.fence } : line;
}

function lostRequests(log: Log): readonly string[] {
  const ends = log.all('RequestEnded');
  const runs = log.all('RunStarted');
  const ended = log.all('RunEnded');
  const unended = runs
    .filter(({ runId }) => ended.filter((one) => one.runId === runId).length !== 1)
    .map(({ runId }) => `run ${runId} has not exactly one end`);
  const open = log.all('RequestOpened').flatMap(({ request }) => {
    const mine = ends.filter(({ requestId }) => requestId === request.id);
    const ran = runs.filter(({ requestId }) => requestId === request.id).length;
    if (mine.length !== 1) return [`request ${request.id} has ${mine.length} ends`];
    if ((mine[0]?.as === 'run-ended') !== (ran === 1))
      return [`request ${request.id} ended as ${mine[0]?.as} with ${ran} runs`];
    return [];
  });
  return [...unended, ...open];
}

function lostVotes(log: Log, deeds: readonly Deed[]): readonly string[] {
  const approvers = mayVote();
  return deeds.flatMap(({ person, objectId, requestId, verb, answer, answeredAt }) => {
    if (verb !== 'approve' || answer !== 'card' || !approvers.has(objectId)) return [];
    const known = log.about(requestId).some((event) => {
      if (event.kind === 'VoteCast') return event.vote.by.objectId === objectId;
      // Too late to vote: the card that was shown said so.
      return (event.kind === 'RequestEnded' || event.kind === 'RunStarted') && event.at <= answeredAt;
    });
    return known ? [] : [`the approval of ${person} on ${requestId} was acknowledged and is not stored`];
  });
}

function repeated(log: Log, ledger: readonly LedgerLine[]): readonly string[] {
  const calls = ledger.filter(({ what }) => what === 'called').map(({ key }) => `step ${key}`);
  const runs = log.all('RunStarted').map(({ requestId }) => `request ${requestId}`);
  const all = [...calls, ...runs];
  return all.filter((one, index) => all.indexOf(one) !== index).map((one) => `${one} ran more than once`);
}

function unapproved(log: Log, line: LedgerLine, deeds: readonly Deed[]): readonly string[] {
  if (line.what !== 'called') return [];
  const wrong = (why: string): readonly string[] => [`${line.key} on ${line.cluster}: ${why}`];
  const run = log.all('RunStarted').find(({ runId }) => stepKey(runId, 0) === line.key);
  const step = log.all('StepStarted').find(({ runId, index }) => stepKey(runId, index) === line.key);
  if (!run || !step || step.fence !== line.fence || step.at > line.at)
    return wrong('no intent with that number was stored before the call');
  if (run.requestId !== line.requestId) return wrong('the call names another request');
  const about = log.about(run.requestId);
  const granted = about.findIndex(({ kind }) => kind === 'RequestGranted');
  const opened = log.all('RequestOpened').find(({ request }) => request.id === run.requestId)?.request;
  if (granted < 0 || !opened) return wrong('the request was never granted');
  const voters = votersOf(about.slice(0, granted));
  const approvers = mayVote();
  const counted = [...voters].filter(
    (id) =>
      approvers.has(id) &&
      id !== opened.requester?.objectId &&
      deeds.some((deed) => isApprovalOf(deed, id, run.requestId, line.at)),
  );
  if (counted.length < VOTES) return wrong(`${counted.length} of ${VOTES} people approved it`);
  const denied = about.some((event) => event.kind === 'RequestEnded' && event.as === 'denied');
  return denied ? wrong('it was denied') : [];
}

function votersOf(about: readonly IncidentEvent[]): ReadonlySet<string> {
  const voters = new Set<string>();
  for (const event of about) {
    if (event.kind === 'VoteCast' && event.vote.decision === 'approve') voters.add(event.vote.by.objectId);
    if (event.kind === 'VoteWithdrawn') voters.delete(event.by.objectId);
  }
  return voters;
}

function isApprovalOf(deed: Deed, objectId: string, requestId: string, before: number): boolean {
  return (
    deed.objectId === objectId && deed.requestId === requestId && deed.verb === 'approve' && deed.at <= before
  );
}

function untrue(log: Log, ledger: readonly LedgerLine[]): readonly string[] {
  const acted = new Set(ledger.filter(({ what }) => what === 'acted').map(({ key }) => key));
  return log.all('StepEnded').flatMap(({ runId, index, outcome }) => {
    const key = stepKey(runId, index);
    if (outcome === 'unknown' || (outcome === 'succeeded') === acted.has(key)) return [];
    return [`step ${key} is told as ${outcome}, but the cluster ${acted.has(key) ? 'did' : 'did not do'} it`];
  });
}

function mayVote(): ReadonlySet<string> {
  const approvers = labAccess().members.filter(({ roles }) => roles.includes('approver'));
  return new Set(approvers.map(({ person }) => person.objectId));
}
