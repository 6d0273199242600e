/** At most `calls` within `windowMs` in one conversation. */
export interface SendLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/**
 * What Teams lets one bot send to one conversation (Teams documentation, "rate limiting", October 2026). Whether edits count is
 * not documented; the lab counts them, which is the stricter reading.
 */
export const TEAMS_SEND_LIMITS: readonly SendLimit[] = [
  { calls: 7, windowMs: 1_000 },
  { calls: 8, windowMs: 2_000 },
  { calls: 60, windowMs: 30_000 },
  { calls: 1_800, windowMs: 3_600_000 },
];

export interface SendLimiter {
  /** Counts a call. @returns 0 when it may pass, else the seconds until one may, at least 1. */
  take(conversation: string): number;
}

/** Counts calls per conversation in sliding windows; a refused call does not count. @param now epoch ms UTC */
export function createSendLimiter(limits: readonly SendLimit[], now: () => number): SendLimiter {
  const taken = new Map<string, readonly number[]>();
  const longest = Math.max(0, ...limits.map((limit) => limit.windowMs));
  return {
    take(conversation) {
      const at = now();
      const recent = (taken.get(conversation) ?? []).filter((earlier) => earlier > at - longest);
      const waits = limits.map(({ calls, windowMs }) => {
        const blocking = recent.at(-calls);
        return blocking === undefined ? 0 : blocking + windowMs - at;
      });
      const waitMs = Math.max(0, ...waits);
      taken.set(conversation, waitMs > 0 ? recent : [...recent, at]);
      return waitMs > 0 ? Math.max(1, Math.ceil(waitMs / 1000)) : 0;
    },
  };
}
