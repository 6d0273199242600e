import type { UpdateReport } from './evidence';

/** Whether the update gets on. `stalled`: in progress, but no step of it began or ended for long. */
export type UpdateMotion =
  | { readonly kind: 'moving' | 'finished' | 'failed' | 'none' | 'unknown' }
  | { readonly kind: 'stalled'; readonly since: number };

/** Where the report names no other time, ms; steps of an hour are usual only on the host's own update. */
const STALLED_AFTER_MS = 30 * 60_000;

/**
 * Judges the run as it was when it was last asked for: an answer that grows old says nothing about the time since. Only the steps' own UTC
 * times are compared; a poll is no progress.
 */
export function updateMotion({ state, lastChangeAt, askedAt, stalledAfterMs }: UpdateReport): UpdateMotion {
  switch (state) {
    case 'none':
    case 'unknown':
    case 'failed':
      return { kind: state };
    case 'succeeded':
      return { kind: 'finished' };
    case 'in-progress':
      if (lastChangeAt === null || askedAt === null) return { kind: 'unknown' };
      return askedAt - lastChangeAt >= (stalledAfterMs ?? STALLED_AFTER_MS)
        ? { kind: 'stalled', since: lastChangeAt }
        : { kind: 'moving' };
  }
}
