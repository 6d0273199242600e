import { personByKey } from '../../src/lab/channel/people';
import type { Settings } from '../../src/runbook/settings';
import type { ScriptedBot } from './support/scripted-bot';
import { AGREE, startScriptedBot, withRoles, withVotes } from './support/scripted-bot';

const textOf = (answer: unknown): string => JSON.stringify(answer);

describe('people who vote', () => {
  let bot: ScriptedBot;

  afterEach(() => bot.stop(), 60_000);

  it('failure mode 1: a double click by one person is one vote, and every repeat says so', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const ana = bot.client.as('approver1');
    const answers = await Promise.all(Array.from({ length: 50 }, () => ana.click(ask, 'approve', AGREE)));
    expect(await bot.events('VoteCast')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'card')).toHaveLength(1);
    const repeats = answers.filter(({ kind }) => kind === 'message').map(textOf);
    expect(repeats).toHaveLength(49);
    expect(new Set(repeats).size).toBe(1);
    expect(repeats[0]).toContain('already recorded');
    expect(repeats[0]).toContain('1 of 2');
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 2: two people at the same instant are both counted, and it runs once', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const { client } = bot;
    await Promise.all([
      client.as('approver1').click(ask, 'approve', AGREE),
      client.as('approver2').click(ask, 'approve', AGREE),
    ]);
    await bot.until('RunEnded');
    expect(await bot.events('VoteCast')).toHaveLength(2);
    expect(await bot.events('RequestGranted')).toHaveLength(1);
    expect(await bot.events('RunStarted')).toHaveLength(1);
    expect(bot.cluster.changes).toHaveLength(1);
  });

  it('failure mode 3: a deny before the run wins over an approval; after it the card offers to stop', async () => {
    bot = await startScriptedBot();
    const ask = await bot.askCard();
    const { client, cluster } = bot;
    // The recheck waits, so that the request is granted but not yet running.
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    cluster.beforeRead = (operation) => (operation === 'Find-CallerCandidate' ? waits : undefined);
    await client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('RequestGranted');
    await client.as('approver2').click(ask, 'deny');
    goOn();
    await client.waitForText('Denied');
    const late = await client.as('approver1').click(ask, 'approve', AGREE);
    expect(textOf(late)).toContain('denied');
    expect((await bot.events('RequestEnded')).map(({ as }) => as)).toEqual(['denied']);
    expect(cluster.changes).toEqual([]);
  });

  it('failure mode 3: once it runs, a deny is answered with what stops it', async () => {
    bot = await startScriptedBot();
    const { client, cluster } = bot;
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    cluster.answerChange = () => waits.then(() => ({ kind: 'unknown', reason: 'never answered' }));
    const ask = await bot.askCard();
    await client.as('approver1').click(ask, 'approve', AGREE);
    await bot.until('StepStarted');
    const late = await client.as('approver2').click(ask, 'deny');
    expect(late.kind).toBe('card');
    expect(textOf(late)).not.toContain('"verb":"deny"');
    const byText = await client
      .as('approver2')
      .inPersonalChat()
      .say(`deny ${(await bot.request()).shortId} no`);
    expect(byText.delivery?.status).toBe(200);
    await client.waitForText('say "stop"');
    expect((await bot.events('VoteCast')).map(({ vote }) => vote.decision)).toEqual(['approve']);
    goOn();
    await bot.until('RunEnded');
  });

  it('failure mode 4: one human with two accounts, or two roles, is one vote', async () => {
    const twice = (settings: Settings): Settings => {
      const { access } = withVotes(2)(settings);
      const [ana, ben] = [personByKey('approver1').aadObjectId, personByKey('approver2').aadObjectId];
      const members = access.members.flatMap((member) =>
        member.person.objectId === ben
          ? []
          : member.person.objectId === ana
            ? [
                { ...member, alternateObjectIds: [ben] },
                { ...member, roles: ['approver', 'admin'] as const },
              ]
            : [member],
      );
      const cleo = {
        tenantId: access.tenantId,
        objectId: '00000000-0000-4000-8000-00000000c1e0',
        name: 'Cleo',
      };
      return {
        ...withVotes(2)(settings),
        access: { ...access, members: [...members, { person: cleo, roles: ['approver'] }] },
      };
    };
    bot = await startScriptedBot({ adjust: twice });
    const ask = await bot.askCard();
    await bot.client.as('approver1').click(ask, 'approve', AGREE);
    const second = await bot.client.as('approver2').click(ask, 'approve', AGREE);
    expect(textOf(second)).toContain('already recorded');
    expect(await bot.events('VoteCast')).toHaveLength(1);
    expect(bot.cluster.changes).toEqual([]);
  });

  it('failure mode 5: the requester cannot approve: by click, by text, by a forged click, by another account', async () => {
    const asker = personByKey('asker').aadObjectId;
    const outsider = personByKey('outsider').aadObjectId;
    const adjust = (settings: Settings): Settings => {
      const base = withRoles('asker', ['operator', 'approver'])(withVotes(1, 'person')(settings));
      const members = base.access.members.map((member) =>
        member.person.objectId === asker ? { ...member, alternateObjectIds: [outsider] } : member,
      );
      return { ...base, access: { ...base.access, members } };
    };
    bot = await startScriptedBot({ adjust });
    await bot.until('OfferMade');
    const { client } = bot;
    await client.as('asker').inPersonalChat().say('ask 1');
    const ask = await bot.askCard();
    const request = await bot.request();
    const data = { request: request.id, digest: request.digest.slice(0, 12), ...AGREE };
    const omar = client.as('asker');
    const answers = [
      await omar.click(ask, 'approve', AGREE),
      await omar.forge(ask.message, 'approve', data),
      await client.as('outsider').forge(ask.message, 'approve', data),
    ];
    for (const answer of answers) expect(textOf(answer)).toContain('You asked for this yourself');
    await omar.inPersonalChat().say(`approve ${request.shortId} owner-agrees`);
    await client.waitForText('You asked for this yourself');
    expect(await bot.events('VoteCast')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
    const refusals = (await bot.history()).filter(({ kind }) => kind === 'Refused');
    expect(refusals.map(({ body }) => [body['about'], body['reason']])).toEqual([[request.id, 'requester']]);
    await client.waitForText('was refused 3 times');
  });

  it('failure mode 16: the same invoke again, at once and later, gets the same answer and has no second effect', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const { client } = bot;
    client.channel.faults.onDelivery('invoke', { sameId: 3, newId: 0 });
    await client.as('approver1').click(ask, 'approve', AGREE);
    await client.channel.link.idle();
    const invokes = client.channel.link.deliveries().filter(({ activity }) => activity.type === 'invoke');
    expect(invokes).toHaveLength(4);
    expect(new Set(invokes.map(({ body }) => textOf(body))).size).toBe(1);
    expect(await bot.events('VoteCast')).toHaveLength(1);
  });

  it('failure mode 17: the same click with a new id has no second effect', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const { client } = bot;
    client.channel.faults.onDelivery('invoke', { sameId: 1, newId: 3 });
    await client.as('approver1').click(ask, 'approve', AGREE);
    await client.channel.link.idle();
    expect(await bot.events('VoteCast')).toHaveLength(1);
    await client.as('approver2').click(ask, 'approve', AGREE);
    await bot.until('RunEnded');
    expect(bot.cluster.changes).toHaveLength(1);
  });

  it('failure mode 18: a command delivered twice asks once, and the second is told of the first', async () => {
    bot = await startScriptedBot({ adjust: withVotes(1, 'person') });
    await bot.until('OfferMade');
    const { client } = bot;
    client.channel.faults.onDelivery('message', { sameId: 1, newId: 1 });
    await client.as('asker').inPersonalChat().say('ask 1');
    await client.channel.link.idle();
    await bot.until('RequestOpened');
    await client.as('asker').inPersonalChat().say('ask 1');
    await client.waitForText('There is a request already');
    expect(await bot.events('RequestOpened')).toHaveLength(1);
  });

  it('failure mode 21: everything in a button but its ids is ignored, and what was not offered is refused and noted', async () => {
    bot = await startScriptedBot({ adjust: withVotes(2) });
    const ask = await bot.askCard();
    const request = await bot.request();
    const viewer = bot.client.as('viewer');
    const ana = bot.client.as('approver1');
    const data = { request: request.id, digest: request.digest.slice(0, 12), ...AGREE };
    const forged = {
      ...data,
      by: personByKey('approver1').aadObjectId,
      votesNeeded: 0,
      approvers: [personByKey('viewer').aadObjectId],
      incident: 'another',
      steps: [{ operation: 'Restart-Node' }],
    };
    expect(textOf(await viewer.forge(ask.message, 'approve', forged))).toContain(
      'it needs the role approver',
    );
    await ana.forge(ask.message, 'approve', { ...data, digest: 'ffffffffffff' });
    for (const verb of ['execute', 'begin-run', 'settle', '__proto__'])
      expect(textOf(await ana.forge(ask.message, verb, data))).toContain('not known');
    for (const wrong of [
      {},
      { request: 7 },
      { request: request.id },
      { request: 'nothing', digest: 'a'.repeat(12) },
    ])
      await ana.forge(ask.message, 'approve', wrong);
    expect(await bot.events('VoteCast')).toEqual([]);
    await ana.forge(ask.message, 'approve', forged);
    expect((await bot.events('VoteCast')).map(({ vote }) => vote.by.objectId)).toEqual([
      personByKey('approver1').aadObjectId,
    ]);
    const noted = (await bot.store().readHistory('cluster/-', 100)).map(({ body }) => body['reason']);
    expect(noted).toContain('not-offered');
    const refused = (await bot.history())
      .filter(({ kind }) => kind === 'Refused')
      .map(({ body }) => body['reason']);
    expect([...refused].sort()).toEqual(['not-offered', 'other-version', 'role']);
  });

  it('failure mode 22: the same click from another conversation, tenant or by a guest is refused', async () => {
    bot = await startScriptedBot({ adjust: withRoles('guest', ['approver']) });
    const ask = await bot.askCard();
    const { client } = bot;
    await client.as('approver2').refresh(ask, 'manual');
    const sample = client.channel.link
      .deliveries()
      .findLast(({ activity }) => activity.type === 'invoke')!.activity;
    const request = await bot.request();
    const data = { request: request.id, digest: request.digest.slice(0, 12), ...AGREE };
    const click = (change: object) => ({
      ...sample,
      id: `f:${Math.random()}`,
      value: { action: { type: 'Action.Execute', verb: 'approve', data }, trigger: 'manual' },
      ...change,
    });
    const token = await client.token();
    const channelOf = (id: string) => ({
      conversation: { ...(sample['conversation'] as object), id },
      channelData: { ...(sample['channelData'] as object), channel: { id: id.split(';')[0] } },
    });
    const elsewhere = await client.post(
      click(channelOf('19:Qm4kT7vXh2LsR9wYbN3cJfD6pGzA1eUo8iKtV5xWqMs1@thread.tacv2')),
      token,
    );
    expect(textOf(elsewhere.body)).toContain('in the incident channel');
    const otherTenant = await client.post(
      click({ channelData: { tenant: { id: 'c8e0b1d4-27f6-4a93-b05c-6d4e9f813a27' } } }),
      token,
    );
    expect(textOf(otherTenant.body)).toContain('only people of the organisation');
    const guest = personByKey('guest');
    const byGuest = await client.post(
      click({ from: { id: guest.id, name: guest.name, aadObjectId: guest.aadObjectId } }),
      token,
    );
    expect(textOf(byGuest.body)).toContain('Guests cannot use this bot');
    // What the activity itself tells is refused before it is read, and noted all the same.
    const toldGuest = { ...guest, id: guest.id, aadObjectId: guest.aadObjectId, userRole: 'guest' };
    await client.post(click({ from: toldGuest }), token);
    await client.post(click({ name: 'message/submitAction' }), token);
    await client.post(click({ value: { action: { type: 'Action.Other', data } } }), token);
    expect(await bot.events('VoteCast')).toEqual([]);
    expect(bot.cluster.changes).toEqual([]);
    const refused = (await bot.history())
      .filter(({ kind }) => kind === 'Refused')
      .map(({ body }) => body['reason']);
    expect([...refused].sort()).toEqual([
      'door-guest',
      'door-malformed',
      'door-not-supported',
      'door-other-tenant',
      'other-place',
      'roster-guest',
    ]);
  });
});
