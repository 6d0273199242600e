import { z } from 'zod';
import { coalesceKeyOf, deliveryOf } from '../incident/effects';
import type { Effect } from '../incident/effects';
import type { IncidentEvent } from '../incident/events';
import type { JsonObject } from '../incident/json';
import type { ClaimedEffect, IndexKey, LogEntry, NewEffect, NewEntry, NewId } from '../ports';

/** Every kind of event this program understands. The compiler keeps the list complete. */
const KNOWN_KINDS: Readonly<Record<IncidentEvent['kind'], true>> = {
  CheckStarted: true,
  CheckJoined: true,
  CheckFinished: true,
  IncidentOpened: true,
  IncidentReopened: true,
  OfferMade: true,
  LadderExhausted: true,
  RungEnded: true,
  RequestOpened: true,
  AskBlocked: true,
  VoteCast: true,
  VoteWithdrawn: true,
  RequestGranted: true,
  GrantRevoked: true,
  GrantHeld: true,
  VotersLacking: true,
  RequestEnded: true,
  RunStarted: true,
  StepStarted: true,
  StepEnded: true,
  StepEvidenceFound: true,
  StopRequested: true,
  RunEnded: true,
  RunSettled: true,
  HalfDoneLeft: true,
  HalfDoneReminded: true,
  HalfDoneEnded: true,
  ValidationBegun: true,
  ValidationJudged: true,
  IncidentClosed: true,
  ClusterFrozen: true,
  ClusterUnfrozen: true,
};

/** An event as a log entry. */
export function encodeEvent(event: IncidentEvent): NewEntry {
  const { kind, at, ...body } = event;
  return { kind, at, body: toJson(body) };
}

/**
 * An event back from the log. The log is ours and hash-chained, so its bodies are trusted.
 * @throws Error when the kind is unknown: an unknown event must never be skipped in silence.
 */
export function decodeEvent(entry: LogEntry): IncidentEvent {
  if (!Object.hasOwn(KNOWN_KINDS, entry.kind)) {
    throw new Error(
      `Log entry ${entry.sequence} is a "${entry.kind}", which this version does not know. Start the version that wrote it, or a newer one.`,
    );
  }
  return { ...entry.body, kind: entry.kind, at: entry.at } as unknown as IncidentEvent;
}

/** An effect as outbox work. */
export function encodeEffect(effect: Effect, newId: NewId): NewEffect {
  const { kind, dueAt, ...body } = effect;
  return {
    id: newId(),
    kind,
    dueAt,
    body: toJson(body),
    delivery: deliveryOf(effect),
    coalesceKey: coalesceKeyOf(effect),
  };
}

/** Outbox work back as an effect. */
export function decodeEffect(claimed: ClaimedEffect): Effect {
  return { kind: claimed.kind, dueAt: claimed.dueAt, ...claimed.body } as unknown as Effect;
}

/** Keys under which a stream is found again. */
export function indexKeysOf(event: IncidentEvent): readonly IndexKey[] {
  switch (event.kind) {
    case 'IncidentOpened':
      return [{ kind: 'incident', key: event.incidentId }];
    case 'RequestOpened':
      return [
        { kind: 'request', key: event.request.id },
        { kind: 'short-id', key: event.request.shortId },
      ];
    default:
      return [];
  }
}

const jsonObject = z.record(z.string(), z.json());

/** Drops `undefined` and anything that is not JSON, so that what is hashed is what is read back. */
function toJson(value: object): JsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(value)));
}
