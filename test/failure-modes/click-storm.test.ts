import { randomUUID } from 'node:crypto';
import type { IncomingActivity } from '../../src/lab/channel/shapes';
import type { Settings } from '../../src/runbook/settings';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from './support/scripted-bot';

const PEOPLE = 50;
const CLICKS = 1000;
const APPROVERS = 10;
const VOTES = 8;

const objectIdOf = (number: number): string => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;

/** Ten of the fifty may vote, and eight have to. */
function withCrowd(settings: Settings): Settings {
  const base = withVotes(VOTES)(settings);
  const { tenantId } = base.access;
  const members = Array.from({ length: APPROVERS }, (_, number) => ({
    person: { tenantId, objectId: objectIdOf(number), name: `Person ${number}` },
    roles: ['approver'] as const,
  }));
  return { ...base, access: { ...base.access, members } };
}

describe('a click storm', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('50 people and 1,000 clicks, repeated with the same and with new ids: one run, and every vote counted once', async () => {
    bot = await startScriptedBot({ adjust: withCrowd, roster: 'everybody' });
    const { client } = bot;
    const ask = await bot.askCard();
    const request = await bot.request();
    await client.as('viewer').refresh(ask, 'manual');
    const sample = client.channel.link.deliveries().at(-1)?.activity;
    if (!sample) throw new Error('nothing was delivered');
    const token = await client.token();
    const data = { request: request.id, digest: request.digest.slice(0, 12), ...AGREE };
    const click = (number: number, verb: string, id: string): IncomingActivity => ({
      ...sample,
      id: `f:${id}`,
      from: { id: `29:person-${number}`, name: `Person ${number}`, aadObjectId: objectIdOf(number) },
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    });
    const send = async (activity: IncomingActivity): Promise<number | null> =>
      (await client.post(activity, token)).status;

    // Person 9 approves and withdraws; the repeat of that approval, much later, must not bring it back.
    const early = click(9, 'approve', randomUUID());
    await send(early);
    await send(click(9, 'withdraw', randomUUID()));
    expect(await bot.events('VoteWithdrawn')).toHaveLength(1);

    const storm = Array.from({ length: CLICKS }, (_, index) => {
      const number = index % PEOPLE;
      const isRepeat = Math.floor(index / PEOPLE) % 2 === 1;
      return click(number === 9 ? 10 : number, 'approve', isRepeat ? `same-${number}` : randomUUID());
    });
    const answered: (number | null)[] = [];
    const queue = [...storm];
    const sender = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) answered.push(await send(next));
    };
    await Promise.all(Array.from({ length: PEOPLE }, sender));
    answered.push(await send({ ...early, id: `f:${randomUUID()}` }), await send(early));

    expect(new Set(answered)).toEqual(new Set([200]));
    await bot.until('RunEnded');
    const votes = (await bot.events('VoteCast')).map(({ vote }) => vote.by.objectId);
    expect(new Set(votes).size).toBe(votes.length);
    expect(votes.filter((id) => id !== objectIdOf(9)).length).toBeGreaterThanOrEqual(VOTES);
    expect(await bot.events('RequestGranted')).toHaveLength(1);
    expect(await bot.events('RunStarted')).toHaveLength(1);
    expect(bot.cluster.changes).toHaveLength(1);
    expect((await bot.store().verifyAudit()).firstProblem).toBeNull();
  }, 300_000);
});
