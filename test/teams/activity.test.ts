import { parseActivity } from '../../src/teams/activity';
import type { ParsedActivity } from '../../src/teams/activity';
import { BOT_MENTION, channelActivity, click, mentioned, personal, submit } from './support/activities';
import { ALICE, APP_ID, TENANT_ID } from './support/bot-under-test';

const OWNER = { appId: APP_ID, tenantId: TENANT_ID };
const URL = 'https://smba.trafficmanager.net/emea/';
const FOREIGN = '99999999-aaaa-4bbb-8ccc-000000000009';
const parse = (activity: unknown): ParsedActivity => parseActivity(activity, OWNER);
const alice = { id: '29:alice', name: 'Alice Example', aadObjectId: ALICE };
const by = { tenantId: TENANT_ID, objectId: ALICE, name: 'Alice Example' };
const channel = {
  kind: 'channel',
  id: '19:channel@thread.tacv2;messageid=1',
  channelId: '19:channel@thread.tacv2',
  teamId: '19:team@thread.tacv2',
  serviceUrl: URL,
};

const memberId = '29:alice';

describe('what people say and click', () => {
  it('text in a channel: without the mention, with the thread to answer in', () => {
    expect(parse(mentioned(URL, 'status', { id: 'a1' }))).toEqual({
      kind: 'incoming',
      incoming: { kind: 'text', activityId: 'a1', by, memberId, conversation: channel, text: 'status' },
    });
  });

  it('text in a personal chat needs no mention', () => {
    expect(parse(personal(URL, 'help', { id: 'a2' }))).toEqual({
      kind: 'incoming',
      incoming: {
        kind: 'text',
        activityId: 'a2',
        by,
        memberId,
        conversation: { kind: 'personal', id: 'a:alice', channelId: null, teamId: null, serviceUrl: URL },
        text: 'help',
      },
    });
  });

  it('text in a channel that answers with a quote: the marker is no part of the command', () => {
    const quoted = { type: 'quotedReply', quotedReply: { messageId: '7', preview: 'Approval needed ...' } };
    const text = '<quoted messageId="7"/> <at>Incident Bot</at>&nbsp;approve A1B2\n';
    const activity = mentioned(URL, '', { text, entities: [quoted, BOT_MENTION] });
    expect(parse(activity)).toMatchObject({ incoming: { kind: 'text', text: 'approve A1B2' } });
  });

  it('a mention that says only whom it means is one', () => {
    const entities = [{ type: 'mention', mentioned: BOT_MENTION.mentioned }];
    expect(parse(mentioned(URL, 'status', { entities }))).toMatchObject({ incoming: { text: 'status' } });
  });

  it('text in a group chat with a mention', () => {
    const groupChat = { id: '19:g@thread.v2', conversationType: 'groupChat', tenantId: TENANT_ID };
    expect(parse(mentioned(URL, 'status', { conversation: groupChat }))).toMatchObject({
      incoming: { conversation: { kind: 'group', id: '19:g@thread.v2', channelId: null, teamId: null } },
    });
  });

  it.each([
    ['a channel', channelActivity(URL, { type: 'message', text: 'lunch?' })],
    [
      'a channel, somebody else mentioned',
      channelActivity(URL, {
        type: 'message',
        text: '<at>Bob</at> lunch?',
        entities: [{ type: 'mention', text: '<at>Bob</at>', mentioned: { id: '29:bob' } }],
      }),
    ],
  ])('text in %s without a mention of the bot is ignored', (_name, activity) => {
    expect(parse(activity)).toEqual({ kind: 'ignored', reason: 'not mentioned' });
  });

  it('invariant 15: Execute and its Submit fallback are the same action, told apart by `via` only', () => {
    const execute = parse(click(URL, 'vote', { requestId: 'r1', decision: 'approve' }, { id: 'a3' }));
    const fallback = parse(submit(URL, 'vote', { requestId: 'r1', decision: 'approve' }, { id: 'a3' }));
    const action = {
      kind: 'action',
      activityId: 'a3',
      by,
      memberId,
      conversation: channel,
      verb: 'vote',
      data: { requestId: 'r1', decision: 'approve' },
      cardActivityId: 'card-1',
      trigger: 'manual',
    };
    expect(execute).toEqual({ kind: 'incoming', incoming: { ...action, via: 'execute' } });
    expect(fallback).toEqual({ kind: 'incoming', incoming: { ...action, via: 'submit' } });
  });

  it.each([
    ['automatic', 'automatic'],
    ['manual', 'manual'],
    [undefined, 'manual'],
    [null, 'manual'],
  ])('trigger %s is read as %s', (trigger, read) => {
    const value = { action: { type: 'Action.Execute', verb: 'refresh' }, trigger };
    expect(parse(click(URL, 'refresh', {}, { value }))).toMatchObject({
      incoming: { trigger: read, data: {} },
    });
  });

  it.each([
    ['installed in a channel', { type: 'installationUpdate', action: 'add' }],
    ['the bot was added', { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }] }],
  ])('%s: it is installed, and nobody need have done it', (_name, fields) => {
    const activity = channelActivity(URL, { ...fields, id: 'a4', from: { id: '29:alice' } });
    expect(parse(activity)).toEqual({
      kind: 'incoming',
      incoming: { kind: 'installed', activityId: 'a4', conversation: channel },
    });
  });

  it.each([
    ['removed', { type: 'installationUpdate', action: 'remove' }],
    ['somebody else was added', { type: 'conversationUpdate', membersAdded: [{ id: '29:bob' }] }],
    ['a channel was renamed', { type: 'conversationUpdate', membersAdded: null }],
    ['a reaction', { type: 'messageReaction' }],
    ['a picture only', { type: 'message', text: null, entities: [BOT_MENTION] }],
  ])('ignored: %s', (_name, fields) => {
    expect(parse(channelActivity(URL, fields))).toMatchObject({ kind: 'ignored' });
  });
});

describe('invariant 2: only a person of the tenant, named by the authenticated activity, is somebody', () => {
  const conversation = { id: 'c', conversationType: 'channel' };
  const refused: [string, string, Record<string, unknown>][] = [
    ['another channel than Teams', 'not-teams', { channelId: 'webchat' }],
    ['the emulator', 'not-teams', { channelId: 'emulator' }],
    [
      'a foreign tenant of the conversation',
      'other-tenant',
      { conversation: { ...conversation, tenantId: FOREIGN } },
    ],
    ['no tenant anywhere', 'other-tenant', { conversation, channelData: undefined }],
    [
      'a foreign tenant beside ours',
      'other-tenant',
      {
        conversation: { ...conversation, tenantId: TENANT_ID },
        channelData: { tenant: { id: FOREIGN } },
      },
    ],
    ['a foreign tenant in the channel data', 'other-tenant', { channelData: { tenant: { id: FOREIGN } } }],
    ['a sender of a foreign tenant', 'other-tenant', { from: { ...alice, tenantId: FOREIGN } }],
    ['no object id', 'no-person', { from: { id: '29:alice', name: 'Alice Example' } }],
    ['an object id that is none', 'no-person', { from: { ...alice, aadObjectId: 'alice' } }],
    ['a guest by role', 'guest', { from: { ...alice, userRole: 'guest' } }],
    ['an anonymous meeting guest', 'guest', { from: { ...alice, userRole: 'anonymous' } }],
    ['a guest by name', 'guest', { from: { ...alice, userPrincipalName: 'a_b.example#EXT#@x.example' } }],
    ['a bot by role', 'bot', { from: { ...alice, role: 'bot' } }],
    ['a bot by id', 'bot', { from: { ...alice, id: '28:other' } }],
    ['no sender', 'malformed', { from: undefined }],
    ['no id', 'malformed', { id: undefined }],
    [
      'an unknown kind of conversation',
      'malformed',
      { conversation: { id: 'c', conversationType: 'meeting', tenantId: TENANT_ID } },
    ],
    [
      'a kind of conversation that is a property of every object',
      'malformed',
      { conversation: { id: 'c', conversationType: 'toString', tenantId: TENANT_ID } },
    ],
  ];

  it.each(refused)('refuses %s, typed or clicked', (_name, reason, fields) => {
    expect(parse(click(URL, 'vote', {}, fields))).toEqual({ kind: 'refused', reason });
    expect(parse(mentioned(URL, 'status', fields))).toEqual({ kind: 'refused', reason });
  });

  it.each([
    ['the channel data alone', { conversation }],
    ['the conversation alone', { channelData: { channel: { id: '19:channel@thread.tacv2' } } }],
  ])('%s may name the tenant: Teams does not always send both', (_which, fields) => {
    expect(parse(click(URL, 'vote', {}, fields))).toMatchObject({ incoming: { by } });
    expect(parse(mentioned(URL, 'status', fields))).toMatchObject({ incoming: { by } });
  });

  it('a name in the data changes nobody', () => {
    const parsed = parse(click(URL, 'vote', { aadObjectId: FOREIGN, tenantId: FOREIGN, from: 'Bob' }));
    expect(parsed).toMatchObject({ incoming: { by } });
  });

  it('ids are compared in one spelling', () => {
    const upper = { ...alice, aadObjectId: ALICE.toUpperCase() };
    const tenant = TENANT_ID.toUpperCase();
    const parsed = parse(personal(URL, 'hi', { from: upper, channelData: { tenant: { id: tenant } } }));
    expect(parsed).toMatchObject({ incoming: { by: { objectId: ALICE, tenantId: TENANT_ID } } });
  });
});

describe('shapes that are not understood have no effect', () => {
  const execute = (value: unknown) => click(URL, 'vote', {}, { value });
  it.each([
    ['no activity', 'nothing'],
    ['null', null],
    ['no value', execute(undefined)],
    ['no action', execute({})],
    ['an unknown trigger', execute({ action: { type: 'Action.Execute', verb: 'vote' }, trigger: 'later' })],
    ['a Submit inside an invoke', execute({ action: { type: 'Action.Submit', verb: 'vote' } })],
    ['no verb', execute({ action: { type: 'Action.Execute', data: {} } })],
    ['a verb that is no text', execute({ action: { type: 'Action.Execute', verb: 1 } })],
    ['data that is a list', execute({ action: { type: 'Action.Execute', verb: 'vote', data: [] } })],
    ['a Submit without a verb', submit(URL, 'vote', {}, { value: { requestId: 'r' } })],
    ['a Submit whose value is text', submit(URL, 'vote', {}, { value: 'vote' })],
  ])('malformed: %s', (_name, activity) => {
    expect(parse(activity)).toEqual({ kind: 'refused', reason: 'malformed' });
  });

  it('an invoke of another kind is not supported', () => {
    expect(parse(click(URL, 'vote', {}, { name: 'task/fetch' }))).toEqual({
      kind: 'refused',
      reason: 'not-supported',
    });
  });
});
