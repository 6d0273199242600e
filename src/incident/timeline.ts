import type { IncidentEvent } from './events';
import { halfDoneText } from './half-done-place';

/** One line about an event for the incident's timeline; null when it is not worth one. Plain text, not markup. */
export function timelineOf(event: IncidentEvent): string | null {
  switch (event.kind) {
    case 'IncidentOpened':
      return 'Incident opened: the crash loop of this issue is there';
    case 'IncidentReopened':
      return 'Incident re-opened: it crashes again';
    case 'OfferMade':
      return `Next: mitigation ${event.rung} (${event.why})`;
    case 'LadderExhausted':
      return `No further mitigation: ${event.why}`;
    case 'AskBlocked':
      return `Mitigation ${event.rung} cannot be asked for: ${event.why}`;
    case 'RungEnded':
      return `Mitigation ${event.record.rung}: ${event.record.result} (${event.record.why})`;
    case 'RequestOpened':
      return event.request.requester
        ? `${event.request.requester.name} asked for mitigation ${event.request.terms.id} (${event.request.shortId})`
        : `The bot asked for mitigation ${event.request.terms.id} (${event.request.shortId})`;
    case 'VoteCast':
      return `${event.vote.by.name}: ${event.vote.decision}${event.vote.reason ? ` (${event.vote.reason})` : ''}${event.vote.confirmed ? `, typed ${event.vote.confirmed}` : ''}`;
    case 'VoteWithdrawn':
      return `${event.by.name} withdrew the vote`;
    case 'GrantRevoked':
      return `Approval no longer complete: ${event.why}`;
    case 'VotersLacking':
      return event.why === null
        ? 'Enough people may vote again'
        : `Cannot be approved any more: ${event.why}`;
    case 'GrantHeld':
      return `Approved, but held back: ${event.why}`;
    case 'RequestEnded':
      return event.as === 'run-ended' ? null : `Request ended, ${event.as}: ${event.why}`;
    case 'RunStarted':
      return event.attestedBy
        ? `${event.attestedBy.name} attested; checking it`
        : `Run of mitigation ${event.rung} started`;
    case 'StepEnded':
      return `Step ${event.index + 1}: ${event.outcome} (${event.detail})`;
    case 'StepEvidenceFound':
      return `Step ${event.index + 1}, what is proven: ${event.evidence.facts.join('; ')}`;
    case 'StopRequested':
      return `${event.by.name} asked to stop after this step`;
    case 'RunEnded':
      return `Run ended: ${event.result} (${event.why})`;
    case 'RunSettled':
      return `${event.by.name} settled the unknown run: ${event.as} (${event.reason})`;
    case 'ValidationJudged':
      return event.by
        ? `${event.by.name} settled: ${event.validation.result} (${event.validation.why})`
        : `Validation: ${event.validation.result} (${event.validation.why})`;
    case 'HalfDoneLeft':
      return `Left half-done: ${halfDoneText(event.left)}`;
    case 'HalfDoneReminded':
      return `Still half-done: ${halfDoneText(event.left)}`;
    case 'HalfDoneEnded':
      return `No longer half-done: ${halfDoneText(event.left)} (${event.why})`;
    case 'IncidentClosed':
      return `Closed: ${event.why}`;
    default:
      return null;
  }
}
