import type { IncidentEvent } from './events';
import type { Incident } from './state';
import { isRequestOpen } from './mitigation-request';

/** Ends what people still decide on; nothing can be voted on or run afterwards. */
export function endOpenRequest(incident: Incident, at: number, why: string): readonly IncidentEvent[] {
  return isRequestOpen(incident.request)
    ? [{ kind: 'RequestEnded', at, requestId: incident.request.id, as: 'no-longer-needed', why }]
    : [];
}
