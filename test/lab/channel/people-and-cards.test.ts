import {
  INCIDENT_CHANNEL,
  LAB_TEAM,
  LAB_TENANT_ID,
  personalChatOf,
  personByKey,
} from '../../../src/lab/channel/people';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { activitiesOf, cardActivity, startEchoBot, voteCard } from './echo-bot';
import type { EchoBot } from './echo-bot';

const CARD = 'application/vnd.microsoft.card.adaptive';
const asker = personByKey('asker');
const approver = personByKey('approver1');

describe('people and cards in the lab channel', () => {
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

  const postCard = async (card = voteCard('Restart?')) => {
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(card));
    return client.waitForCard((seen) => seen.text.includes('Restart?'));
  };

  describe('what the bot receives', () => {
    it('is, for a channel message, what Teams sends', async () => {
      const { message, delivery } = await client.as('asker').inChannel().say('check hci-lab');
      expect(delivery?.status).toBe(202);
      expect(bot.received).toEqual([
        expect.objectContaining({
          type: 'message',
          id: message.id,
          channelId: 'msteams',
          serviceUrl: client.channel.addresses().serviceUrl,
          text: '<at>Incident Bot</at> check hci-lab\n',
          from: { id: asker.id, name: asker.name, aadObjectId: asker.aadObjectId },
          recipient: { id: `28:${TEST_APP.appId}`, name: 'Incident Bot' },
          conversation: {
            id: `${INCIDENT_CHANNEL.id};messageid=${message.id}`,
            conversationType: 'channel',
            isGroup: true,
            tenantId: LAB_TENANT_ID,
          },
        }),
      ]);
      expect(bot.received[0]).toMatchObject({
        channelData: {
          tenant: { id: LAB_TENANT_ID },
          team: { id: LAB_TEAM.id },
          channel: { id: INCIDENT_CHANNEL.id },
        },
        entities: [
          { type: 'mention', mentioned: { id: `28:${TEST_APP.appId}` }, text: '<at>Incident Bot</at>' },
          {},
        ],
      });
    });

    it('is, for an answer that quotes, the marker of the quote before the text, and an entity', async () => {
      const seen = await postCard();
      await client.as('viewer').inPersonalChat().say('status <all>', { quotes: seen.message.id });
      expect(bot.received[0]).toMatchObject({
        text: `<quoted messageId="${seen.message.id}"/> status <all>`,
        attachments: [{ contentType: 'text/html', content: '<div><div>status &lt;all&gt;</div>\n</div>' }],
        entities: [{ type: 'quotedReply', quotedReply: { messageId: seen.message.id } }, {}],
      });
    });

    it('is nothing when the bot is not mentioned in a channel', async () => {
      const { delivery } = await client.as('asker').inChannel().say('lunch?', { mention: false });
      expect(delivery).toBeNull();
      expect(bot.received).toEqual([]);
    });

    it('is, in a personal chat, without mention, team and channel', async () => {
      await client.as('viewer').inPersonalChat().say('status');
      expect(bot.received[0]).toMatchObject({
        text: 'status',
        conversation: { id: personalChatOf(personByKey('viewer')).id, conversationType: 'personal' },
        channelData: { tenant: { id: LAB_TENANT_ID } },
      });
      expect(bot.received[0]).not.toHaveProperty('channelData.team');
    });

    it('is, for a click, an invoke with the inputs merged into the data', async () => {
      const seen = await postCard();
      await client.as('approver1').click(seen, 'approve', { reason: 'crash loop' });
      expect(bot.received[0]).toMatchObject({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: seen.message.id,
        conversation: { id: `${INCIDENT_CHANNEL.id};messageid=${seen.message.id}` },
        value: {
          trigger: 'manual',
          action: { type: 'Action.Execute', verb: 'approve', data: { request: 'r-1', reason: 'crash loop' } },
        },
      });
    });

    it('is, for a submit, a message with a value and no text', async () => {
      const seen = await postCard();
      await client.as('approver1').submit(seen, 'approve', { reason: 'ok' });
      expect(bot.received[0]).toMatchObject({
        type: 'message',
        replyToId: seen.message.id,
        value: { request: 'r-1', reason: 'ok' },
      });
      expect(bot.received[0]).not.toHaveProperty('text');
    });

    it('tells of being added to the team and to each personal chat', async () => {
      await client.channel.install();
      const kinds = bot.received.map(({ type, conversation }) => [type, conversation.conversationType]);
      expect(kinds.slice(0, 3)).toEqual([
        ['conversationUpdate', 'channel'],
        ['installationUpdate', 'channel'],
        ['conversationUpdate', 'personal'],
      ]);
      expect(bot.received[0]).toMatchObject({ membersAdded: [{ id: `28:${TEST_APP.appId}` }] });
    });
  });

  describe('what a person sees', () => {
    it('is, after a card answer, that card for the clicker alone', async () => {
      const seen = await postCard();
      bot.onInvoke = () => ({
        status: 200,
        body: { statusCode: 200, type: CARD, value: voteCard('You voted') },
      });
      expect(await client.as('approver1').click(seen, 'approve')).toMatchObject({ kind: 'card' });
      expect(client.as('approver1').sees(seen.message).text).toContain('You voted');
      expect(client.as('approver2').sees(seen.message).text).toContain('Restart?');
    });

    it('is the shared card again once the bot has edited it', async () => {
      const seen = await postCard();
      bot.onInvoke = () => ({
        status: 200,
        body: { statusCode: 200, type: CARD, value: voteCard('You voted') },
      });
      await client.as('approver1').click(seen, 'approve');
      await bot.call(
        'PUT',
        activitiesOf(INCIDENT_CHANNEL.id, seen.message.id),
        cardActivity(voteCard('Done')),
      );
      expect(client.as('approver1').sees(seen.message).text).toContain('Done');
    });

    it('is, after a message answer, a private notice and the same card', async () => {
      const seen = await postCard();
      expect(await client.as('outsider').click(seen, 'approve')).toEqual({ kind: 'message', text: 'Noted.' });
      expect(client.as('outsider').notices()).toEqual(['Noted.']);
      expect(client.as('approver1').notices()).toEqual([]);
      expect(client.as('outsider').sees(seen.message).text).toContain('Restart?');
    });

    const error = {
      statusCode: 403,
      type: 'application/vnd.microsoft.error',
      value: { code: 'x', message: 'Not you.' },
    };
    it.each([
      ['an error in the body', 200, error, 'Not you.'],
      ['the error as HTTP status', 403, error, 'Something went wrong (the bot answered HTTP 403).'],
      [
        'the wrongly documented card type',
        200,
        { statusCode: 200, type: 'application/vnd.microsoft.adaptive.card', value: {} },
        'adaptive.card',
      ],
      ['a card that is none', 200, { statusCode: 200, type: CARD, value: { type: 'Sheet' } }, 'not a card'],
      ['an empty answer', 200, {}, 'without statusCode'],
    ])('is an error after %s', async (_what, status, body, text) => {
      const seen = await postCard();
      bot.onInvoke = () => ({ status, body });
      expect(await client.as('approver1').click(seen, 'approve')).toMatchObject({ kind: 'error' });
      expect(client.as('approver1').notices()).toEqual([expect.stringContaining(text)]);
    });

    it('is an error when the bot is gone', async () => {
      const seen = await postCard();
      await bot.stop();
      expect(await client.as('approver1').click(seen, 'approve')).toMatchObject({ kind: 'error' });
      expect((await client.as('asker').inChannel().say('check')).delivery).toMatchObject({ status: null });
      expect(client.as('asker').notices()).toEqual([expect.stringContaining('Not delivered')]);
      expect(client.channel.link.reachable()).toBe(false);
    });

    it('is only what the person can open: no foreign chats, no channels for people outside the team', () => {
      const foreignChat = personalChatOf(asker).id;
      expect(() => client.channel.say('viewer', foreignChat, 'hi')).toThrow('cannot see');
      expect(() => client.channel.say('foreign', INCIDENT_CHANNEL.id, 'hi')).toThrow('cannot see');
    });
  });

  describe('refresh', () => {
    it('is due for the people the card names, until they have a view of their own', async () => {
      const { message } = await postCard(voteCard('Restart?', [approver.id]));
      bot.onInvoke = () => ({
        status: 200,
        body: { statusCode: 200, type: CARD, value: voteCard('For Ana', [approver.id]) },
      });
      const due = () =>
        ['approver1', 'approver2'].map((key) => client.channel.refreshDue(message, personByKey(key)));
      expect(due()).toEqual([true, false]);
      await client.as('approver1').refresh(message);
      expect(bot.received[0]).toMatchObject({ value: { trigger: 'automatic', action: { verb: 'view' } } });
      expect(client.as('approver1').sees(message).text).toContain('For Ana');
      expect(due()).toEqual([false, false]);
    });

    it('is due again after an edit, and after a minute', async () => {
      let now = 1_700_000_000_000;
      const other = await startBotFrameworkClient(bot.endpoint(), { now: () => now });
      bot.connect(other.channel.addresses());
      await bot.call(
        'POST',
        activitiesOf(INCIDENT_CHANNEL.id),
        cardActivity(voteCard('Restart?', [approver.id])),
      );
      const { message } = await other.waitForCard(() => true);
      const due = () => other.channel.refreshDue(other.channel.store.find(message.id) ?? message, approver);
      await other.as('approver1').refresh(message);
      const after = [due()];
      now += 60_000;
      after.push(due());
      await other.as('approver1').refresh(message);
      after.push(due());
      await bot.call(
        'PUT',
        activitiesOf(INCIDENT_CHANNEL.id, message.id),
        cardActivity(voteCard('2', [approver.id])),
      );
      after.push(due());
      expect(after).toEqual([false, true, false, true]);
      await other.stop();
    });

    it('that fails by itself is shown to nobody', async () => {
      const { message } = await postCard(voteCard('Restart?', [approver.id]));
      bot.onInvoke = () => ({ status: 500, body: {} });
      await client.as('approver1').refresh(message);
      expect(client.as('approver1').notices()).toEqual([]);
    });
  });
});
