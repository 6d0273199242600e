import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { TEST_APP } from '../../support/bot-framework-client';
import { LAB_TENANT_ID } from '../../../src/lab/channel/people';
import type { LabChannelAddresses } from '../../../src/lab/channel/lab-channel';

const activitySchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  serviceUrl: z.string(),
  text: z.string().optional(),
  replyToId: z.string().optional(),
  from: z.looseObject({ id: z.string(), name: z.string(), aadObjectId: z.string() }),
  conversation: z.looseObject({ id: z.string() }),
  value: z.unknown().optional(),
});
export type Received = z.infer<typeof activitySchema>;

/** What the bot answers to an invoke: the HTTP status and the body. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface EchoBot {
  readonly endpoint: () => string;
  readonly received: readonly Received[];
  /** Calls the connector with the bot's token; `token` replaces it, null sends none. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string | null,
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
  /** A fresh token from the channel's login address. */
  login(form?: Record<string, string>, tenant?: string): Promise<{ status: number; token: string }>;
  onMessage: (activity: Received) => Promise<void> | void;
  onInvoke: (activity: Received) => Promise<InvokeAnswer> | InvokeAnswer;
  connect(addresses: LabChannelAddresses): void;
  stop(): Promise<void>;
}

/** A card with one button and, when given, people whose clients refresh it. */
export function voteCard(title: string, refreshFor?: readonly string[]): Record<string, unknown> {
  const action = { type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { request: 'r-1' } };
  const refresh = {
    action: { type: 'Action.Execute', verb: 'view', data: { request: 'r-1' } },
    userIds: refreshFor,
  };
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    ...(refreshFor ? { refresh } : {}),
    body: [
      { type: 'TextBlock', text: title, wrap: true },
      { type: 'Input.Text', id: 'reason', label: 'Reason' },
      { type: 'ActionSet', actions: [action] },
    ],
  };
}

export function cardActivity(card: unknown): Record<string, unknown> {
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

/** The way into a conversation of the connector. */
export function activitiesOf(conversationId: string, activityId?: string): string {
  const base = `v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  return activityId === undefined ? base : `${base}/${activityId}`;
}

/**
 * The smallest honest bot: checks each token against the published keys, and talks back through the connector with a token of
 * its own. It knows only the protocol, nothing of the product.
 */
export async function startEchoBot(): Promise<EchoBot> {
  const received: Received[] = [];
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;
  let lab: LabChannelAddresses | null = null;
  const known = (): LabChannelAddresses => {
    if (!lab) throw new Error('Connect the echo bot to a lab channel first.');
    return lab;
  };

  const login: EchoBot['login'] = async (form = {}, tenant = LAB_TENANT_ID) => {
    const address = `${known().loginUrl.replace(LAB_TENANT_ID, tenant)}/oauth2/v2.0/token`;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: TEST_APP.appId,
      client_secret: TEST_APP.appPassword,
      scope: 'https://api.botframework.com/.default',
      ...form,
    });
    const answer = await fetch(address, { method: 'POST', body });
    const { access_token = '' } = z
      .object({ access_token: z.string().optional() })
      .parse(await answer.json());
    return { status: answer.status, token: access_token };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const text = (await request.toArray()).map(String).join('');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    if (!keys) throw new Error('not connected');
    const { payload } = await jwtVerify(token, keys, { issuer: known().issuer, audience: TEST_APP.appId });
    const activity = activitySchema.parse(JSON.parse(text));
    if (payload['serviceurl'] !== activity.serviceUrl) throw new Error('token is for another service');
    received.push(activity);
    if (activity.type !== 'invoke') {
      await bot.onMessage(activity);
      return answer(response, 202);
    }
    const { status, body } = await bot.onInvoke(activity);
    answer(response, status, JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => answer(response, 401));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;

  const bot: EchoBot = {
    received,
    login,
    endpoint: () => `http://127.0.0.1:${port}/api/messages`,
    onMessage: () => undefined,
    onInvoke: () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted.' },
    }),
    async call(method, path, body, token) {
      const bearer = token === undefined ? (await login()).token : token;
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (bearer !== null) headers['authorization'] = `Bearer ${bearer}`;
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(known().serviceUrl + path, { method, headers, ...sent });
      return {
        status: answer.status,
        body: JSON.parse(await answer.text()) as unknown,
        headers: answer.headers,
      };
    },
    connect(addresses) {
      lab = addresses;
      keys = createRemoteJWKSet(new URL(`${addresses.url}/.well-known/keys`));
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return bot;
}

/** Not chained: once restify is loaded in the same process, its writeHead returns nothing. */
function answer(response: ServerResponse, status: number, body = ''): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
}
