const TICKS_PER_SECOND = 10_000_000n;
const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * 100 ns ticks since the epoch, UTC; a number could not hold them exactly.
 * @throws RangeError when the text is no ISO time, which the border should have refused
 */
export function ticksOf(iso: string): bigint {
  const match = ISO.exec(iso);
  const [, seconds, fraction, zone] = match ?? [];
  const ms = Date.parse(`${seconds ?? ''}${zone ?? ''}`);
  if (Number.isNaN(ms))
    throw new RangeError(`timeCreated has to be an ISO 8601 time in UTC, not "${iso.slice(0, 40)}"`);
  const ticks = BigInt((fraction ?? '').padEnd(7, '0').slice(0, 7));
  return (BigInt(ms) / 1000n) * TICKS_PER_SECOND + ticks;
}

/** Epoch ms UTC, the part below a millisecond cut off. */
export function epochMs(ticks: bigint): number {
  return Number(ticks / 10_000n);
}
