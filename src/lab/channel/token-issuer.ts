import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { timingSafeEqual, createHash } from 'node:crypto';

/**
 * The issuer of the lab's connector tokens. It ends in `.invalid` (RFC 2606), so that it can never be mistaken for the real
 * `https://api.botframework.com`, and a production configuration that meets it is refused.
 */
export const LAB_ISSUER = 'https://api.botframework.lab.invalid';
/** The audience of the bot's outgoing tokens, the same as the real connector asks for. */
export const CONNECTOR_AUDIENCE = 'https://api.botframework.com';
const CONNECTOR_TOKEN_SECONDS = 5 * 60;
const BOT_TOKEN_SECONDS = 60 * 60;

/** Claims to replace in a token, for hostile ones: `null` leaves a claim out; `exp` and `nbf` are seconds since the epoch, UTC. */
export interface TokenOverrides {
  readonly iss?: string | null;
  readonly aud?: string | null;
  readonly exp?: number | null;
  readonly nbf?: number | null;
  readonly serviceurl?: string | null;
  /** Further claims, e.g. `appid` and `ver` for a token in the shape that Entra issues. */
  readonly extra?: JWTPayload;
  /** Names a key the key set does not have. */
  readonly kid?: string;
  /** Signs with a key nobody published, under the published key's name. */
  readonly forged?: boolean;
}

/** A published key and the channels it may sign for. */
export type EndorsedKey = JWK & { readonly endorsements: readonly string[] };

export interface TokenIssuerOptions {
  readonly issuer: string;
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly newId: () => string;
  /** Epoch ms UTC. */
  readonly now: () => number;
}

/** Thrown when a bearer token or client secret is not accepted; `message` is safe to send back. */
export class NotAuthorised extends Error {}

export interface TokenIssuer {
  /** A token as the Bot Framework sends it with each activity: audience the bot, claim `serviceurl`, valid for five minutes. */
  connectorToken(serviceUrl: string, overrides?: TokenOverrides): Promise<string>;
  /** Answers a client-credentials request. @throws NotAuthorised for a wrong tenant, client or secret. */
  botToken(
    tenantId: string,
    form: URLSearchParams,
  ): Promise<{ access_token: string; expires_in: number; token_type: string }>;
  /** Checks the bearer token of the bot's call to the connector. @throws NotAuthorised saying what is wrong with it. */
  verifyBotToken(authorization: string | undefined): Promise<void>;
  /** The OpenID metadata document, given the address the lab channel is reached at. */
  metadata(baseUrl: string): Readonly<Record<string, unknown>>;
  /** The key set; each key is endorsed for Teams only, as the real one lists the channels that may use it. */
  jwks(): { readonly keys: readonly EndorsedKey[] };
}

/** Creates an issuer with fresh 2048-bit RSA keys; nothing of it outlives the process. */
export async function createTokenIssuer(options: TokenIssuerOptions): Promise<TokenIssuer> {
  const { issuer, appId, appPassword, tenantId, newId, now } = options;
  if (!appId || !appPassword) {
    throw new Error('The lab channel has no anonymous mode: give it an app id and an app password.');
  }
  const keys = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const kid = `lab-${newId()}`;
  const publicKey: EndorsedKey = {
    ...(await exportJWK(keys.publicKey)),
    kid,
    use: 'sig',
    alg: 'RS256',
    endorsements: ['msteams'],
  };
  const seconds = () => Math.floor(now() / 1000);
  const botTokenIssuer = `${issuer}/${tenantId}/v2.0`;

  const sign = (claims: JWTPayload, overrides: TokenOverrides = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: overrides.kid ?? kid })
      .sign(overrides.forged ? stranger.privateKey : keys.privateKey);

  return {
    connectorToken(serviceUrl, overrides = {}) {
      const claims = {
        iss: choose(overrides.iss, issuer),
        aud: choose(overrides.aud, appId),
        nbf: choose(overrides.nbf, seconds()),
        exp: choose(overrides.exp, seconds() + CONNECTOR_TOKEN_SECONDS),
        serviceurl: choose(overrides.serviceurl, serviceUrl),
        ...overrides.extra,
      };
      return sign(withoutUndefined(claims), overrides);
    },

    async botToken(tenant, form) {
      const known = tenant.toLowerCase() === tenantId.toLowerCase() && form.get('client_id') === appId;
      if (form.get('grant_type') !== 'client_credentials')
        throw new NotAuthorised('Only client_credentials is offered.');
      if (!known || !sameSecret(form.get('client_secret') ?? '', appPassword)) {
        throw new NotAuthorised('Unknown client, wrong tenant or wrong secret.');
      }
      const scope = form.get('scope') ?? '';
      const aud = scope.endsWith('/.default') ? scope.slice(0, -'/.default'.length) : scope;
      const claims = { appid: appId, azp: appId, tid: tenantId, ver: '1.0', jti: newId() };
      const lifetime = {
        iss: botTokenIssuer,
        aud,
        iat: seconds(),
        nbf: seconds(),
        exp: seconds() + BOT_TOKEN_SECONDS,
      };
      return {
        token_type: 'Bearer',
        expires_in: BOT_TOKEN_SECONDS,
        access_token: await sign({ ...claims, ...lifetime }),
      };
    },

    async verifyBotToken(authorization) {
      const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
      if (!token)
        throw new NotAuthorised('Send the token of the login address as "Authorization: Bearer ...".');
      const verified = await jwtVerify(token, keys.publicKey, {
        algorithms: ['RS256'],
        issuer: botTokenIssuer,
        audience: CONNECTOR_AUDIENCE,
        currentDate: new Date(now()),
      }).catch((error: unknown) => {
        throw new NotAuthorised(
          `The token is not accepted: ${error instanceof Error ? error.message : String(error)}.`,
        );
      });
      if (verified.payload['appid'] !== appId)
        throw new NotAuthorised('The token was issued for another app.');
    },

    metadata: (baseUrl) => ({
      issuer,
      authorization_endpoint: `${baseUrl}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${baseUrl}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${baseUrl}/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    }),

    jwks: () => ({ keys: [publicKey] }),
  };
}

function choose<T>(override: T | null | undefined, usual: T): T | undefined {
  return override === null ? undefined : (override ?? usual);
}

function withoutUndefined(claims: Record<string, unknown>): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** Compares digests, so that neither length nor content of the secret shows in the time it takes. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
