import { createHash } from 'node:crypto';
import { canonicalJson } from '../incident/canonical-json';

/** What the first entry of every log names as its predecessor. */
export const NO_PREVIOUS_HASH = '0'.repeat(64);

/** Everything the hash of one log entry covers. */
export interface HashedEntry {
  readonly sequence: number;
  readonly stream: string;
  readonly version: number | null;
  readonly kind: string;
  /** The body as it is stored: canonical JSON text. */
  readonly bodyText: string;
  /** Format version of the body. */
  readonly schema: number;
  /** Epoch ms UTC. */
  readonly at: number;
  readonly previousHash: string;
}

/**
 * SHA-256 (lower-case hex) of the RFC 8785 form of `{at, body, kind, previousHash, schema, sequence, stream, version}`.
 * The stored text of the body goes in as it is, so that not one byte of it can change unnoticed, JSON or not.
 */
export function entryHash(entry: HashedEntry): string {
  const text = [
    `{"at":${canonicalJson(entry.at)}`,
    `"body":${entry.bodyText}`,
    `"kind":${canonicalJson(entry.kind)}`,
    `"previousHash":${canonicalJson(entry.previousHash)}`,
    `"schema":${canonicalJson(entry.schema)}`,
    `"sequence":${canonicalJson(entry.sequence)}`,
    `"stream":${canonicalJson(entry.stream)}`,
    `"version":${canonicalJson(entry.version)}}`,
  ].join(',');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
