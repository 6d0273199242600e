import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { sendJson, startHttpStub } from './http-stub';

export interface TokenIssuer {
  readonly url: string;
  readonly openIdMetadataUrl: string;
  /** Public key as the issuer publishes it. */
  readonly publicJwk: JWK;
  readonly keys: { readonly good: CryptoKey; readonly webchat: CryptoKey; readonly unpublished: CryptoKey };
  /** How often metadata, keys and bot tokens were asked for. */
  readonly asked: { metadata: number; keys: number; tokens: number };
  /** What the token endpoint answers next; null is the normal answer. */
  tokenAnswer: { readonly status: number; readonly headers?: Record<string, string> } | null;
  /** While false, metadata and keys answer 500. */
  isUp: boolean;
  readonly close: () => Promise<void>;
}

/** An OpenID issuer with one key endorsed for Teams and one for another channel, and a client-credentials token endpoint. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const [good, webchat, unpublished] = await Promise.all(
    Array.from({ length: 3 }, () => generateKeyPair('RS256', { extractable: true })),
  );
  if (good === undefined || webchat === undefined || unpublished === undefined) throw new Error('no keys');
  const publicJwk = { ...(await exportJWK(good.publicKey)), kid: 'good', endorsements: ['msteams'] };
  const otherJwk = { ...(await exportJWK(webchat.publicKey)), kid: 'webchat', endorsements: ['webchat'] };
  const asked = { metadata: 0, keys: 0, tokens: 0 };
  const stub = await startHttpStub((request, body, response) => {
    const path = request.url ?? '';
    if (/^\/[\w-]+\/oauth2\/v2\.0\/token$/.test(path)) {
      asked.tokens += 1;
      const known = new URLSearchParams(body).get('client_secret') === 'the-password';
      const refusal = issuer.tokenAnswer ?? (known ? null : { status: 401 });
      if (refusal !== null) return sendJson(response, refusal.status, { error: 'no' }, refusal.headers);
      return sendJson(response, 200, { access_token: `bot-token-${asked.tokens}`, expires_in: 3600 });
    }
    if (!issuer.isUp) return sendJson(response, 500, {});
    if (path === '/keys') {
      asked.keys += 1;
      return sendJson(response, 200, { keys: [publicJwk, otherJwk] });
    }
    asked.metadata += 1;
    return sendJson(response, 200, { jwks_uri: `${stub.url}/keys` });
  });
  const issuer: TokenIssuer = {
    url: stub.url,
    openIdMetadataUrl: `${stub.url}/openid`,
    publicJwk,
    keys: { good: good.privateKey, webchat: webchat.privateKey, unpublished: unpublished.privateKey },
    asked,
    tokenAnswer: null,
    isUp: true,
    close: stub.close,
  };
  return issuer;
}

export interface TokenWish {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly kid?: string;
  readonly key?: CryptoKey;
  /** Validity in seconds from now. */
  readonly notBefore?: number;
  readonly expires?: number;
}

/** Signs a token as wished; by default one that the guard must let in, given the claims. */
export async function signToken(issuer: TokenIssuer, wish: TokenWish): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...wish.claims })
    .setProtectedHeader({ alg: 'RS256', kid: wish.kid ?? 'good', typ: 'JWT' })
    .setNotBefore(now + (wish.notBefore ?? -60))
    .setExpirationTime(now + (wish.expires ?? 3600))
    .sign(wish.key ?? issuer.keys.good);
}
