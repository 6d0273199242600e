import type { MitigationRequest } from './mitigation-request';
import type { ClusterState } from './state';

const LAST_REMINDER_MS = 5 * 60_000;

/** When people are reminded of an open request, epoch ms UTC: at half of its life, and five minutes (or a tenth) before its end. */
export function remindersAt(request: Pick<MitigationRequest, 'openedAt' | 'terms'>): {
  readonly half: number;
  readonly last: number;
} {
  const { openedAt, terms } = request;
  const life = terms.requestLifetimeMs;
  return {
    half: openedAt + Math.floor(life / 2),
    last: openedAt + life - Math.floor(Math.min(LAST_REMINDER_MS, life / 10)),
  };
}

/**
 * The request a reminder is still about; null when it was decided, has ended, or a later reminder is due anyway.
 * @param detail of the reminder: `half:<request id>` or `last:<request id>`
 */
export function requestToRemindOf(
  { incident }: ClusterState,
  detail: string,
  now: number,
): MitigationRequest | null {
  const request = incident?.request ?? null;
  if (request?.status !== 'pending' || now >= request.expiresAt) return null;
  if (detail === `last:${request.id}`) return request;
  return detail === `half:${request.id}` && now < remindersAt(request).last ? request : null;
}
