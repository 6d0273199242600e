/** A skew below this is noise of the measurement, ms. */
const SKEW_NOISE_MS = 1000;

/** What to take off a node's times to have them by our clock, ms. */
export function clockShift(skewMs: number | null): number {
  const skew = skewMs ?? 0;
  return Math.abs(skew) < SKEW_NOISE_MS ? 0 : Math.round(skew);
}
