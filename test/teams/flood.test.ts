import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { click } from './support/activities';
import { APP_ID, startBot, systemClock } from './support/bot-under-test';
import type { Bot } from './support/bot-under-test';
import { createSigningKeys } from '../../src/teams/signing-keys';
import { createVerifyToken } from '../../src/teams/verify-token';
import type { VerifyToken } from '../../src/teams/verify-token';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SIGNATURE = 'A'.repeat(342);

/** Junk that claims to come from a different Entra tenant each time: what makes the SDK's list of issuers grow. */
const entraJunk = (number: number) => {
  const issuer = `https://sts.windows.net/${number.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-000000000001/`;
  return `Bearer ${part({ alg: 'RS256', kid: `k${number}` })}.${part({ iss: issuer, aud: APP_ID, ver: '1.0', appid: APP_ID })}.${SIGNATURE}`;
};

/** Junk that claims everything right, with a key id of its own each time. */
const goodLookingJunk = (number: number) => {
  const claims = {
    iss: bot.issuer.url,
    aud: APP_ID,
    serviceurl: bot.connector.url,
    exp: Math.floor(Date.now() / 1000) + 600,
  };
  return `Bearer ${part({ alg: 'RS256', kid: `k${number}` })}.${part(claims)}.${SIGNATURE}`;
};

describe('a flood of junk tokens', () => {
  it('asks for keys no more often than one good token does, and the good one still gets in', async () => {
    expect((await bot.send(click(bot.connector.url, 'vote'))).status).toBe(200);
    for (let batch = 0; batch < 20; batch += 1) {
      const sent = Array.from({ length: 20 }, (_, i) =>
        bot.send(click(bot.connector.url, 'vote'), goodLookingJunk(batch * 20 + i)),
      );
      const statuses = new Set((await Promise.all(sent)).map((response) => response.status));
      expect([...statuses]).toEqual([401]);
    }
    expect(bot.issuer.asked).toMatchObject({ metadata: 1, keys: 1 });
    expect((await bot.send(click(bot.connector.url, 'vote'))).status).toBe(200);
    expect(bot.received).toHaveLength(2);
  });

  it('is told of in the log once a minute, not once per request', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => bot.send(click(bot.connector.url, 'vote'), entraJunk(i))),
    );
    expect(bot.log.filter((line) => line.level === 'warn')).toHaveLength(1);
  });

  it.each([
    ['of other issuers', entraJunk],
    ['with the right claims and unknown keys', goodLookingJunk],
  ])('leaves memory flat: 20000 tokens %s', async (_name, junk) => {
    const verify = createVerifyToken(
      bot.identity,
      createSigningKeys(bot.identity.openIdMetadataUrl, systemClock),
      systemClock,
    );
    await flood(verify, junk, 5_000);
    const before = heapInUse();
    await flood(verify, junk, 20_000);
    // Remembering no more than the issuer of each token would take 1.6 million bytes.
    expect(heapInUse() - before).toBeLessThan(600_000);
  });

  it('of slow checks is bounded: beyond a hundred at once the answer is to come back', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const keys = { find: () => gate.then(() => ({ kind: 'unknown-key' }) as const) };
    const verify = createVerifyToken(bot.identity, keys, systemClock);
    const verdicts = Array.from({ length: 150 }, (_, i) => verify(goodLookingJunk(i)));
    release();
    const kinds = (await Promise.all(verdicts)).map((verdict) => verdict.kind);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'unavailable')).toHaveLength(50);
    expect(await verify(goodLookingJunk(1))).toEqual({ kind: 'refused', reason: 'unknown-key' });
  });
});

async function flood(verify: VerifyToken, junk: (number: number) => string, count: number): Promise<void> {
  const kinds = new Set<string>();
  for (let number = 0; number < count; number += 1) kinds.add((await verify(junk(number))).kind);
  expect([...kinds]).toEqual(['refused']);
}

/** Bytes in use after a full collection, so that the number does not depend on when the collector ran. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
