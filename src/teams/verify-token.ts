import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../ports';
import type { BotIdentity } from './bot-identity';
import type { SigningKeys } from './signing-keys';

/** Tokens of the connector are one to two thousand characters long. */
const MAX_HEADER_LENGTH = 8_192;
/** The tolerance the Bot Framework documents for its tokens, in seconds. */
const CLOCK_TOLERANCE_S = 300;
/** Checks that may wait for keys or signatures at once; a flood beyond it is told to come back. */
const MAX_CHECKS_AT_ONCE = 100;
const CHANNEL = 'msteams';

export type TokenRefusal =
  | 'no-token'
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'tenant'
  | 'no-service-url'
  | 'unknown-key'
  | 'endorsement'
  | 'time'
  | 'signature';

/** `unavailable`: nothing is known about the token (keys out of reach, or too many checks at once); nobody is let in. */
export type TokenVerdict =
  | { readonly kind: 'verified'; readonly serviceUrl: string }
  | { readonly kind: 'refused'; readonly reason: TokenRefusal }
  | { readonly kind: 'unavailable'; readonly reason: 'keys' | 'busy' };

/** Looks at an Authorization header. Never throws. */
export type VerifyToken = (authorization: string | undefined) => Promise<TokenVerdict>;

const headerSchema = z.object({ alg: z.string(), kid: z.string().min(1).max(200) });
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  serviceurl: z.string().min(1).optional(),
  tid: z.string().optional(),
});

interface Claimed {
  readonly kid: string;
  readonly serviceUrl: string;
}

const refused = (reason: TokenRefusal): TokenVerdict => ({ kind: 'refused', reason });

/**
 * The guard in front of the SDK. It accepts only tokens that the connector issued to this bot for Teams: the SDK alone would also
 * take a token of the bot's own app from any tenant, and keeps a list that unverified tokens can grow.
 *
 * What costs nothing comes first: a token that does not even claim the right things is refused without keys, signature or memory.
 */
export function createVerifyToken(identity: BotIdentity, keys: SigningKeys, clock: Clock): VerifyToken {
  let checking = 0;
  return async (authorization) => {
    const token = bearerOf(authorization);
    if (token === null) return refused(authorization === undefined ? 'no-token' : 'malformed');
    const claimed = readClaims(token, identity);
    if (typeof claimed === 'string') return refused(claimed);
    if (checking >= MAX_CHECKS_AT_ONCE) return { kind: 'unavailable', reason: 'busy' };
    checking += 1;
    try {
      return await checkSignature(token, claimed, { identity, keys, now: clock.now() });
    } finally {
      checking -= 1;
    }
  };
}

function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.length > MAX_HEADER_LENGTH) return null;
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1] ?? null;
}

/** What the token claims, before anything is proven; or why it cannot be ours. */
function readClaims(token: string, identity: BotIdentity): Claimed | TokenRefusal {
  const decoded = decode(token);
  if (decoded === null) return 'malformed';
  const header = headerSchema.safeParse(decoded.header);
  if (decoded.header.alg !== 'RS256') return 'algorithm';
  if (!header.success) return 'unknown-key';
  const claims = claimsSchema.safeParse(decoded.claims);
  if (!claims.success) return 'malformed';
  const { iss, aud, tid, serviceurl } = claims.data;
  if (iss !== identity.issuer) return 'issuer';
  if (aud.toLowerCase() !== identity.appId) return 'audience';
  if (tid !== undefined && tid.toLowerCase() !== identity.tenantId) return 'tenant';
  if (serviceurl === undefined) return 'no-service-url';
  return { kid: header.data.kid, serviceUrl: serviceurl };
}

function decode(token: string) {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return null;
  }
}

async function checkSignature(
  token: string,
  claimed: Claimed,
  by: { identity: BotIdentity; keys: SigningKeys; now: number },
): Promise<TokenVerdict> {
  const found = await by.keys.find(claimed.kid);
  if (found.kind === 'unavailable') return { kind: 'unavailable', reason: 'keys' };
  if (found.kind === 'unknown-key') return refused('unknown-key');
  if (!found.endorsements.includes(CHANNEL)) return refused('endorsement');
  try {
    await jwtVerify(token, found.key, {
      algorithms: ['RS256'],
      issuer: by.identity.issuer,
      requiredClaims: ['exp', 'aud'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(by.now),
    });
    return { kind: 'verified', serviceUrl: claimed.serviceUrl };
  } catch (error) {
    return refused(reasonOf(error));
  }
}

function reasonOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return 'time';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return ['exp', 'nbf', 'iat'].includes(error.claim) ? 'time' : 'malformed';
  }
  return 'signature';
}
