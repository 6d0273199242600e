import { request } from 'node:http';
import {
  INCIDENT_CHANNEL,
  LAB_PEOPLE,
  LAB_TEAM,
  LAB_TENANT_ID,
  personalChatOf,
  personByKey,
} from '../../../src/lab/channel/people';
import { createLabChannel } from '../../../src/lab/channel/lab-channel';
import { currentRevision } from '../../../src/lab/channel/shapes';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { activitiesOf, cardActivity, startEchoBot, voteCard } from './echo-bot';
import type { EchoBot } from './echo-bot';

const CHANNEL = INCIDENT_CHANNEL.id;
const asker = personByKey('asker');
const foreign = personByKey('foreign');
const mention = (text: string, id: string, name: string): object => ({
  type: 'message',
  text,
  entities: [{ type: 'mention', text: name, mentioned: { id, name } }],
});

describe('the connector of the lab', () => {
  let bot: EchoBot;
  let client: BotFrameworkClient;

  beforeEach(async () => {
    bot = await startEchoBot();
    client = await startBotFrameworkClient(bot.endpoint());
    bot.connect(client.channel.addresses());
  });
  afterEach(async () => {
    await client.stop();
    await bot.stop();
  });

  const startThread = async (activity: unknown = { type: 'message', text: 'root' }) => {
    const { body } = await bot.call('POST', 'v3/conversations', {
      channelData: { channel: { id: CHANNEL } },
      activity,
    });
    return body as { id: string; activityId: string };
  };

  describe('who may call it', () => {
    it('refuses a call without a token', async () => {
      expect((await bot.call('POST', activitiesOf(CHANNEL), { text: 'hi' }, null)).status).toBe(401);
    });

    it("refuses the connector's own tokens, forged ones and nonsense", async () => {
      const tokens = [
        await client.token(),
        await client.token({ forged: true, aud: 'https://api.botframework.com' }),
        'x.y.z',
      ];
      for (const token of tokens) {
        expect((await bot.call('POST', activitiesOf(CHANNEL), { text: 'hi' }, token)).status).toBe(401);
      }
      expect(client.channel.store.all()).toEqual([]);
    });

    it('refuses a token for another audience', async () => {
      const { token } = await bot.login({ scope: 'https://graph.microsoft.com/.default' });
      expect((await bot.call('GET', `v3/teams/${LAB_TEAM.id}`, undefined, token)).status).toBe(401);
    });

    it('refuses an expired token', async () => {
      let now = 1_700_000_000_000;
      const other = await startBotFrameworkClient(bot.endpoint(), { now: () => now });
      bot.connect(other.channel.addresses());
      const { token } = await bot.login();
      expect((await bot.call('GET', `v3/teams/${LAB_TEAM.id}`, undefined, token)).status).toBe(200);
      now += 3_600_001;
      expect((await bot.call('GET', `v3/teams/${LAB_TEAM.id}`, undefined, token)).status).toBe(401);
      await other.stop();
    });

    it('answers under no other host name', async () => {
      const { hostname, port } = new URL(client.channel.addresses().url);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const options = {
          hostname,
          port,
          path: '/.well-known/keys',
          headers: { host: `evil.example:${port}` },
        };
        request(options, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end();
      });
      expect(status).toBe(421);
    });

    it('refuses a bot that is not on this machine', async () => {
      const options = {
        ...TEST_APP,
        newId: () => 'id',
        now: () => 0,
        botEndpoint: 'http://bot.example/api/messages',
      };
      await expect(createLabChannel(options)).rejects.toThrow('loopback only');
    });
  });

  describe('messages', () => {
    it('keeps a thread, its reply and the edits in order', async () => {
      const { id, activityId } = await startThread();
      expect(id).toBe(`${CHANNEL};messageid=${activityId}`);
      const reply = await bot.call('POST', activitiesOf(id), { type: 'message', text: 'one' });
      const { id: replyId } = reply.body as { id: string };
      const nested = await bot.call('POST', activitiesOf(id, replyId), { type: 'message', text: 'two' });
      expect([reply.status, nested.status]).toEqual([201, 201]);
      expect(
        (await bot.call('PUT', activitiesOf(id, replyId), { type: 'message', text: 'one, edited' })).status,
      ).toBe(200);
      const thread = client.thread(activityId);
      expect(thread.map((message) => currentRevision(message).text)).toEqual(['root', 'one, edited', 'two']);
      expect(thread[1]?.revisions.map((revision) => revision.text)).toEqual(['one', 'one, edited']);
    });

    it('starts a new thread for a post to the bare channel', async () => {
      const first = await bot.call('POST', activitiesOf(CHANNEL), { type: 'message', text: 'a' });
      const second = await bot.call('POST', activitiesOf(CHANNEL), { type: 'message', text: 'b' });
      const ids = [first, second].map(({ body }) => (body as { id: string }).id);
      expect(client.channel.store.all().map((message) => message.threadId)).toEqual(ids);
    });

    it('opens the personal chat of a member of the tenant', async () => {
      const members = [{ id: asker.id }];
      const { status, body } = await bot.call('POST', 'v3/conversations', {
        members,
        tenantId: LAB_TENANT_ID,
      });
      expect([status, body]).toMatchObject([201, { id: personalChatOf(asker).id }]);
      await bot.call('POST', activitiesOf(personalChatOf(asker).id), { type: 'message', text: 'just you' });
      expect(client.channel.store.inPlace(personalChatOf(asker).id)).toHaveLength(1);
    });

    it('splits text with a card and gives no id back, as Teams does', async () => {
      const activity = { ...cardActivity(voteCard('Vote')), text: 'and a card' };
      const { body } = await bot.call('POST', activitiesOf(CHANNEL), activity);
      expect(body).toEqual({});
      expect(client.channel.store.all()).toHaveLength(2);
    });

    it('deletes only once', async () => {
      const { id, activityId } = await startThread();
      const statuses = [];
      for (let i = 0; i < 2; i += 1)
        statuses.push((await bot.call('DELETE', activitiesOf(id, activityId))).status);
      expect(statuses).toEqual([200, 404]);
    });

    it('lets the bot change only its own messages', async () => {
      const { message } = await client.as('asker').inChannel().say('mine', { mention: false });
      const { status } = await bot.call('PUT', activitiesOf(CHANNEL, message.id), {
        type: 'message',
        text: 'yours',
      });
      expect(status).toBe(403);
      expect(currentRevision(message).text).toBe('mine');
    });

    const tooLong = { type: 'message', text: 'x'.repeat(51_200) };
    it.each([
      [
        'an unknown conversation',
        'POST',
        activitiesOf('19:nowhere@thread.tacv2'),
        { text: 'x' },
        404,
        'ConversationNotFound',
      ],
      [
        'an unknown thread',
        'POST',
        activitiesOf(`${CHANNEL};messageid=1`),
        { text: 'x' },
        404,
        'ConversationNotFound',
      ],
      [
        'an edit of nothing',
        'PUT',
        activitiesOf(CHANNEL, '1'),
        { text: 'x' },
        404,
        'ActivityNotFoundInConversation',
      ],
      [
        'a reply to nothing',
        'POST',
        activitiesOf(CHANNEL, '1'),
        { text: 'x' },
        404,
        'ActivityNotFoundInConversation',
      ],
      ['more than 100 KB as UTF-16', 'POST', activitiesOf(CHANNEL), tooLong, 413, 'MessageSizeTooBig'],
      ['an empty message', 'POST', activitiesOf(CHANNEL), { type: 'message' }, 400, 'BadSyntax'],
      [
        'a mention that the text does not hold',
        'POST',
        activitiesOf(CHANNEL),
        mention('look', asker.aadObjectId, '<at>Omar</at>'),
        400,
        'BadArgument',
      ],
      [
        'a mention of somebody who is not in the team',
        'POST',
        activitiesOf(CHANNEL),
        mention('<at>Fia</at>', foreign.aadObjectId, '<at>Fia</at>'),
        400,
        'BadArgument',
      ],
      [
        'a card that is none',
        'POST',
        activitiesOf(CHANNEL),
        cardActivity({ type: 'Sheet' }),
        400,
        'BadSyntax',
      ],
      [
        'a thread without a message',
        'POST',
        'v3/conversations',
        { channelData: { channel: { id: CHANNEL } } },
        400,
        'BadSyntax',
      ],
      [
        'a chat with nobody known',
        'POST',
        'v3/conversations',
        { members: [{ id: '29:x' }] },
        400,
        'BadArgument',
      ],
      [
        'a chat across tenants',
        'POST',
        'v3/conversations',
        { members: [{ id: foreign.id }], tenantId: LAB_TENANT_ID },
        403,
        'ForbiddenOperationException',
      ],
    ])('refuses %s', async (_what, method, path, body, status, code) => {
      const answer = await bot.call(method, path, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ error: { code } });
    });
  });

  describe('the roster', () => {
    const members = `v3/conversations/${encodeURIComponent(CHANNEL)}`;

    it.each([
      ['Teams identity', asker.id],
      ['Entra object id', asker.aadObjectId],
    ])('finds a member by %s', async (_what, id) => {
      const { body } = await bot.call('GET', `${members}/members/${encodeURIComponent(id)}`);
      expect(body).toMatchObject({
        id: asker.id,
        aadObjectId: asker.aadObjectId,
        tenantId: LAB_TENANT_ID,
        userRole: 'user',
      });
    });

    it('does not know people who are not in the team', async () => {
      const { status, body } = await bot.call('GET', `${members}/members/${encodeURIComponent(foreign.id)}`);
      expect([status, body]).toMatchObject([404, { error: { code: 'MemberNotFoundInConversation' } }]);
    });

    it('lists members, in pages too, and says who is a guest', async () => {
      const all = await bot.call('GET', `${members}/members`);
      const paged = await bot.call('GET', `${members}/pagedmembers?pageSize=5`);
      expect(all.body).toHaveLength(LAB_PEOPLE.filter((person) => person.member).length);
      expect(paged.body).toEqual({ members: all.body });
      expect(JSON.stringify(all.body)).toContain('"userRole":"guest"');
    });

    it('describes the team and its channels, General without a name', async () => {
      const team = await bot.call('GET', `v3/teams/${encodeURIComponent(LAB_TEAM.id)}`);
      const channels = await bot.call('GET', `v3/teams/${encodeURIComponent(LAB_TEAM.id)}/conversations`);
      expect(team.body).toMatchObject({ name: LAB_TEAM.name, channelCount: 2 });
      expect(channels.body).toEqual({
        conversations: [
          { id: CHANNEL, name: INCIDENT_CHANNEL.name },
          { id: LAB_TEAM.id, name: null },
        ],
      });
      expect((await bot.call('GET', 'v3/teams/19:other')).status).toBe(404);
    });
  });
});
