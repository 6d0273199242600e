import fc from 'fast-check';
import type { VotingPolicy } from '../../src/incident/approval';
import { decide } from '../../src/incident/decide';
import { isRejection } from '../../src/incident/decision';
import type { EventOf, IncidentEvent } from '../../src/incident/events';
import { evolve } from '../../src/incident/evolve';
import type { MitigationRequest } from '../../src/incident/mitigation-request';
import type { ClusterState } from '../../src/incident/state';
import { isRequestOpen } from '../../src/incident/mitigation-request';
import { isRunOpen } from '../../src/incident/run';
import { initialState } from '../../src/incident/state';
import { isSettled } from '../../src/incident/validation';
import { RUNG_4, RUNG_ROOTS, SECOND, T0 } from './support/builders';
import { CLUSTER, deepFreeze, fold } from './support/given';
import type { Move } from './support/random-history';
import { COVERED } from './support/node-restart-moves';
import { histories } from './support/random-history';
import { policies, ruleSets } from './support/random-rules';

type Rules = Parameters<Move['command']>[0]['rules'];

const isRootMissing = ({ latest }: ClusterState): boolean => latest?.report.roots?.state === 'missing';

/** What was seen so far, kept apart from the product's own state. */
class Witness {
  readonly events: IncidentEvent[] = [];
  private readonly asked = new Map<string, EventOf<'RequestOpened'>['request']>();
  private readonly votes = new Map<string, { who: string; counts: boolean }[]>();
  private readonly ended = new Map<string, MitigationRequest>();
  private readonly openRuns = new Set<string>();
  private readonly runOf = new Set<string>();
  private readonly paused = new Set<string>();
  private readonly steps = new Map<string, 'started' | 'ended'>();

  /** Looks at one event that was decided under a policy, with the states around it. */
  look(event: IncidentEvent, before: ClusterState, after: ClusterState, policy: VotingPolicy): void {
    this.events.push(event);
    this.requestNeverChangesAfterItsEnd(after);
    switch (event.kind) {
      case 'RequestOpened':
        expect(before.incident?.status).toBe('open');
        expect(isRequestOpen(before.incident?.request ?? null)).toBe(false);
        if (event.request.terms.impact === 'production') {
          expect(event.request.requester).not.toBeNull();
          expect(isRootMissing(before)).toBe(false);
        }
        this.asked.set(event.request.id, event.request);
        break;
      case 'VoteCast':
        this.castVote(event);
        break;
      case 'RequestGranted':
        this.confirmed(event);
        break;
      case 'HalfDoneLeft':
        this.paused.add(event.left.node);
        break;
      case 'HalfDoneEnded':
        expect(this.paused.delete(event.left.node)).toBe(true);
        break;
      case 'VoteWithdrawn':
        this.votesOf(event.requestId).forEach((vote) => (vote.counts &&= vote.who !== event.by.objectId));
        break;
      case 'RequestEnded':
        expect(this.ended.has(event.requestId)).toBe(false);
        if (after.incident?.request) this.ended.set(event.requestId, after.incident.request);
        break;
      case 'RunStarted':
        this.startRun(event, before, policy);
        break;
      case 'RunEnded':
        if (event.result !== 'unknown') this.openRuns.delete(event.runId);
        expect(
          [...this.steps].filter(([key, is]) => key.startsWith(`${event.runId} `) && is === 'started'),
        ).toEqual([]);
        break;
      case 'RunSettled':
        this.openRuns.delete(event.runId);
        break;
      case 'StepStarted':
        expect(this.steps.get(`${event.runId} ${event.index}`)).toBeUndefined();
        expect([...this.steps.values()]).not.toContain('started');
        expect(before.freeze).toBeNull();
        expect(before.incident?.run?.stopRequestedBy).toBeNull();
        this.steps.set(`${event.runId} ${event.index}`, 'started');
        break;
      case 'StepEnded':
        expect(this.steps.get(`${event.runId} ${event.index}`)).toBe('started');
        this.steps.set(`${event.runId} ${event.index}`, 'ended');
        break;
      case 'StepEvidenceFound':
        expect(after.incident?.run?.steps[event.index]?.status).toBe('unknown');
        expect(after.incident?.run?.result).toBe('unknown');
        expect(before.incident?.run?.settled).toBeNull();
        break;
      case 'ValidationJudged':
        if (event.validation.result === 'fixed') expect(isRootMissing(before)).toBe(false);
        break;
      case 'OfferMade':
        this.offer(event, before);
        break;
      case 'IncidentClosed':
        expect(isRootMissing(before)).toBe(false);
        expect(isRequestOpen(after.incident?.request ?? null)).toBe(false);
        expect(isRunOpen(after.incident?.run ?? null)).toBe(false);
        expect(after.incident?.offered).toBeNull();
        expect([...this.paused]).toEqual([]);
        break;
      default:
        break;
    }
  }

  /** Whose vote completed the grant has typed exactly what the request covers. */
  private confirmed({ requestId }: EventOf<'RequestGranted'>): void {
    const request = this.asked.get(requestId);
    const last = this.events.findLast((event) => event.kind === 'VoteCast' && event.requestId === requestId);
    if (!request?.terms.confirm) return;
    expect(request.coveredNodes).toEqual([COVERED]);
    expect(last).toMatchObject({ vote: { confirmed: COVERED } });
  }

  private votesOf(requestId: string): { who: string; counts: boolean }[] {
    const votes = this.votes.get(requestId) ?? [];
    this.votes.set(requestId, votes);
    return votes;
  }

  private castVote({ requestId, vote }: EventOf<'VoteCast'>): void {
    const request = this.asked.get(requestId);
    expect(this.ended.has(requestId)).toBe(false);
    expect(vote.at).toBeLessThan(request?.expiresAt ?? 0);
    const votes = this.votesOf(requestId);
    votes.forEach((earlier) => (earlier.counts &&= earlier.who !== vote.by.objectId));
    votes.push({ who: vote.by.objectId, counts: vote.decision === 'approve' });
  }

  /** Invariants 3, 5, 6 and 9, by nothing but the events seen before. */
  private startRun(event: EventOf<'RunStarted'>, before: ClusterState, policy: VotingPolicy): void {
    expect([...this.openRuns]).toEqual([]);
    expect(this.runOf.has(event.requestId)).toBe(false);
    this.openRuns.add(event.runId);
    this.runOf.add(event.requestId);
    const request = this.asked.get(event.requestId);
    expect(event.at).toBeLessThan(request?.expiresAt ?? 0);
    expect(this.ended.has(event.requestId)).toBe(false);
    expect(before.incident?.status).toBe('open');
    expect(before.freeze).toBeNull();
    if (event.attestedBy) return;
    const eligible = new Set(policy.approvers.map(({ objectId }) => objectId));
    const approvers = new Set(
      this.votesOf(event.requestId)
        .filter(({ counts }) => counts)
        .map(({ who }) => who),
    );
    if (!policy.requesterMayVote && request?.requester) approvers.delete(request.requester.objectId);
    const counting = [...approvers].filter((who) => eligible.has(who));
    expect(counting.length).toBeGreaterThanOrEqual(request?.terms.votesNeeded ?? Infinity);
    expect(['present', 'down']).toContain(before.latest?.presence);
    expect(event.steps).toEqual(request?.steps);
  }

  /** Invariant 11: the ladder goes on only when nothing is judged any more, but for a missing root certificate: that is put back first. */
  private offer({ rung }: EventOf<'OfferMade'>, before: ClusterState): void {
    const { incident } = before;
    if (rung === RUNG_4.id) expect(isRootMissing(before)).toBe(false);
    if (incident?.rules.recoveries.some(({ id }) => id === rung)) return;
    expect(incident?.status).toBe('open');
    if (rung === RUNG_ROOTS.id && incident?.validation?.result === 'cannot-tell') {
      expect(isRootMissing(before)).toBe(true);
      return;
    }
    expect(incident?.validation === null || (incident?.validation && isSettled(incident.validation))).toBe(
      true,
    );
    expect(incident?.validation?.result).not.toBe('fixed');
  }

  private requestNeverChangesAfterItsEnd({ incident }: ClusterState): void {
    const request = incident?.request;
    const end = request ? this.ended.get(request.id) : undefined;
    if (end) expect(request).toBe(end);
  }
}

/** Lets a history happen; a policy change takes effect in the middle. */
function live(moves: readonly Move[], ruleSet: Rules, first: VotingPolicy, then: VotingPolicy): Witness {
  const witness = new Witness();
  let state = deepFreeze(initialState(CLUSTER));
  let at = T0;
  moves.forEach((move, number) => {
    at += move.afterMs;
    const policy = number < moves.length / 2 ? first : then;
    const decision = decide(deepFreeze(move.command({ at, state, policy, rules: ruleSet, number })), state);
    if (isRejection(decision)) return;
    for (const event of decision) {
      const after = deepFreeze(evolve(state, deepFreeze(event)));
      expect(after.version).toBe(state.version + 1);
      witness.look(event, state, after, policy);
      state = after;
    }
  });
  expect(fold(JSON.parse(JSON.stringify(witness.events)) as IncidentEvent[])).toEqual(state);
  return witness;
}

describe('any history of commands', () => {
  it('invariants 3, 5, 6, 8, 9, 10, 11: no history breaks them', () => {
    fc.assert(
      fc.property(histories, ruleSets, policies, policies, (moves, ruleSet, first, then) => {
        live(moves, ruleSet, first, then);
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 20 * SECOND },
    );
  });

  it('the histories really go everywhere', () => {
    const drawn = fc.sample(fc.tuple(histories, ruleSets, policies, policies), { numRuns: 1200, seed: 7 });
    const kinds = new Set(drawn.flatMap((one) => live(...one).events.map(({ kind }) => kind)));
    expect(kinds.size).toBe(32);
  });
});
