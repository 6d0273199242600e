import type { Effect, NoticeKind } from './effects';
import type { EventOf, IncidentEvent } from './events';
import { halfDoneText } from './half-done-place';
import type { JsonObject } from './json';
import { findRung } from './rules';
import { remindersAt } from './reminders';
import type { MitigationRequest } from './mitigation-request';
import type { ClusterState, Incident } from './state';

/** What is to be done about an event, given the state after it. Pure. */
export function react(event: IncidentEvent, state: ClusterState): readonly Effect[] {
  const { incident } = state;
  const own = ownEffects(event, state);
  if (!incident) return own;
  const card: Effect = { kind: 'incident-card', dueAt: cardDueAt(event, incident), incidentId: incident.id };
  const notice = noticeOf(event, state);
  const told: readonly Effect[] = notice
    ? [{ kind: 'notice', dueAt: event.at, incidentId: incident.id, ...notice }]
    : [];
  return changesCard(event, state) ? [...own, card, ...told] : own;
}

function ownEffects(event: IncidentEvent, state: ClusterState): readonly Effect[] {
  const dueAt = event.at;
  switch (event.kind) {
    case 'CheckStarted':
      return [
        { kind: 'check', dueAt, checkId: event.checkId, mayAskUpdate: event.mayAskUpdate },
        ...answers(event.checkId, [event.answerTo], dueAt),
      ];
    case 'CheckJoined':
      return answers(event.checkId, [event.answerTo], dueAt);
    case 'CheckFinished':
      return answers(event.report.checkId, event.answerTo, dueAt);
    case 'OfferMade': {
      const rung = state.incident ? findRung(state.incident.rules, event.rung) : undefined;
      return rung?.askedBy === 'bot' ? [{ kind: 'prepare', dueAt, rung: event.rung }] : [];
    }
    case 'RequestOpened':
      return [{ kind: 'wake', dueAt: event.request.expiresAt }, ...remindersOf(event.request, state)];
    case 'RequestGranted':
      return [
        { kind: 'begin-run', dueAt, requestId: event.requestId },
        ...(event.expiresAt === undefined ? [] : [{ kind: 'wake', dueAt: event.expiresAt } as const]),
      ];
    case 'GrantRevoked':
      return [{ kind: 'wake', dueAt: Math.max(dueAt, state.incident?.request?.expiresAt ?? dueAt) }];
    case 'RunStarted':
      return event.steps.length > 0 ? [{ kind: 'step', dueAt, runId: event.runId, index: 0 }] : [];
    case 'StepEnded':
      return event.outcome === 'unknown'
        ? [{ kind: 'reconcile', dueAt, runId: event.runId, index: event.index }]
        : nextStep(event, state);
    default:
      return [];
  }
}

/** Two reminders for those who have not voted: at half of the request's life, and shortly before its end. */
function remindersOf(request: MitigationRequest, { incident }: ClusterState): readonly Effect[] {
  if (!incident) return [];
  const { half, last } = remindersAt(request);
  const reminder = { kind: 'notice', incidentId: incident.id, notice: 'reminder' } as const;
  return [
    { ...reminder, dueAt: half, detail: `half:${request.id}` },
    { ...reminder, dueAt: last, detail: `last:${request.id}` },
  ];
}

/** The card of a check: first that it is under way, then, in its place, what it found. */
function answers(checkId: string, places: readonly (JsonObject | null)[], dueAt: number): readonly Effect[] {
  return places.flatMap((answerTo): Effect[] =>
    answerTo ? [{ kind: 'answer', dueAt, checkId, answerTo }] : [],
  );
}

/** After a failed step nothing more is run, and after a gate that found nothing to do nothing more is needed. */
function nextStep(
  { runId, index, outcome, at }: EventOf<'StepEnded'>,
  state: ClusterState,
): readonly Effect[] {
  const steps = state.incident?.run?.steps ?? [];
  const next = index + 1;
  const isClosed = outcome === 'nothing-to-do' && steps[index]?.plan.isGate === true;
  const goesOn = outcome !== 'failed' && !isClosed && steps[next] !== undefined;
  return goesOn ? [{ kind: 'step', dueAt: at, runId, index: next }] : [];
}

/** A closed incident's card stays as it is; so does any card when only a check was started. */
function changesCard(event: IncidentEvent, state: ClusterState): boolean {
  if (event.kind === 'CheckStarted' || event.kind === 'CheckJoined') return false;
  if (event.kind === 'CheckFinished') return state.incident?.status === 'open';
  return true;
}

/** While people decide, a card that only tells the same again is drawn this often, ms. */
export const QUIET_CARD_MS = 5 * 60_000;

/**
 * When the card is to follow. Teams draws an edited card anew, and what somebody is typing into it is gone (a node's name, a tick): so while a
 * request is pending a look that found the same waits for the next multiple of five minutes since the request was opened.
 */
function cardDueAt(event: IncidentEvent, { request }: Incident): number {
  const isQuiet = event.kind === 'CheckFinished' && event.isRepeat === true && request?.status === 'pending';
  if (!isQuiet) return event.at;
  const passed = Math.floor((event.at - request.openedAt) / QUIET_CARD_MS);
  return request.openedAt + (passed + 1) * QUIET_CARD_MS;
}

type Notice = { readonly notice: NoticeKind; readonly detail: string };

function noticeOf(event: IncidentEvent, { incident }: ClusterState): Notice | null {
  switch (event.kind) {
    case 'IncidentOpened':
      return { notice: 'opened', detail: '' };
    case 'IncidentReopened':
      return { notice: 'reopened', detail: '' };
    case 'OfferMade': {
      // What the bot asks for is told when it is asked.
      const byPerson = incident && findRung(incident.rules, event.rung)?.askedBy === 'person';
      return byPerson ? { notice: 'offered', detail: event.rung } : null;
    }
    case 'HalfDoneLeft':
    case 'HalfDoneReminded':
      return { notice: 'half-done', detail: halfDoneText(event.left) };
    case 'HalfDoneEnded':
      return { notice: 'mended', detail: `${halfDoneText(event.left)}: ${event.why}` };
    case 'RequestOpened':
      return { notice: 'asked', detail: event.request.terms.id };
    case 'AskBlocked':
      return { notice: 'blocked', detail: event.why };
    case 'RequestGranted':
      return { notice: 'granted', detail: '' };
    case 'GrantRevoked':
      return { notice: 'revoked', detail: event.why };
    case 'VotersLacking':
      return { notice: 'voters', detail: event.why ?? '' };
    case 'GrantHeld':
      return { notice: 'held', detail: event.why };
    case 'RequestEnded':
      return event.as === 'run-ended' || event.as === 'attested'
        ? null
        : { notice: 'request-ended', detail: `${event.as}: ${event.why}` };
    case 'RunStarted':
      return { notice: 'run-started', detail: event.rung };
    case 'RunEnded':
      return { notice: 'run-ended', detail: `${event.result}: ${event.why}` };
    case 'RunSettled':
      return { notice: 'settled', detail: `${event.as}: ${event.reason}` };
    case 'ValidationJudged':
      return event.validation.result === 'soaking'
        ? null
        : { notice: 'validated', detail: `${event.validation.result}: ${event.validation.why}` };
    case 'LadderExhausted':
      return { notice: 'exhausted', detail: event.why };
    case 'IncidentClosed':
      return { notice: 'closed', detail: event.why };
    case 'ClusterFrozen':
      return { notice: 'frozen', detail: event.reason };
    default:
      return null;
  }
}
