import { createRequire } from 'node:module';
import { botIdentitySchema, teamsIdOf } from '../../src/teams/bot-identity';
import { APP_ID, TENANT_ID } from './support/bot-under-test';

/** The SDK's own constants; botbuilder does not pass them on. */
const sdk = createRequire(require.resolve('botbuilder'))('botframework-connector') as Readonly<
  Record<'AuthenticationConstants' | 'GovernmentConstants', Readonly<Record<string, string>>>
>;
const given = { appId: APP_ID, appPassword: 'the-password', tenantId: TENANT_ID };

describe('the identity of the bot', () => {
  it('is of the public cloud when nothing else is said', () => {
    expect(botIdentitySchema.parse(given)).toEqual({
      ...given,
      issuer: 'https://api.botframework.com',
      openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      loginUrl: `https://login.microsoftonline.com/${TENANT_ID}`,
      allowedServiceUrls: ['https://smba.trafficmanager.net', 'https://smba.infra.gcc.teams.microsoft.com'],
      connectorScope: 'https://api.botframework.com/.default',
      graphUrl: 'https://graph.microsoft.com',
    });
    expect(teamsIdOf(given)).toBe(`28:${APP_ID}`);
  });

  it.each([
    ['us-government', 'https://graph.microsoft.us', 'https://smba.infra.gov.teams.microsoft.us'],
    ['us-dod', 'https://dod-graph.microsoft.us', 'https://smba.infra.dod.teams.microsoft.us'],
  ])('of %s believes and reaches that cloud alone', (cloud, graphUrl, connector) => {
    const identity = botIdentitySchema.parse({ ...given, cloud });
    expect(identity).toEqual({
      ...given,
      issuer: 'https://api.botframework.us',
      openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
      loginUrl: `https://login.microsoftonline.us/${TENANT_ID}`,
      allowedServiceUrls: [connector],
      connectorScope: 'https://api.botframework.us/.default',
      graphUrl,
    });
    expect(JSON.stringify(identity)).not.toMatch(/trafficmanager|\.com/);
  });

  it('names issuers and keys as the Bot Framework SDK does', () => {
    const ours = (cloud: string) => botIdentitySchema.parse({ ...given, cloud });
    for (const [cloud, theirs] of [
      ['public', sdk.AuthenticationConstants],
      ['us-government', sdk.GovernmentConstants],
      ['us-dod', sdk.GovernmentConstants],
    ] as const) {
      expect(ours(cloud)).toMatchObject({
        issuer: theirs.ToBotFromChannelTokenIssuer,
        openIdMetadataUrl: theirs.ToBotFromChannelOpenIdMetadataUrl,
        connectorScope: `${theirs.ToChannelFromBotOAuthScope}/.default`,
        loginUrl: `${theirs.ToChannelFromBotLoginUrlPrefix}${TENANT_ID}`,
      });
    }
  });

  it('keeps ids in one spelling and of addresses of connectors the origin', () => {
    const identity = botIdentitySchema.parse({
      ...given,
      appId: APP_ID.toUpperCase(),
      allowedServiceUrls: ['https://smba.example/emea/', 'http://127.0.0.1:4000/teams/'],
    });
    expect(identity.appId).toBe(APP_ID);
    expect(identity.allowedServiceUrls).toEqual(['https://smba.example', 'http://127.0.0.1:4000']);
  });

  it.each([
    ['no app id: there is no anonymous mode', { appId: '' }],
    ['an app id that is none', { appId: 'bot' }],
    ['no password', { appPassword: '' }],
    ['no tenant', { tenantId: undefined }],
    ['"common" as the tenant', { tenantId: 'common' }],
    ['an empty issuer', { issuer: '' }],
    ['keys over plain http', { openIdMetadataUrl: 'http://login.example/openid' }],
    ['login over plain http', { loginUrl: 'http://login.example' }],
    ['a connector over plain http', { allowedServiceUrls: ['http://smba.example'] }],
    ['a connector with credentials', { allowedServiceUrls: ['https://a:b@smba.example'] }],
    ['a loopback look-alike', { loginUrl: 'http://127.0.0.1.example' }],
    ['no connector', { allowedServiceUrls: [] }],
    ['an unknown cloud', { cloud: 'us-gov' }],
    ['a misspelt setting', { allowedServiceUrl: ['https://smba.example'] }],
  ])('is refused: %s', (_name, change) => {
    expect(botIdentitySchema.safeParse({ ...given, ...change }).success).toBe(false);
  });
});
