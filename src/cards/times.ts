import type { Markdown } from './escape-markdown';
import { line } from './escape-markdown';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-10-14 21:22:10 UTC`; `at` is epoch ms UTC. */
export function utcText(at: number): Markdown {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC` as Markdown;
}

/** `21:22:10 UTC`, for times of the same day. */
export function utcClock(at: number): Markdown {
  return `${new Date(at).toISOString().slice(11, 19)} UTC` as Markdown;
}

/** A length of time in its largest sensible unit: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. Negative lengths are 0 s. */
export function durationText(lengthMs: number): Markdown {
  const length = Math.max(0, lengthMs);
  if (length < 2 * MINUTE) return line`${Math.round(length / SECOND)} s`;
  if (length < 2 * HOUR) return line`${Math.round(length / MINUTE)} min`;
  const [unit, name, smaller, smallerName] =
    length < 2 * DAY ? [HOUR, 'h', MINUTE, 'min'] : [DAY, 'd', HOUR, 'h'];
  const whole = Math.floor(length / unit);
  const rest = Math.floor((length - whole * unit) / smaller);
  return (rest > 0 ? `${whole} ${name} ${rest} ${smallerName}` : `${whole} ${name}`) as Markdown;
}

/** `2026-10-14 21:22:10 UTC (12 min ago)`. */
export function agoText(at: number, now: number): Markdown {
  return now >= at ? line`${utcText(at)} (${durationText(now - at)} ago)` : leftText(at, now);
}

/** `2026-10-14 21:45:00 UTC (about 12 min left)`; a passed time says so. */
export function leftText(at: number, now: number): Markdown {
  return at > now
    ? line`${utcText(at)} (about ${durationText(at - now)} left)`
    : line`${utcText(at)} (passed)`;
}
