import type { IncidentEvent } from './events';
import { evolveRequest } from './evolve-request';
import { evolveRun } from './evolve-run';
import { isSamePlace } from './half-done-place';
import { findRung } from './rules';
import type { Incident, RunSpan } from './state';
import { timelineOf } from './timeline';

/** The incident after one more event of its cluster; null stays null until it is opened. */
export function evolveIncident(incident: Incident | null, event: IncidentEvent): Incident | null {
  if (event.kind === 'IncidentOpened') return withTimeline(openIncident(event), event);
  return incident ? withTimeline(apply(incident, event), event) : null;
}

function openIncident(event: Extract<IncidentEvent, { kind: 'IncidentOpened' }>): Incident {
  return {
    id: event.incidentId,
    status: 'open',
    openedAt: event.at,
    reopenedAt: null,
    closedAt: null,
    closedWhy: null,
    previousId: event.previousId,
    rules: event.rules,
    offered: null,
    blocked: null,
    rungs: [],
    halfDone: [],
    request: null,
    run: null,
    validation: null,
    ran: [],
    timeline: [],
  };
}

function apply(incident: Incident, event: IncidentEvent): Incident {
  switch (event.kind) {
    case 'IncidentReopened':
      return {
        ...incident,
        status: 'open',
        reopenedAt: reopenedAt(incident, event.at),
        closedAt: null,
        closedWhy: null,
        rules: event.rules,
        offered: null,
        blocked: null,
        validation: null,
      };
    case 'OfferMade':
      return isMending(incident, event.rung) ? incident : { ...incident, offered: event.rung, blocked: null };
    case 'AskBlocked':
      return event.rung === incident.offered ? { ...incident, blocked: event.why } : incident;
    case 'RequestOpened':
      return { ...incident, blocked: null, request: event.request };
    case 'RequestEnded':
      return event.askedAnewUnder === undefined
        ? withParts(incident, event)
        : { ...withParts(incident, event), askedAnewUnder: event.askedAnewUnder };
    case 'LadderExhausted':
      return { ...incident, offered: null };
    case 'RungEnded':
      return {
        ...incident,
        offered: isMending(incident, event.record.rung) ? incident.offered : null,
        rungs: [...incident.rungs, event.record],
      };
    case 'RunStarted':
      return { ...withParts(incident, event), validation: validationDuring(incident, event.rung) };
    case 'HalfDoneLeft':
    case 'HalfDoneReminded':
    case 'HalfDoneEnded':
      return { ...incident, halfDone: evolveHalfDone(incident.halfDone, event) };
    case 'ValidationBegun':
      return { ...incident, offered: null, validation: event.validation };
    case 'ValidationJudged':
      return { ...incident, validation: event.validation };
    case 'IncidentClosed':
      return { ...incident, status: 'closed', closedAt: event.at, closedWhy: event.why, offered: null };
    default:
      return withParts(incident, event);
  }
}

/** What puts something half-done right is asked for beside the ladder, and takes nobody's turn. */
function isMending({ rules }: Incident, rung: string): boolean {
  return findRung(rules, rung)?.mends !== undefined;
}

function evolveHalfDone(
  before: Incident['halfDone'],
  { kind, at, left }: Extract<IncidentEvent, { left: unknown }>,
): Incident['halfDone'] {
  const others = before.filter((one) => !isSamePlace(one, left));
  const since = before.find((one) => isSamePlace(one, left))?.since ?? at;
  const { node, service } = left;
  return kind === 'HalfDoneEnded'
    ? others
    : [...others, { kind: left.kind, node, service, since, toldAt: at }];
}

/** A recovery is a part of what it recovers: the rung before stays under judgement. */
function validationDuring({ rules, validation }: Incident, rung: string): Incident['validation'] {
  return findRung(rules, rung)?.recovery ? validation : null;
}

/** Later than every earlier result, whatever the clock says: earlier results belong to the round before. */
function reopenedAt({ rungs }: Incident, at: number): number {
  return Math.max(at, (rungs.at(-1)?.at ?? 0) + 1);
}

/** Runs that are remembered for the picture; the log has all of them. */
const SPANS = 20;

function evolveSpans(spans: readonly RunSpan[], event: IncidentEvent): readonly RunSpan[] {
  if (event.kind === 'RunStarted') {
    const { runId, rung, attestedBy, at } = event;
    return [...spans, { runId, rung, attested: attestedBy !== null, startedAt: at, endedAt: null }].slice(
      -SPANS,
    );
  }
  if (event.kind !== 'RunEnded') return spans;
  return spans.map((span) => (span.runId === event.runId ? { ...span, endedAt: event.at } : span));
}

function withParts(incident: Incident, event: IncidentEvent): Incident {
  return {
    ...incident,
    request: evolveRequest(incident.request, event),
    run: evolveRun(incident.run, event),
    ran: evolveSpans(incident.ran, event),
  };
}

/** Enough for a card; the log has everything. */
const TIMELINE_LENGTH = 60;

function withTimeline(incident: Incident, event: IncidentEvent): Incident {
  const text = timelineOf(event);
  if (text === null) return incident;
  return { ...incident, timeline: [...incident.timeline, { at: event.at, text }].slice(-TIMELINE_LENGTH) };
}
