import { z } from 'zod';
import type { Clock } from '../ports';
import type { BotIdentity } from './bot-identity';
import { retryAfterMs } from './retry-after';

/** A token is renewed this long before it ends, so that none expires on its way. */
const RENEW_EARLY_MS = 5 * 60_000;

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** The bot did not get a token; nothing was sent to the connector. Carries no secret. */
export class TokenUnavailable extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs: number | null,
  ) {
    super(
      status === 0
        ? 'The token endpoint is out of reach. Check the network and loginUrl.'
        : `The token endpoint answered ${status}. Check appId, appPassword and tenantId.`,
    );
    this.name = 'TokenUnavailable';
  }
}

export interface AccessTokens {
  /** A token for the connector, from memory while it lasts. Throws TokenUnavailable. */
  get(): Promise<string>;
  /** Forgets the token: the connector did not take it. */
  forget(token: string): void;
}

/** Client-credentials tokens of the bot (single tenant). Kept in memory only, asked for once at a time, never logged. */
export function createAccessTokens(
  identity: BotIdentity,
  clock: Clock,
  timeoutMs: number,
  scope = identity.connectorScope,
): AccessTokens {
  let known: { readonly token: string; readonly until: number } | null = null;
  let pending: Promise<string> | null = null;

  async function request(): Promise<string> {
    const askedAt = clock.now();
    const { token, lifetimeMs } = await askForToken(identity, askedAt, timeoutMs, scope);
    const early = Math.min(RENEW_EARLY_MS, lifetimeMs / 2);
    known = { token, until: askedAt + lifetimeMs - early };
    return token;
  }

  return {
    async get() {
      if (known !== null && clock.now() < known.until) return known.token;
      pending ??= request().finally(() => (pending = null));
      return pending;
    },
    forget(token) {
      if (known?.token === token) known = null;
    },
  };
}

async function askForToken(identity: BotIdentity, now: number, timeoutMs: number, scope: string) {
  const response = await send(identity, timeoutMs, scope);
  if (!response.ok) {
    await response.body?.cancel();
    throw new TokenUnavailable(response.status, retryAfterMs(response.headers.get('retry-after'), now));
  }
  const parsed = tokenSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new TokenUnavailable(response.status, null);
  return { token: parsed.data.access_token, lifetimeMs: parsed.data.expires_in * 1000 };
}

async function send(identity: BotIdentity, timeoutMs: number, scope: string): Promise<Response> {
  try {
    return await fetch(`${identity.loginUrl.replace(/\/+$/, '')}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: identity.appId,
        client_secret: identity.appPassword,
        scope,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw new TokenUnavailable(0, null);
  }
}
