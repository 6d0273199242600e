import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import { FOREIGN_TENANT_ID } from '../../../src/lab/channel/people';
import { createTokenIssuer, LAB_ISSUER } from '../../../src/lab/channel/token-issuer';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { startEchoBot } from './echo-bot';
import type { EchoBot } from './echo-bot';

const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()),
});
const keysSchema = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), endorsements: z.array(z.string()) })),
});

describe('the token issuer of the lab', () => {
  let bot: EchoBot;
  let client: BotFrameworkClient;

  beforeAll(async () => {
    bot = await startEchoBot();
    client = await startBotFrameworkClient(bot.endpoint());
    bot.connect(client.channel.addresses());
  });
  afterAll(async () => {
    await client.stop();
    await bot.stop();
  });

  const verify = async (token: string) => {
    const { openIdMetadataUrl } = client.channel.addresses();
    const metadata = metadataSchema.parse(await (await fetch(openIdMetadataUrl)).json());
    const options = { issuer: metadata.issuer, audience: TEST_APP.appId };
    return jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), options);
  };

  it('publishes RS256 and keys that are endorsed for Teams only', async () => {
    const metadata = metadataSchema.parse(
      await (await fetch(client.channel.addresses().openIdMetadataUrl)).json(),
    );
    const { keys } = keysSchema.parse(await (await fetch(metadata.jwks_uri)).json());
    expect(metadata).toMatchObject({ issuer: LAB_ISSUER, id_token_signing_alg_values_supported: ['RS256'] });
    expect(keys.map((key) => key.endorsements)).toEqual([['msteams']]);
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it('issues connector tokens that verify against the published keys and name bot, service and five minutes', async () => {
    const { payload, protectedHeader } = await verify(await client.token());
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({ aud: TEST_APP.appId, serviceurl: client.channel.addresses().serviceUrl });
    expect((payload.exp ?? 0) - (payload.nbf ?? 0)).toBe(300);
  });

  it.each([
    ['a foreign key', { forged: true }, /signature/],
    ['an unknown key name', { kid: 'nobody' }, /no applicable key/],
    ['another audience', { aud: 'someone-else' }, /"aud"/],
    ['another issuer', { iss: 'https://api.botframework.com' }, /"iss"/],
    ['no issuer', { iss: null }, /"iss"/],
    ['a past expiry', { exp: 1_000_000 }, /"exp"/],
  ])('can issue a hostile token with %s, which does not verify', async (_what, overrides, problem) => {
    await expect(client.token(overrides).then(verify)).rejects.toThrow(problem);
  });

  it('signs further claims, so that a token in Entra shape can be tried', async () => {
    const token = await client.token({ serviceurl: null, extra: { appid: TEST_APP.appId, ver: '1.0' } });
    const { payload } = await verify(token);
    expect(payload).toMatchObject({ appid: TEST_APP.appId, ver: '1.0' });
    expect(payload).not.toHaveProperty('serviceurl');
    expect(decodeProtectedHeader(token).typ).toBe('JWT');
  });

  it.each([
    ['the right secret', {}, undefined, 200],
    ['a wrong secret', { client_secret: 'guess' }, undefined, 401],
    ['an empty secret', { client_secret: '' }, undefined, 401],
    ['another app', { client_id: 'other' }, undefined, 401],
    ['another grant', { grant_type: 'password' }, undefined, 401],
    ['another tenant', {}, FOREIGN_TENANT_ID, 401],
  ])('answers a login with %s', async (_what, form, tenant, status) => {
    const answer = await bot.login(form, tenant);
    expect(answer.status).toBe(status);
    expect(answer.token === '').toBe(status !== 200);
  });

  it.each([
    { appId: '', appPassword: 'x' },
    { appId: 'x', appPassword: '' },
  ])('has no anonymous mode: %j is refused', async (credentials) => {
    const rest = { issuer: LAB_ISSUER, tenantId: 't', newId: () => 'id', now: () => 0 };
    await expect(createTokenIssuer({ ...rest, ...credentials })).rejects.toThrow('no anonymous mode');
  });
});
