import { createHash } from 'node:crypto';
import { cardHash } from '../../src/commands/shown-cards';
import type { ConnectorFault } from '../../src/lab/channel/faults';
import { currentRevision } from '../../src/lab/channel/shapes';
import { personByKey } from '../../src/lab/channel/people';
import type { LabMessage } from '../../src/lab/channel/shapes';
import type { Messenger } from '../../src/ports';
import type { Member } from '../../src/runbook/settings';
import { ask, SECOND, T0, TENANT } from '../incident/support/builders';
import { removeFolders } from '../store/support/folders';
import type { DeliveryBench } from './support/delivery-bench';
import { startDeliveryBench } from './support/delivery-bench';

const COPY = 'An older copy of this card may stand';
const answers = (status: number, code: string, more: object = {}): ConnectorFault => ({
  kind: 'answer',
  status,
  code,
  ...more,
});
const textOf = (message: LabMessage | undefined): string =>
  JSON.stringify(message && currentRevision(message).card);

let bench: DeliveryBench;

beforeEach(async () => {
  bench = await startDeliveryBench();
});
afterEach(async () => {
  await bench.stop();
  removeFolders();
});

const faults = () => bench.client.channel.faults;
/** A change that the card shows. */
const change = () => bench.handle(ask(T0 + SECOND, '1', null));
const redraws = async (now: number) =>
  (await bench.store.claim({ owner: 'look', now, leaseMs: 1, limit: 100 })).filter(
    ({ kind }) => kind === 'incident-card',
  );

describe('one request for each attempt', () => {
  it.each([
    ['500', answers(500, 'ServiceError')],
    ['503', answers(503, 'ServiceUnavailable')],
    ['429', answers(429, 'TooManyRequests', { retryAfterSeconds: 1 })],
    ['a broken connection', { kind: 'drop' }],
  ] as const)('given %s, a post, a thread and an edit are each sent once', async (_name, fault) => {
    const bot = bench.speaker();
    faults().onConnector('create', fault);
    await bot.card();
    expect(bench.asked('create')).toBe(1);
    faults().clear();
    await bot.card();
    faults().onConnector('send', fault);
    await bot.notice();
    expect(bench.asked('send')).toBe(1);
    faults().onConnector('edit', fault);
    await bot.card();
    expect(bench.asked('edit')).toBe(1);
  });
});

describe('invariant 14: a post that may have arrived is not repeated blindly', () => {
  it('given an answer that got lost, the next card comes later, once, and says that a copy may stand there', async () => {
    const bot = bench.speaker();
    faults().onConnector('create', answers(504, 'GatewayTimeout', { accept: true }));
    expect(await bot.card()).toEqual({
      kind: 'again',
      inMs: 15_000,
      why: 'the connector answered 504, so a copy may stand there',
    });
    expect(await bench.slot()).toMatchObject({ activityId: null, strays: 1 });
    expect(await bot.card(1)).toEqual({ kind: 'completed' });
    const [first, second] = bench.cards();
    expect(textOf(first)).not.toContain(COPY);
    expect(textOf(second)).toContain(COPY);
    await change();
    await bot.card();
    expect(bench.cards()).toHaveLength(2);
    expect(textOf(bench.client.channel.store.find(second?.id ?? ''))).toContain(COPY);
    expect(await bench.slot()).toMatchObject({ activityId: second?.id, strays: 1 });
    expect((await bench.facts('Sent')).map(({ body }) => body['isCertain'])).toEqual([false, undefined]);
  });

  it('given a process that dies while it posts, the next one knows that a copy may stand there', async () => {
    const dies = (messenger: Messenger): Messenger => ({
      ...messenger,
      startThread: async (...asked) => {
        await messenger.startThread(...asked);
        throw new Error('killed');
      },
    });
    await expect(bench.speaker({ around: dies }).card()).rejects.toThrow('killed');
    expect(await bench.speaker({ owner: 'b' }).card()).toEqual({ kind: 'completed' });
    expect(bench.cards().map((card) => textOf(card).includes(COPY))).toEqual([false, true]);
  });

  it('given no certain answer ever, copies come ever more seldom, and status says so', async () => {
    const bot = bench.speaker();
    faults().onConnector('create', { kind: 'drop' }, 4);
    const waits = [];
    for (const attempts of [0, 1, 2, 3]) waits.push(await bot.card(attempts));
    expect(waits).toMatchObject([{ inMs: 15_000 }, { inMs: 120_000 }, { inMs: 600_000 }, { inMs: 600_000 }]);
    expect((await bench.situation.entry('cluster-1')).undelivered?.why).toContain('the connection broke');
  });

  it('given a post that was certainly refused, it is simply posted again, without that note', async () => {
    const bot = bench.speaker();
    faults().onConnector('create', answers(429, 'TooManyRequests', { retryAfterSeconds: 3 }));
    expect(await bot.card()).toMatchObject({ kind: 'again', inMs: 3_000 });
    await bot.card(1);
    expect(bench.cards().map((card) => textOf(card).includes(COPY))).toEqual([false]);
  });

  it('a short message that may have arrived is not said twice', async () => {
    const bot = bench.speaker();
    faults().onConnector('send', answers(502, 'BadGateway', { accept: true }));
    expect(await bot.tell('hello')).toEqual({ kind: 'completed' });
    expect(bench.asked('send')).toBe(1);
  });
});

describe('invariant 13: the newest state wins', () => {
  it('one process writes a card at a time', async () => {
    let goOn = (): void => undefined;
    let hasBegun = (): void => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    const slow = (messenger: Messenger): Messenger => ({
      ...messenger,
      startThread: async (...asked) => {
        hasBegun();
        await waits;
        return messenger.startThread(...asked);
      },
    });
    const first = bench.speaker({ around: slow }).card();
    await begun;
    expect(await bench.speaker({ owner: 'b' }).card()).toMatchObject({
      kind: 'again',
      why: 'another process writes this card',
    });
    goOn();
    expect(await first).toEqual({ kind: 'completed' });
    expect(await bench.speaker({ owner: 'b' }).card()).toEqual({ kind: 'completed' });
    expect([bench.asked('create'), bench.asked('edit')]).toEqual([1, 1]);
  });

  it('given a writer that was paused past its turn and then edits with an old state, it has the card drawn again', async () => {
    await bench.speaker().card();
    const paused = (messenger: Messenger): Messenger => ({
      ...messenger,
      edit: async (...asked) => {
        bench.clock.set(T0 + 100 * SECOND);
        await change();
        expect(await bench.speaker({ owner: 'b' }).card()).toEqual({ kind: 'completed' });
        return messenger.edit(...asked);
      },
    });
    const old = (await bench.handler.load('cluster-1')).version;
    expect(await bench.speaker({ around: paused }).card()).toEqual({ kind: 'completed' });
    const versions = (await bench.facts('Edited')).map(({ body }) => body['revision']);
    expect(versions).toEqual([expect.any(Number), old]);
    expect(versions[0]).toBeGreaterThan(old);
    expect(await bench.slot()).toMatchObject({ revision: versions[0] });
    expect(await redraws(T0 + 100 * SECOND)).toHaveLength(1);
    await bench.speaker().card();
    const stands = bench.cards()[0];
    expect((await bench.facts('Edited')).at(-1)?.body['card']).toBe(
      cardHash(JSON.parse(textOf(stands)) as never),
    );
    expect((await bench.facts('Edited')).at(-1)?.body['revision']).toBe(versions[0]);
  });

  it('given an edit that timed out, arrives after the next one and is older, the newest state is sent once more', async () => {
    await bench.speaker().card();
    faults().onConnector('edit', { kind: 'overtaken', atMostMs: 60_000 });
    const impatient = bench.speaker({ timeoutMs: 300 });
    expect(await impatient.card()).toMatchObject({ kind: 'again', why: 'no answer in time' });
    const revisions = () => bench.cards()[0]?.revisions.length;
    await change();
    // What asked for these drawings is under way, so that only the one more is still waiting below.
    await redraws(T0 + SECOND);
    expect(await bench.speaker().card(1)).toEqual({ kind: 'completed' });
    await bench.client.waitFor('the late edit', () => (revisions() === 3 ? true : undefined));
    const newest = (await bench.facts('Edited')).at(-1)?.body['card'];
    expect(cardHash(JSON.parse(textOf(bench.cards()[0])) as never)).not.toBe(newest);
    bench.clock.set(T0 + 31 * SECOND);
    expect((await redraws(bench.clock.now())).map(({ dueAt }) => dueAt)).toEqual([T0 + 30 * SECOND]);
    expect(await bench.speaker().card()).toEqual({ kind: 'completed' });
    expect(await bench.slot()).toMatchObject({ unsettledUntil: null });
    expect((await bench.facts('Edited')).at(-1)?.body['card']).toBe(
      cardHash(JSON.parse(textOf(bench.cards()[0])) as never),
    );
  });
});

describe('a card that the channel does not take', () => {
  it.each([
    [404, 'ActivityNotFoundInConversation', false],
    [403, 'MessageWritesBlocked', true],
  ])('edit refused with %i %s: one new card in the thread takes its place', async (status, code, isSeen) => {
    const bot = bench.speaker();
    await bot.card();
    const [old] = bench.cards();
    faults().onConnector('edit', answers(status, code));
    expect(await bot.card()).toEqual({ kind: 'completed' });
    await bot.card();
    const [, replacement, ...more] = bench.cards();
    expect(more).toEqual([]);
    expect(replacement?.threadId).toBe(old?.threadId);
    expect(textOf(replacement).includes(COPY)).toBe(isSeen);
    expect((await bench.facts('Sent')).at(-1)?.body).toMatchObject({ supersedes: old?.id });
    expect(await bench.slot()).toMatchObject({ activityId: replacement?.id });
  });

  it('too large: what must be there of it is sent', async () => {
    const bot = bench.speaker();
    await bot.card();
    faults().onConnector('edit', answers(413, 'MessageSizeTooBig'));
    expect(await bot.card()).toEqual({ kind: 'completed' });
    expect(bench.asked('edit')).toBe(2);
    expect(bench.said).toContain('a card was too large for the channel; it is sent in brief');
  });

  it('nowhere: it is tried seldom, and status and log say so until it passes', async () => {
    const bot = bench.speaker();
    await bot.card();
    for (const operation of ['edit', 'send', 'create'] as const)
      faults().onConnector(operation, answers(403, 'ConversationArchived'), 9);
    const why = 'the channel answered 403 ConversationArchived';
    expect(await bot.card()).toEqual({ kind: 'again', inMs: 600_000, why });
    expect((await bench.situation.entry('cluster-1')).undelivered).toEqual({ since: T0, why });
    expect(bench.said).toContain('the incident channel does not get its card; "status" says so');
    faults().clear();
    expect(await bot.card(1)).toEqual({ kind: 'completed' });
    expect((await bench.situation.entry('cluster-1')).undelivered).toBeUndefined();
    expect(bench.said).toContain('the incident channel gets its card again');
  });

  it('a short message that is refused for good is given up, and that is written down', async () => {
    const bot = bench.speaker();
    faults().onConnector('send', answers(400, 'BadSyntax'));
    expect(await bot.tell('hello')).toEqual({ kind: 'completed' });
    expect((await bench.facts('Undelivered'))[0]?.body).toMatchObject({
      why: 'the channel answered 400 BadSyntax',
    });
    expect(bench.said).toContain('a message was given up: the channel does not take it');
  });
});

describe('what was sent is written down', () => {
  it('with the digest of the card, or of the text', async () => {
    const bot = bench.speaker();
    await bot.card();
    const posted = bench.cards()[0];
    await change();
    await bot.card();
    await bot.tell('to somebody who waits');
    const [sent, told] = await bench.facts('Sent');
    const [edited] = await bench.facts('Edited');
    const cards = bench.cards()[0]?.revisions.map(({ card }) => cardHash(card as never));
    expect([sent?.body['card'], edited?.body['card']]).toEqual(cards);
    expect(sent?.body).toMatchObject({ activityId: posted?.id });
    expect(told?.body['text']).toBe(createHash('sha256').update('to somebody who waits').digest('hex'));
  });
});

describe('who is called by name', () => {
  const approver = (key: string): Member => {
    const { aadObjectId, name } = personByKey(key);
    return { person: { objectId: aadObjectId, name, tenantId: TENANT }, roles: ['approver'] };
  };
  const start = async (keys: readonly string[], mentions?: boolean): Promise<DeliveryBench> => {
    await bench.stop();
    bench = await startDeliveryBench(keys.map(approver), mentions);
    await bench.speaker().card();
    return bench;
  };
  const lines = (): string[] =>
    bench.client
      .fromBot()
      .map((message) => currentRevision(message).text)
      .filter((text) => text !== '');

  it('is mentioned, so that Teams alerts them', async () => {
    const { said } = await start(['approver1', 'approver2']);
    expect(await bench.speaker().notice(0, 'half-done')).toEqual({ kind: 'completed' });
    expect(lines()).toEqual([expect.stringMatching(/ <at>Ana Ribeiro<\/at>, <at>Ben Okafor<\/at>$/)]);
    expect([bench.asked('send'), said]).toEqual([1, []]);
  });

  it('is left out where the channel refuses it, and the line is posted without', async () => {
    const { said } = await start(['approver1', 'foreign']);
    expect(await bench.speaker().notice(0, 'half-done')).toEqual({ kind: 'completed' });
    expect(lines()).toEqual([expect.not.stringContaining('<at>')]);
    expect(said).toEqual([expect.stringContaining('Make every approver a member of the team')]);
    expect(await bench.facts('Sent')).toHaveLength(2);
  });

  it.each([
    ['that may have arrived', answers(504, 'GatewayTimeout', { accept: true }), 1],
    ['that was too early', answers(429, 'TooManyRequests', { retryAfterSeconds: 1 }), 0],
  ] as const)('is not posted a second time after a line %s', async (_what, fault, posted) => {
    await start(['approver1']);
    faults().onConnector('send', fault);
    await bench.speaker().notice(0, 'half-done');
    expect([bench.asked('send'), lines().length]).toEqual([1, posted]);
  });

  it('is nobody where the configuration says so', async () => {
    await start(['approver1'], false);
    await bench.speaker().notice(0, 'half-done');
    expect(lines()).toEqual([expect.not.stringContaining('<at>')]);
  });
});
