import type { Clock } from '../ports';
import type { Logger } from '../logger';

const QUIET_MS = 60_000;

interface Counted {
  since: number;
  unreported: number;
}

/**
 * Tells of refused requests at most once a minute per reason, with how many there were since: a flood of junk must neither fill the log
 * nor go unnoticed. Reasons are a fixed set of words, so memory stays flat.
 */
export function createRefusalLog<Reason extends string>(log: Logger, clock: Clock): (reason: Reason) => void {
  const counts = new Map<Reason, Counted>();
  return (reason) => {
    const now = clock.now();
    const counted = counts.get(reason);
    if (counted !== undefined && now - counted.since < QUIET_MS) {
      counted.unreported += 1;
      return;
    }
    log.warn({ reason, alsoRefusedBefore: counted?.unreported ?? 0 }, 'Refused a request');
    counts.set(reason, { since: now, unreported: 0 });
  };
}
