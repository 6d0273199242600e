import { z } from 'zod';
import { CLOUD_NAMES, CLOUDS } from './clouds';
import { isLoopbackOrHttps, originOf } from './service-url';

const guid = z.guid().transform((value) => value.toLowerCase());
const endpoint = z
  .string()
  .refine(isLoopbackOrHttps, 'Use an https address; plain http is accepted on loopback only (the lab).');
const origin = endpoint.transform((value, context) => {
  const found = originOf(value);
  if (found !== null) return found;
  context.addIssue({ code: 'custom', message: 'Use an address such as https://smba.trafficmanager.net.' });
  return z.NEVER;
});

/**
 * Who the bot is and whom it believes. There is no anonymous mode: without app id, password and tenant this does not parse.
 * What is not named is as in its cloud; every address must be https, except on loopback.
 */
export const botIdentitySchema = z
  .object({
    /** Entra application (client) id of the bot: audience of inbound tokens, client id of outbound ones. */
    appId: guid,
    appPassword: z.string().min(1),
    /** The one tenant whose people are served (single-tenant bot). */
    tenantId: guid,
    cloud: z.enum(CLOUD_NAMES).default('public'),
    /** The only accepted issuer of inbound tokens: the connector's. */
    issuer: z.string().min(1).optional(),
    /** OpenID document that names the signing keys of inbound tokens. */
    openIdMetadataUrl: endpoint.optional(),
    /** Login address of the tenant: the bot's own tokens come from `{loginUrl}/oauth2/v2.0/token`. */
    loginUrl: endpoint.optional(),
    /** Origins of connectors that may receive the bot's token. */
    allowedServiceUrls: z.array(origin).min(1).optional(),
  })
  .strict()
  .transform(({ cloud, ...named }) => {
    const usual = CLOUDS[cloud];
    return {
      ...named,
      issuer: named.issuer ?? usual.issuer,
      openIdMetadataUrl: named.openIdMetadataUrl ?? usual.openIdMetadataUrl,
      loginUrl: named.loginUrl ?? `${usual.loginUrl}/${named.tenantId}`,
      allowedServiceUrls: named.allowedServiceUrls ?? usual.allowedServiceUrls,
      /** What a token for the connector is asked for. */
      connectorScope: usual.connectorScope,
      graphUrl: usual.graphUrl,
    };
  });

export type BotIdentity = Readonly<z.infer<typeof botIdentitySchema>>;

/** Id of the bot as Teams writes it in mentions and as the sender of its messages. */
export function teamsIdOf(identity: Pick<BotIdentity, 'appId'>): string {
  return `28:${identity.appId}`;
}
