import type { Incoming, RefusedTry, Reply } from '../../../src/commands/incoming';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import type { BotIdentity } from '../../../src/teams/bot-identity';
import { createMessenger } from '../../../src/teams/messenger';
import { createServer } from '../../../src/teams/server';
import type { BotServer } from '../../../src/teams/server';
import { startConnector } from './connector';
import type { Connector } from './connector';
import { signToken, startTokenIssuer } from './token-issuer';
import type { TokenIssuer, TokenWish } from './token-issuer';

export const APP_ID = '11111111-aaaa-4bbb-8ccc-000000000001';
export const TENANT_ID = '22222222-aaaa-4bbb-8ccc-000000000002';
export const ALICE = '33333333-aaaa-4bbb-8ccc-000000000003';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface Bot {
  readonly url: string;
  readonly issuer: TokenIssuer;
  readonly connector: Connector;
  readonly identity: BotIdentity;
  readonly server: BotServer;
  /** Everything `receive` was given. */
  readonly received: Incoming[];
  /** Every refused try that was to be noted. */
  readonly refused: RefusedTry[];
  readonly log: LogLine[];
  /** What `receive` answers. */
  reply: (incoming: Incoming) => Reply | Promise<Reply>;
  isReady: () => boolean | Promise<boolean>;
  readonly token: (wish?: TokenWish) => Promise<string>;
  /** Posts to /api/messages; without `authorization` with a good token. */
  readonly send: (
    activity: unknown,
    authorization?: string | null,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

export function identityFor(issuer: TokenIssuer, connector: Connector): BotIdentity {
  return botIdentitySchema.parse({
    appId: APP_ID,
    appPassword: 'the-password',
    tenantId: TENANT_ID,
    issuer: issuer.url,
    openIdMetadataUrl: issuer.openIdMetadataUrl,
    loginUrl: `${issuer.url}/${TENANT_ID}`,
    allowedServiceUrls: [connector.url],
  });
}

export function recordingLog(lines: LogLine[]) {
  const at = (level: LogLine['level']) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export const systemClock = { now: () => Date.now() };

/** The real server with real HTTP on every side; only the commands behind `receive` are left out. */
export async function startBot(): Promise<Bot> {
  const [issuer, connector] = await Promise.all([startTokenIssuer(), startConnector()]);
  const identity = identityFor(issuer, connector);
  const lines: LogLine[] = [];
  const log = recordingLog(lines);
  const received: Incoming[] = [];
  const refused: RefusedTry[] = [];
  const server = createServer({
    host: '127.0.0.1',
    port: 0,
    identity,
    clock: systemClock,
    log,
    messenger: createMessenger({ identity, clock: systemClock, log }),
    isReady: () => bot.isReady(),
    noteRefused: async (tried) => void refused.push(tried),
    receive: async (incoming) => {
      received.push(incoming);
      return bot.reply(incoming);
    },
  });
  const { url } = await server.start();
  const token = (wish: TokenWish = {}) => {
    const claims = { iss: issuer.url, aud: APP_ID, serviceurl: connector.url, ...wish.claims };
    return signToken(issuer, { ...wish, claims });
  };
  const bot: Bot = {
    url,
    issuer,
    connector,
    identity,
    server,
    received,
    refused,
    log: lines,
    reply: () => ({ kind: 'text', text: 'answer' }),
    isReady: () => true,
    token,
    send: async (activity, authorization, headers = {}) => {
      const bearer = authorization === undefined ? `Bearer ${await token()}` : authorization;
      return fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer === null ? {} : { authorization: bearer }),
          ...headers,
        },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      });
    },
    stop: async () => {
      await server.stop();
      await Promise.all([issuer.close(), connector.close()]);
    },
  };
  return bot;
}
