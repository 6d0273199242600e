import { missingVoters, openingPolicyOf, stricterTerms } from './approval';
import type { AskMitigation, IncidentCommand } from './commands';
import type { Decision } from './decision';
import { inOrder } from './decision';
import type { IncidentEvent } from './events';
import { endMended, hasToMend } from './half-done';
import { endRung, lacksNewCrash, NEEDS_NEW_CRASH, offerNext, rootObstacle, wereTriedBefore } from './offers';
import { reject } from './rejection';
import type { Rejection } from './rejection';
import { findRung } from './rules';
import type { RungTerms } from './rules';
import type { MitigationRequest } from './mitigation-request';
import type { ClusterState } from './state';
import { isRequestOpen } from './mitigation-request';
import { isRunOpen } from './run';
import { isSettled } from './validation';

/**
 * What is approved before the plan was read would be superseded as soon as it is. An orchestrator that never answers must not hold
 * everything back: after so many questions in a row without an answer it is asked with what is known.
 */
const ASKED_IN_VAIN = 4;

/** Somebody, or the bot when it is the rung's turn, asks to run a mitigation. */
export function decideAsk(command: AskMitigation, state: ClusterState): Decision {
  const offered = askedRung(command, state);
  if ('rejected' in offered) return offered;
  const { at, proposal, policy } = command;
  const terms = stricterTerms(offered, policy.terms);
  if (proposal.steps.length === 0 && proposal.blindNodes.length === 0 && proposal.attestSteps === null) {
    return endWithNothingToDo(command, state, terms);
  }
  const unread = proposal.unread ?? [];
  if (unread.length > 0 && state.askedInVain < ASKED_IN_VAIN)
    return reject('not-read-yet', unread.join('; '));
  const missing = missingVoters(command.by, policy, terms.votesNeeded);
  if (policy.forbidden) return refuseAsk(command, state, 'not-offered', policy.forbidden);
  if (missing) return refuseAsk(command, state, 'too-few-voters', missing);
  return [{ kind: 'RequestOpened', at, request: openRequest(command, terms) }];
}

/** The rung could not be prepared; said on the card once. */
export function decideBlockAsk(
  command: Extract<IncidentCommand, { kind: 'BlockAsk' }>,
  state: ClusterState,
): Decision {
  const { incident } = state;
  const terms = incident ? findRung(incident.rules, command.rung) : undefined;
  if (incident?.status !== 'open' || !terms) return [];
  const isWanted = command.by !== null || incident.offered === command.rung || hasToMend(incident, terms);
  return isWanted ? blockOnce(state, command.at, command.rung, command.why) : [];
}

const OUT_OF_TURN = 'every mitigation before it has to be tried first';

/** Whether this may be asked for at all now, before anybody searches for targets. */
export function askedRung(
  command: Pick<AskMitigation, 'rung' | 'by'>,
  state: ClusterState,
): RungTerms | Rejection {
  const { incident } = state;
  if (incident?.status !== 'open') return reject('no-incident');
  const terms = findRung(incident.rules, command.rung);
  if (terms?.onlyInTurn && !wereTriedBefore(state, terms)) return reject('not-offered', OUT_OF_TURN);
  if (isRunOpen(incident.run)) return reject('run-open');
  if (isRequestOpen(incident.request)) return reject('already-asked', incident.request.shortId);
  if (!terms) return reject('not-offered', `there is no mitigation ${command.rung}`);
  if (command.by === null && terms.askedBy !== 'bot')
    return reject('not-offered', 'a person has to ask for it');
  const obstacle = rootObstacle(state, terms);
  if (obstacle !== null) return reject('not-offered', obstacle);
  if (incident.offered === command.rung || hasToMend(incident, terms)) return terms;
  if (terms.mends) return reject('not-offered', 'no run left anything that it would put right');
  if (command.by === null) return reject('not-offered');
  if (incident.validation && !isSettled(incident.validation)) {
    return reject('not-offered', 'the last mitigation is still being validated');
  }
  if (terms.recovery) return reject('not-offered', 'a recovery is offered when the orchestrator is down');
  return lacksNewCrash(state, terms) ? reject('not-offered', NEEDS_NEW_CRASH) : terms;
}

function endWithNothingToDo(command: AskMitigation, state: ClusterState, terms: RungTerms): Decision {
  const { at, rung, proposal } = command;
  return inOrder(
    state,
    (now) => endRung(now, at, rung, 'nothing-to-do', proposal.summary),
    // While the rung before is still judged, its validation decides what is next.
    (now) => endMended(now, at, terms, proposal.summary),
    (now) => (isJudging(now) || terms.mends ? [] : offerNext(now, at, 'the one before found nothing to do')),
  );
}

function isJudging({ incident }: ClusterState): boolean {
  return incident?.validation != null && !isSettled(incident.validation);
}

/** A person is told at once; for the bot it is said on the card. */
function refuseAsk(
  command: AskMitigation,
  state: ClusterState,
  reason: 'not-offered' | 'too-few-voters',
  why: string,
): Decision {
  return command.by ? reject(reason, why) : blockOnce(state, command.at, command.rung, why);
}

function blockOnce(state: ClusterState, at: number, rung: string, why: string): readonly IncidentEvent[] {
  return state.incident?.blocked === why ? [] : [{ kind: 'AskBlocked', at, rung, why }];
}

function openRequest(command: AskMitigation, terms: RungTerms): MitigationRequest {
  const { at, proposal } = command;
  return {
    id: command.requestId,
    shortId: command.shortId,
    terms,
    requester: command.by,
    openedAt: at,
    expiresAt: at + terms.requestLifetimeMs,
    policy: openingPolicyOf(command.policy),
    facts: proposal.facts,
    digest: proposal.digest,
    shown: proposal.shown,
    steps: proposal.steps,
    attestSteps: proposal.attestSteps,
    needsOwnerAgreement: proposal.needsOwnerAgreement,
    ...(proposal.coveredNodes ? { coveredNodes: proposal.coveredNodes } : {}),
    votes: [],
    grantedAt: null,
    held: null,
    status: 'pending',
    end: null,
  };
}
