const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** How long to wait before the next attempt, ms: doubles from one second to one minute. */
export function backoffMs(attempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 10));
}

/** Up to a fifth longer, so that what was held back together does not come back together; never shorter. @param random 0 to below 1 */
export function withJitter(waitMs: number, random: () => number): number {
  return Math.round(waitMs * (1 + random() / 5));
}
