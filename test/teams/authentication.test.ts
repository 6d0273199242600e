import { SignJWT, exportSPKI, importJWK } from 'jose';
import type { CryptoKey } from 'jose';
import { createHmac } from 'node:crypto';
import { click } from './support/activities';
import { eventually } from './support/eventually';
import { APP_ID, startBot } from './support/bot-under-test';
import type { Bot } from './support/bot-under-test';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const OTHER_APP = '99999999-aaaa-4bbb-8ccc-000000000009';
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({
  iss: bot.issuer.url,
  aud: APP_ID,
  serviceurl: bot.connector.url,
  exp: Math.floor(Date.now() / 1000) + 3600,
});

async function signedWithPublicKeyAsSecret(): Promise<string> {
  const publicKey = await importJWK(bot.issuer.publicJwk, 'RS256', { extractable: true });
  const secret = await exportSPKI(publicKey as CryptoKey);
  const content = `${part({ alg: 'HS256', kid: 'good', typ: 'JWT' })}.${part(claims())}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

async function withBrokenSignature(): Promise<string> {
  const [header, , signature] = (await bot.token()).split('.');
  return `${header}.${part({ ...claims(), extra: 1 })}.${signature}`;
}

const entraToken = (tenant: string) =>
  bot.token({
    claims: {
      iss: `https://sts.windows.net/${tenant}/`,
      aud: APP_ID,
      appid: APP_ID,
      tid: tenant,
      ver: '1.0',
      serviceurl: undefined,
    },
  });

describe('a token of the connector', () => {
  it.each([
    ['as it should be', {}],
    ['expired three minutes ago, within the documented tolerance', { expires: -180 }],
    ['with the app id in capitals', { claims: { aud: APP_ID.toUpperCase() } }],
  ])('is let in: %s', async (_name, wish) => {
    const response = await bot.send(click(bot.connector.url, 'vote'), `Bearer ${await bot.token(wish)}`);
    expect(response.status).toBe(200);
    expect(bot.received).toHaveLength(1);
  });

  it('is asked for its keys once, however many activities come', async () => {
    await Promise.all(Array.from({ length: 20 }, () => bot.send(click(bot.connector.url, 'vote'))));
    expect(bot.received).toHaveLength(20);
    expect(bot.issuer.asked).toMatchObject({ metadata: 1, keys: 1 });
  });
});

describe('invariant 2: nobody gets in without a token that the connector issued to this bot for Teams', () => {
  const refused: [string, string, () => string | null | Promise<string | null>][] = [
    ['no header', 'no-token', () => null],
    ['another scheme', 'malformed', () => 'Basic dXNlcjpwYXNz'],
    ['not a token', 'malformed', () => 'Bearer rubbish'],
    ['three parts of rubbish', 'malformed', () => 'Bearer a.b.c'],
    ['a header that is too long', 'malformed', () => `Bearer ${'a'.repeat(9_000)}.b.c`],
    ['wrong audience', 'audience', async () => bearer({ claims: { aud: OTHER_APP } })],
    ['a list of audiences', 'malformed', async () => bearer({ claims: { aud: [APP_ID, OTHER_APP] } })],
    ['wrong issuer', 'issuer', async () => bearer({ claims: { iss: 'https://evil.example' } })],
    ['no serviceurl claim', 'no-service-url', async () => bearer({ claims: { serviceurl: undefined } })],
    ['another tenant', 'tenant', async () => bearer({ claims: { tid: OTHER_APP } })],
    ['unknown key id', 'unknown-key', async () => bearer({ kid: 'nobody' })],
    ['expired ten minutes ago', 'time', async () => bearer({ expires: -600 })],
    ['not valid for ten minutes', 'time', async () => bearer({ notBefore: 600 })],
    [
      'a key endorsed for another channel',
      'endorsement',
      async () => bearer({ kid: 'webchat', key: bot.issuer.keys.webchat }),
    ],
    ['signed with a foreign key', 'signature', async () => bearer({ key: bot.issuer.keys.unpublished })],
    ['changed after signing', 'signature', async () => `Bearer ${await withBrokenSignature()}`],
    ['HS256 with the public key', 'algorithm', async () => `Bearer ${await signedWithPublicKeyAsSecret()}`],
    ['alg none', 'algorithm', () => `Bearer ${part({ alg: 'none', kid: 'good' })}.${part(claims())}.`],
    [
      "Entra token of the bot's own app, own tenant",
      'issuer',
      async () => `Bearer ${await entraToken(bot.identity.tenantId)}`,
    ],
    [
      "Entra token of the bot's own app, foreign tenant",
      'issuer',
      async () => `Bearer ${await entraToken(OTHER_APP)}`,
    ],
  ];
  const bearer = async (wish: Parameters<Bot['token']>[0]) => `Bearer ${await bot.token(wish)}`;

  it.each(refused)('refuses %s with a bare 401', async (_name, reason, authorization) => {
    const response = await bot.send(click(bot.connector.url, 'vote'), await authorization());
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('{"error":"Unauthorized"}');
    expect(bot.received).toEqual([]);
    expect(bot.log.filter((line) => line.level === 'warn').map((line) => line.fields)).toEqual([
      { reason, alsoRefusedBefore: 0 },
    ]);
  });

  it('refuses a token that has no end', async () => {
    const { exp: _exp, ...endless } = claims();
    const token = await new SignJWT(endless)
      .setProtectedHeader({ alg: 'RS256', kid: 'good' })
      .sign(bot.issuer.keys.good);
    const response = await bot.send(click(bot.connector.url, 'vote'), `Bearer ${token}`);
    expect(response.status).toBe(401);
    expect(bot.received).toEqual([]);
  });

  it.each([
    ['another connector', { serviceUrl: 'https://evil.example' }],
    ['a longer path', { serviceUrl: 'SUFFIX' }],
  ])('refuses an activity whose serviceUrl is not the one of the token: %s', async (_name, change) => {
    const serviceUrl = change.serviceUrl === 'SUFFIX' ? `${bot.connector.url}/x` : change.serviceUrl;
    const response = await bot.send(click(serviceUrl, 'vote'));
    expect(response.status).toBe(401);
    expect(bot.received).toEqual([]);
  });

  it('refuses a connector that is signed for but not configured', async () => {
    const foreign = 'https://smba.trafficmanager.net.evil.example';
    const token = await bot.token({ claims: { serviceurl: foreign } });
    const response = await bot.send(click(foreign, 'vote'), `Bearer ${token}`);
    expect(response.status).toBe(403);
    expect(bot.received).toEqual([]);
  });
});

describe('while the keys are out of reach', () => {
  beforeEach(() => {
    bot.issuer.isUp = false;
  });

  it('nobody is let in, and the answer says to come back', async () => {
    const response = await bot.send(click(bot.connector.url, 'vote'));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(bot.received).toEqual([]);
  });

  it('a good token is let in once the issuer is back', async () => {
    await bot.send(click(bot.connector.url, 'vote'));
    bot.issuer.isUp = true;
    await eventually(async () => (await bot.send(click(bot.connector.url, 'vote'))).status === 200);
    expect(bot.received).toHaveLength(1);
  });
});
