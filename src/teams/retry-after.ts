/**
 * How long a Retry-After header asks to wait, in ms: it is either seconds or an HTTP date (RFC 9110 10.2.3). Null when there is none
 * or it cannot be read.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const value = header.trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
