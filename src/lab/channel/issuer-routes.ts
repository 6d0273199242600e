import { HttpFault, readBody, sendJson } from './router';
import type { Route } from './router';
import type { TokenIssuer } from './token-issuer';

const LARGEST_FORM_BYTES = 16 * 1024;

/** The issuer's addresses: OpenID metadata, key set, and the token endpoint where the bot logs in. */
export function issuerRoutes(issuer: TokenIssuer, url: () => string): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/.well-known/openidconfiguration',
      handle: ({ response }) => sendJson(response, 200, issuer.metadata(url())),
    },
    {
      method: 'GET',
      path: '/.well-known/keys',
      handle: ({ response }) => sendJson(response, 200, issuer.jwks()),
    },
    {
      method: 'POST',
      path: '/{tenant}/oauth2/v2.0/token',
      async handle({ request, response, param }) {
        const form = new URLSearchParams(await readBody(request, LARGEST_FORM_BYTES));
        const token = await issuer.botToken(param('tenant'), form).catch((error: unknown) => {
          throw new HttpFault(401, 'invalid_client', error instanceof Error ? error.message : String(error));
        });
        sendJson(response, 200, token);
      },
    },
  ];
}
