import { QUIET_CARD_MS } from '../incident/react';
import { utcText as plainUtcText } from '../incident/utc-text';
import type { Markdown } from './escape-markdown';
import { line } from './escape-markdown';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-10-14 21:22:10 UTC`; `at` is epoch ms UTC. */
export function utcText(at: number): Markdown {
  return plainUtcText(at) as Markdown;
}

/** `21:22:10 UTC` on the day the card is drawn (its foot has the date), else with its date. */
export function clockText(at: number, now: number): Markdown {
  const sameDay = new Date(at).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return sameDay ? (utcText(at).slice('2026-10-14 '.length) as Markdown) : utcText(at);
}

/** `21:22 UTC`, for a headline number; with its date when that is another day. */
export function minuteText(at: number, now: number): Markdown {
  return clockText(at, now).replace(/:\d\d UTC$/u, ' UTC') as Markdown;
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

/** `21:22:10 UTC (12 min ago)`, with its date when that is another day. */
export function agoText(at: number, now: number): Markdown {
  return now >= at ? line`${clockText(at, now)} (${durationText(now - at)} ago)` : leftText(at, now);
}

/**
 * When something was last looked at: the time, and how long ago that was only when it is long ago. A card may lie still for so long (decision 0025),
 * and would soon say it wrongly.
 */
export function lookedText(at: number, now: number): Markdown {
  return now - at < QUIET_CARD_MS ? clockText(at, now) : agoText(at, now);
}

/** `21:45:00 UTC (about 12 min left)`; a passed time says so. */
export function leftText(at: number, now: number): Markdown {
  const left = at > now ? line`about ${durationText(at - now)} left` : line`passed`;
  return line`${clockText(at, now)} (${left})`;
}
