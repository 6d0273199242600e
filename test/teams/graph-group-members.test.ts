import type { ServerResponse } from 'node:http';
import { createGraphGroupMembers } from '../../src/teams/graph-group-members';
import { identityFor, systemClock } from './support/bot-under-test';
import { startConnector } from './support/connector';
import type { Connector } from './support/connector';
import { sendJson, startHttpStub } from './support/http-stub';
import type { HttpStub } from './support/http-stub';
import { startTokenIssuer } from './support/token-issuer';
import type { TokenIssuer } from './support/token-issuer';

const GROUP = '1f0f4b2e-6f0d-4f0e-9c1d-5a1f7f4f2b11';
const id = (last: string): string => `aaaaaaaa-0000-4000-8000-00000000000${last}`;
const user = (last: string, change: object = {}): object => ({
  id: id(last),
  displayName: `Person ${last}`,
  userType: 'Member',
  accountEnabled: true,
  ...change,
});

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A Graph that answers as it is told, page by page; an advanced query that does not say it is one is refused, as by the real one. */
async function startGraph(answer: (response: ServerResponse, page: number, url: string) => void) {
  const asked: Asked[] = [];
  const stub: HttpStub = await startHttpStub((request, _body, response) => {
    const path = request.url ?? '';
    asked.push({ path, authorization: request.headers.authorization });
    const isCast = path.includes('/microsoft.graph.user');
    const isEventual = request.headers['consistencylevel'] === 'eventual';
    if (!isEventual || (isCast && !path.includes('$count=true')))
      return sendJson(response, 400, { error: { code: 'Request_UnsupportedQuery' } });
    answer(response, asked.length, stub.url);
  });
  return { ...stub, asked };
}

describe('members of a group by Microsoft Graph', () => {
  let issuer: TokenIssuer;
  let connector: Connector;
  const open: HttpStub[] = [];

  beforeAll(async () => {
    [issuer, connector] = await Promise.all([startTokenIssuer(), startConnector()]);
  });
  afterAll(async () => {
    await Promise.all([issuer, connector, ...open].map((one) => one.close()));
  });

  const membersFrom = async (answer: Parameters<typeof startGraph>[0], timeoutMs = 5_000) => {
    const graph = await startGraph(answer);
    open.push(graph);
    const members = createGraphGroupMembers({
      identity: identityFor(issuer, connector),
      clock: systemClock,
      graphUrl: graph.url,
      timeoutMs,
    });
    return { graph, read: () => members.membersOf(GROUP) };
  };

  it('reads every page, with a token of its own, and asks for nested members that are people', async () => {
    const { graph, read } = await membersFrom((response, page, url) =>
      sendJson(response, 200, {
        value: [user(String(page))],
        ...(page === 1 ? { '@odata.nextLink': `${url}/v1.0/next` } : {}),
      }),
    );
    expect(await read()).toEqual([
      { objectId: id('1'), name: 'Person 1' },
      { objectId: id('2'), name: 'Person 2' },
    ]);
    expect(graph.asked[0]?.path).toContain(`/v1.0/groups/${GROUP}/transitiveMembers/microsoft.graph.user`);
    expect(graph.asked.map(({ authorization }) => authorization)).toEqual([
      expect.stringMatching(/^Bearer bot-token-/),
      expect.stringMatching(/^Bearer bot-token-/),
    ]);
  });

  it.each([
    ['a guest', { userType: 'Guest' }],
    ['a disabled account', { accountEnabled: false }],
    ['somebody of whom Graph may not tell more than the id', { userType: null, accountEnabled: null }],
  ])('leaves out %s', async (_who, change) => {
    const { read } = await membersFrom((response) =>
      sendJson(response, 200, { value: [user('1', change), user('2')] }),
    );
    expect((await read()).map(({ objectId }) => objectId)).toEqual([id('2')]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error', (response) => sendJson(response, 403, { error: { code: 'Authorization_RequestDenied' } })],
    ['an unknown shape', (response) => sendJson(response, 200, { value: [{ id: 'somebody' }] })],
    ['no JSON', (response) => void response.end('<html>')],
    [
      'a redirect',
      (response) => {
        response.writeHead(302, { location: 'http://127.0.0.1:9/' });
        response.end();
      },
    ],
    ['silence', () => undefined],
    [
      'a next page elsewhere',
      (response) => sendJson(response, 200, { value: [], '@odata.nextLink': 'http://127.0.0.1:9/steal' }),
    ],
  ])('fails, and names no one, when the answer is %s', async (_what, answer) => {
    const { read } = await membersFrom((response) => answer(response), 300);
    await expect(read()).rejects.toThrow();
  });

  it('an endless group is refused', async () => {
    const { graph, read } = await membersFrom((response, _page, url) =>
      sendJson(response, 200, { value: [user('1')], '@odata.nextLink': `${url}/v1.0/again` }),
    );
    await expect(read()).rejects.toThrow(/Use a smaller group/);
    expect(graph.asked).toHaveLength(5);
  });
});
