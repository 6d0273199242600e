import { z } from 'zod';
import type { SendOutcome } from '../ports';
import { retryAfterMs } from './retry-after';

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** How fetch tells of a failure: a timeout by its name, everything else by the code of its cause. */
const failureSchema = z
  .object({ name: z.string(), cause: z.object({ code: z.string() }).optional().catch(undefined) })
  .catch({ name: 'unknown', cause: undefined });

/** Failures of a request that never left: no name, no connection, no trust in the certificate. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * What an answer that is not a success means. A connector may have delivered a post it answers with 408 or 5xx (seen in practice), so
 * these are ambiguous; every other status says that nothing was posted.
 */
export async function outcomeOfFailure(response: Response, now: number): Promise<SendOutcome> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  const waitMs = retryAfterMs(response.headers.get('retry-after'), now);
  if (status === 408 || status >= 500) {
    const reason = `the connector answered ${status}`;
    return waitMs === null
      ? { kind: 'ambiguous', reason }
      : { kind: 'ambiguous', reason, retryAfterMs: waitMs };
  }
  const parsed = errorSchema.safeParse(body);
  return {
    kind: 'rejected',
    status,
    code: parsed.success ? parsed.data.error.code.slice(0, 100) : `HTTP ${status}`,
    retryAfterMs: waitMs,
  };
}

/** What a request that got no answer means: refused before anything was sent, or nobody knows. */
export function outcomeOfError(error: unknown): SendOutcome {
  const { name, cause } = failureSchema.parse(error);
  if (name === 'TimeoutError') return { kind: 'ambiguous', reason: 'no answer in time' };
  const code = cause?.code ?? 'unknown';
  if (BEFORE_SENDING.has(code)) return { kind: 'rejected', status: 0, code, retryAfterMs: null };
  return { kind: 'ambiguous', reason: `the connection broke (${code})` };
}
