import { ALICE, APP_ID, TENANT_ID } from './bot-under-test';

type Fields = Readonly<Record<string, unknown>>;

export const BOT_MENTION = {
  type: 'mention',
  text: '<at>Incident Bot</at>',
  mentioned: { id: `28:${APP_ID}`, name: 'Incident Bot' },
};

let lastId = 0;

/** What every Teams activity of a channel carries. */
export function channelActivity(serviceUrl: string, fields: Fields): Fields {
  return {
    id: `activity-${++lastId}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: '2026-11-22T10:00:00.000Z',
    from: { id: '29:alice', name: 'Alice Example', aadObjectId: ALICE },
    recipient: { id: `28:${APP_ID}`, name: 'Incident Bot' },
    conversation: {
      id: '19:channel@thread.tacv2;messageid=1',
      conversationType: 'channel',
      isGroup: true,
      tenantId: TENANT_ID,
    },
    channelData: {
      tenant: { id: TENANT_ID },
      channel: { id: '19:channel@thread.tacv2' },
      team: { id: '19:team@thread.tacv2' },
    },
    ...fields,
  };
}

export function mentioned(serviceUrl: string, text: string, fields: Fields = {}): Fields {
  return channelActivity(serviceUrl, {
    type: 'message',
    text: `<at>Incident Bot</at> ${text}`,
    entities: [BOT_MENTION],
    ...fields,
  });
}

export function personal(serviceUrl: string, text: string, fields: Fields = {}): Fields {
  return channelActivity(serviceUrl, {
    type: 'message',
    text,
    conversation: { id: 'a:alice', conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    ...fields,
  });
}

export function click(serviceUrl: string, verb: string, data: Fields = {}, fields: Fields = {}): Fields {
  return channelActivity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'card-1',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    ...fields,
  });
}

export function submit(serviceUrl: string, verb: string, data: Fields = {}, fields: Fields = {}): Fields {
  return channelActivity(serviceUrl, {
    type: 'message',
    replyToId: 'card-1',
    value: { ...data, verb },
    ...fields,
  });
}
