import { createRemoteJWKSet, errors } from 'jose';
import type { CryptoKey, RemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { Clock } from '../ports';
import { isLoopbackOrHttps } from './service-url';

/** How long keys and metadata are believed without asking again: what the Bot Framework asks its clients for. */
const MAX_AGE_MS = 24 * 3600 * 1000;
/** An unknown key id makes us ask again at most this often, however many tokens name one. */
const UNKNOWN_KEY_COOLDOWN_MS = 30_000;
const FETCH_TIMEOUT_MS = 5_000;
const RETRY_AFTER_FAILURE_MS = 1_000;

const metadataSchema = z.object({ jwks_uri: z.string().refine(isLoopbackOrHttps) });
const keySchema = z.looseObject({ kid: z.string(), endorsements: z.array(z.string()).optional() });

/** `unknown-key`: the issuer has no such key. `unavailable`: the issuer could not be asked. */
export type KeyAnswer =
  | { readonly kind: 'key'; readonly key: CryptoKey; readonly endorsements: readonly string[] }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'unavailable' };

export interface SigningKeys {
  /** Public RS256 key with this id, and the channels it is endorsed for. Never throws. */
  find(kid: string): Promise<KeyAnswer>;
}

interface KeySource {
  readonly keys: RemoteJWKSet;
  readonly fetchedAt: number;
}

/** Keys of the token issuer, found through its OpenID metadata and kept for a day. Nothing is cached per token. */
export function createSigningKeys(openIdMetadataUrl: string, clock: Clock): SigningKeys {
  let source: KeySource | null = null;
  let pending: Promise<KeySource> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function load(): Promise<KeySource> {
    const response = await fetch(openIdMetadataUrl, {
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`The OpenID metadata answered ${response.status}.`);
    const { jwks_uri } = metadataSchema.parse(await response.json());
    const keys = createRemoteJWKSet(new URL(jwks_uri), {
      timeoutDuration: FETCH_TIMEOUT_MS,
      cooldownDuration: UNKNOWN_KEY_COOLDOWN_MS,
      cacheMaxAge: MAX_AGE_MS,
    });
    return { keys, fetchedAt: clock.now() };
  }

  async function current(): Promise<RemoteJWKSet> {
    if (source !== null && clock.now() - source.fetchedAt < MAX_AGE_MS) return source.keys;
    if (clock.now() - failedAt < RETRY_AFTER_FAILURE_MS)
      throw new Error('The OpenID metadata was just unreachable.');
    pending ??= load().finally(() => (pending = null));
    try {
      source = await pending;
    } catch (error) {
      failedAt = clock.now();
      throw error;
    }
    return source.keys;
  }

  return {
    async find(kid) {
      try {
        const keys = await current();
        const key = await keys({ alg: 'RS256', kid });
        return { kind: 'key', key, endorsements: endorsementsOf(keys, kid) };
      } catch (error) {
        const unknown =
          error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
        return { kind: unknown ? 'unknown-key' : 'unavailable' };
      }
    },
  };
}

function endorsementsOf(keys: RemoteJWKSet, kid: string): readonly string[] {
  for (const candidate of keys.jwks()?.keys ?? []) {
    const key = keySchema.safeParse(candidate);
    if (key.success && key.data.kid === kid) return key.data.endorsements ?? [];
  }
  return [];
}
