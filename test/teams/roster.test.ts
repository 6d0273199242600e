import type { ServerResponse } from 'node:http';
import { createRoster } from '../../src/teams/roster';
import { ALICE, identityFor, recordingLog, TENANT_ID } from './support/bot-under-test';
import { startConnector } from './support/connector';
import type { Connector } from './support/connector';
import { sendJson } from './support/http-stub';
import { startTokenIssuer } from './support/token-issuer';
import type { TokenIssuer } from './support/token-issuer';

const MEMBER = {
  id: '29:alice',
  aadObjectId: ALICE,
  tenantId: TENANT_ID,
  userRole: 'user',
  userPrincipalName: 'alice@example.org',
};
const MINUTE = 60_000;

describe('the roster', () => {
  let issuer: TokenIssuer;
  let connector: Connector;
  let now = Date.now();

  beforeEach(async () => {
    [issuer, connector] = await Promise.all([startTokenIssuer(), startConnector()]);
    now = Date.now();
  });
  afterEach(() => Promise.all([issuer.close(), connector.close()]));

  const roster = () =>
    createRoster({
      identity: identityFor(issuer, connector),
      clock: { now: () => now },
      log: recordingLog([]),
      timeoutMs: 500,
    });
  const alice = () => ({
    serviceUrl: connector.url,
    conversationId: '19:channel@thread.tacv2;messageid=1',
    teamId: '19:team@thread.tacv2',
    memberId: '29:alice',
    person: { tenantId: TENANT_ID, objectId: ALICE, name: 'Alice' },
  });
  const answerWith = (change: object) => (response: ServerResponse) =>
    sendJson(response, 200, { ...MEMBER, ...change });

  it('asks for one person in the channel, and remembers the answer for a while', async () => {
    connector.respond = answerWith({});
    const asked = roster();
    expect(await asked.standingOf(alice())).toBe('member');
    now += 10 * MINUTE - 1;
    expect(await asked.standingOf(alice())).toBe('member');
    expect(connector.calls.map(({ path }) => path)).toEqual([
      '/v3/conversations/19%3Achannel%40thread.tacv2/members/29%3Aalice',
    ]);
    now += 1;
    await asked.standingOf(alice());
    expect(connector.calls).toHaveLength(2);
  });

  it.each([
    ['a guest', { userRole: 'guest' }, 'guest'],
    ['an anonymous visitor', { userRole: 'anonymous' }, 'guest'],
    [
      'a guest by the name of the account',
      { userPrincipalName: 'eve_other.example#EXT#@example.org' },
      'guest',
    ],
    ['somebody of another tenant', { tenantId: '99999999-aaaa-4bbb-8ccc-000000000009' }, 'stranger'],
    [
      'somebody else than the activity said',
      { aadObjectId: '99999999-aaaa-4bbb-8ccc-000000000009' },
      'stranger',
    ],
    ['somebody without an object id', { aadObjectId: null }, 'stranger'],
  ])('refuses %s', async (_who, change, standing) => {
    connector.respond = answerWith(change);
    expect(await roster().standingOf(alice())).toBe(standing);
  });

  const notFound = (response: ServerResponse) =>
    sendJson(response, 404, { error: { code: 'MemberNotFoundInConversation' } });

  it('who is neither in the channel nor in its team is a stranger', async () => {
    connector.respond = notFound;
    expect(await roster().standingOf(alice())).toBe('stranger');
    expect(connector.calls.map(({ path }) => path)).toEqual([
      '/v3/conversations/19%3Achannel%40thread.tacv2/members/29%3Aalice',
      '/v3/conversations/19%3Ateam%40thread.tacv2/members/29%3Aalice',
    ]);
  });

  it('who is listed by the team alone, as the members of a standard channel may be, is a member', async () => {
    connector.respond = (response, { url = '' }) =>
      url.includes('channel') ? notFound(response) : sendJson(response, 200, MEMBER);
    expect(await roster().standingOf(alice())).toBe('member');
  });

  it('a guest of the team stays one, and a channel that cannot be read is not looked up elsewhere', async () => {
    connector.respond = (response, { url = '' }) =>
      url.includes('channel')
        ? notFound(response)
        : sendJson(response, 200, { ...MEMBER, userRole: 'guest' });
    expect(await roster().standingOf(alice())).toBe('guest');
    connector.respond = (response, { url = '' }) =>
      url.includes('channel') ? sendJson(response, 503, {}) : sendJson(response, 200, MEMBER);
    expect(await roster().standingOf(alice())).toBe('unreadable');
  });

  it.each([null, '19:channel@thread.tacv2'])(
    'without another team (%s) one question is enough',
    async (teamId) => {
      connector.respond = notFound;
      expect(await roster().standingOf({ ...alice(), teamId })).toBe('stranger');
      expect(connector.calls).toHaveLength(1);
    },
  );

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error', (response) => sendJson(response, 503, {})],
    ['an unknown shape', (response) => sendJson(response, 200, { members: [] })],
    ['silence', () => undefined],
  ])('fails closed on %s; who was known as a member stays one during an outage', async (_what, respond) => {
    connector.respond = respond;
    expect(await roster().standingOf(alice())).toBe('unreadable');
    const known = roster();
    connector.respond = answerWith({});
    await known.standingOf(alice());
    connector.respond = respond;
    now += 11 * MINUTE;
    expect(await known.standingOf(alice())).toBe('member');
    now += 12 * 60 * MINUTE;
    expect(await known.standingOf(alice())).toBe('unreadable');
  });

  it('a token that is not taken any more is got anew, once', async () => {
    let refused = 0;
    connector.respond = (response) =>
      (refused += 1) === 1 ? sendJson(response, 401, {}) : sendJson(response, 200, MEMBER);
    expect(await roster().standingOf(alice())).toBe('member');
    expect(issuer.asked.tokens).toBe(2);
  });

  it('never sends its token to another address', async () => {
    expect(await roster().standingOf({ ...alice(), serviceUrl: 'https://evil.example/' })).toBe('unreadable');
    expect(connector.calls).toEqual([]);
  });
});
