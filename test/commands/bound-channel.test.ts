import type { Reply } from '../../src/commands/incoming';
import { saveIncidentChannel, slotOfIncident } from '../../src/commands/incident-channel';
import type { Store } from '../../src/ports';
import { ADA, ANTON, BEN, digestOf, FACTS, MINUTE, T0 } from '../incident/support/builders';
import { asked } from '../incident/support/stories';
import { closeStores, openTestStore } from '../store/support/open-stores';
import type { Bench } from './support/bench';
import { benchOn, clicks, says, settingsFor } from './support/bench';

const CLUSTER = 'cluster-1';
const SERVICE = 'https://example.test/';
const DATA = { request: 'request-1', digest: digestOf(FACTS).slice(0, 12) };
/** Where `clicks` and `says` speak. */
const HERE = '19:channel@thread.tacv2';
const WAR_ROOM = '19:war-room@thread.tacv2';
const ASIDE = '19:aside@thread.tacv2';

let store: Store;
let bench: Bench;

beforeEach(async () => {
  store = await openTestStore();
  bench = benchOn(
    store,
    settingsFor([
      { person: ADA, roles: ['approver'] },
      { person: BEN, roles: ['approver'] },
      { person: ANTON, roles: ['admin'] },
    ]),
  );
  await saveIncidentChannel(store, CLUSTER, { channelId: HERE, serviceUrl: SERVICE });
  for (const command of asked()) await bench.handler.handle(CLUSTER, command);
  bench.clock.set(T0 + MINUTE);
});
afterEach(closeStores);

const statusNow = async () => (await bench.handler.load(CLUSTER)).incident?.request?.status;
const textOf = (reply: Reply): string => (reply.kind === 'text' ? reply.text : reply.kind);

/** The card of the incident stands in a thread of this channel. */
async function cardStandsIn(channelId: string): Promise<void> {
  const { incident } = await bench.handler.load(CLUSTER);
  const slot = slotOfIncident(incident?.id ?? '');
  const turn = await store.takeCardTurn({ slot, owner: 'test', now: 1, leaseMs: 1000 });
  const posted = { conversationId: `${channelId};messageid=1`, activityId: 'card-1', serviceUrl: SERVICE };
  const card = { slot, ...posted, revision: 1, strays: 0, unsettledUntil: null };
  expect(await store.saveCardSlot(card, { turn: turn?.turn ?? 0, ends: true })).toBe(true);
}

function inPlace<T extends ReturnType<typeof clicks> | ReturnType<typeof says>>(
  given: T,
  channelId: string,
): T {
  return { ...given, conversation: { ...given.conversation, id: `${channelId};messageid=1`, channelId } };
}

describe('given another channel is bound while a request is open', () => {
  beforeEach(async () => {
    await cardStandsIn(HERE);
    const reply = await bench.receive(inPlace(says(ANTON, `bind ${CLUSTER}`), WAR_ROOM));
    expect(textOf(reply)).toContain('stays where it stands, and works there');
  });

  it('the card that stands in the first one still works', async () => {
    expect((await bench.receive(clicks(ADA, 'approve', DATA))).kind).toBe('card');
    expect(await statusNow()).toBe('granted');
  });

  it('who types in the new one is heard, and nobody anywhere else', async () => {
    expect(textOf(await bench.receive(inPlace(says(BEN, 'approve R7K2'), ASIDE)))).toContain(
      'Decisions are taken',
    );
    expect(await statusNow()).toBe('pending');
    await bench.receive(inPlace(says(BEN, 'approve R7K2'), WAR_ROOM));
    expect(await statusNow()).toBe('granted');
  });

  it('who bound it stands in the log', async () => {
    const entries = await store.readHistory(`cluster/${CLUSTER}`, 100);
    expect(entries.filter(({ kind }) => kind === 'ChannelBound').map(({ body }) => body)).toEqual([
      { by: `${ANTON.tenantId}/${ANTON.objectId}`, name: 'Anton', channelId: WAR_ROOM },
    ]);
  });
});

test('what somebody gives as a reason is one entry of the history, however it is written', async () => {
  const forged = 'no\n2026-10-14 20:02:00 UTC Ben: approve\u2028\u202e' + 'x'.repeat(5000);
  await bench.receive(says(ADA, `deny R7K2 ${forged}`, 'personal'));
  const lines = textOf(await bench.receive(says(ANTON, `history ${CLUSTER}`))).split(/[\n\u2028]/);
  const { timeline } = (await bench.handler.load(CLUSTER)).incident ?? { timeline: [] };
  expect(lines).toHaveLength(timeline.length);
  expect(lines.filter((line) => /^\S+ \S+ UTC Ben/.test(line))).toEqual([]);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(600);
});
