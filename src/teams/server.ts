import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import type { Request, RequestHandler, Response, Server, ServerOptions } from 'restify';
import { z } from 'zod';
import type { NoteRefusedTry, Receive } from '../commands/incoming';
import type { Clock, Messenger } from '../ports';
import { createBot } from './bot';
import type { TakeActivity } from './bot';
import type { BotIdentity } from './bot-identity';
import { sendError, sendJson } from './http-answer';
import type { Logger } from '../logger';
import { MAX_BODY_BYTES, bodyGuard, refuse, tokenGuard } from './request-guard';
import type { VerifiedServiceUrls } from './request-guard';
import { isAllowedServiceUrl } from './service-url';
import { createSigningKeys } from './signing-keys';
import { createVerifyToken } from './verify-token';

/** Time for headers and body of a request to arrive, in ms. */
const ARRIVAL_MS = 15_000;
/** How long requests under way may go on after a stop, in ms. */
const STOP_GRACE_MS = 5_000;
const MAX_HEADERS = 64;

export interface ServerParts {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly identity: BotIdentity;
  readonly receive: Receive;
  readonly noteRefused: NoteRefusedTry;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether the process can do its work now (store reachable, configuration loaded). A rejection counts as no. */
  readonly isReady: () => boolean | Promise<boolean>;
}

export interface BotServer {
  /** Listens; resolves to the address. Rejects when the port is taken. */
  start(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops listening, lets requests under way end for a few seconds, then closes what is left. May be called twice. */
  stop(): Promise<void>;
}

/** The public side of the bot: `POST /api/messages` for the connector, and what a supervisor asks (`/livez`, `/readyz`). */
export function createServer(parts: ServerParts): BotServer {
  const server = restify.createServer(serverOptions());
  addLimits(server);
  addHealth(server, parts);
  addMessages(server, parts);
  answerErrors(server, parts.log);
  return lifecycle(server, parts);
}

/**
 * restify writes to its logger what it sees of requests, headers included, so it gets one that says nothing; what matters is logged by
 * us. Its types know only bunyan: this is the one place where that is bent. The empty name leaves out the `server` header.
 */
function serverOptions(): ServerOptions {
  const quiet = () => undefined;
  const log = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
  return { name: '', log: log as unknown as NonNullable<ServerOptions['log']> };
}

/** Header bytes are limited by Node (16 KiB, answered with 431). */
function addLimits(server: Server): void {
  server.server.requestTimeout = ARRIVAL_MS;
  server.server.headersTimeout = ARRIVAL_MS;
  server.server.maxHeadersCount = MAX_HEADERS;
}

function addHealth(server: Server, { isReady }: ServerParts): void {
  const readiness: RequestHandler = async (_req, res) => {
    const ready = await readinessOf(isReady);
    sendJson(res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
  };
  server.get('/livez', (_req, res, next) => {
    sendJson(res, 200, { status: 'alive' });
    next();
  });
  server.get('/readyz', readiness);
  server.get('/healthz', readiness);
}

async function readinessOf(isReady: ServerParts['isReady']): Promise<boolean> {
  try {
    return await isReady();
  } catch {
    return false;
  }
}

function addMessages(server: Server, parts: ServerParts): void {
  const { identity, clock, log } = parts;
  const verify = createVerifyToken(identity, createSigningKeys(identity.openIdMetadataUrl, clock), clock);
  const verified: VerifiedServiceUrls = new WeakMap();
  server.post(
    '/api/messages',
    tokenGuard({ verify, clock, log, verified }),
    bodyGuard,
    restify.plugins.bodyReader({ maxBodySize: MAX_BODY_BYTES }),
    ...restify.plugins.jsonBodyParser({ bodyReader: true }),
    messages(parts, createBot(parts), verified),
  );
}

const bodySchema = z.looseObject({ type: z.string().min(1), serviceUrl: z.string().min(1) });

/** The body is believed only as far as its serviceUrl is the one the token was issued for, and one that may get our token. */
function messages(
  { identity, log }: ServerParts,
  take: TakeActivity,
  verified: VerifiedServiceUrls,
): RequestHandler {
  return async (req, res) => {
    const body = bodySchema.safeParse(req.body);
    if (!body.success) return sendError(res, 400);
    if (body.data.serviceUrl !== verified.get(req)) {
      log.warn({ reason: 'service-url' }, 'Refused a request: its serviceUrl is not the one of its token');
      return refuse(res);
    }
    if (!isAllowedServiceUrl(body.data.serviceUrl, identity.allowedServiceUrls)) {
      log.warn(
        { reason: 'service-url' },
        'Refused a request: add its connector to allowedServiceUrls to accept it',
      );
      return sendError(res, 403);
    }
    const answer = await take(body.data);
    sendJson(res, answer.status, answer.body);
  };
}

/** restify would send the text of an error; here it sends the status only. */
function answerErrors(server: Server, log: Logger): void {
  server.on('restifyError', (_req: Request, res: Response, error: unknown, done: () => void) => {
    const status = statusOf(error);
    if (status >= 500)
      log.error({ fault: error instanceof Error ? error.name : typeof error }, 'A request failed');
    sendError(res, status, status === 413 ? { connection: 'close' } : {});
    // Without this mark restify would answer a second time.
    Object.assign(res, { _sent: true });
    done();
  });
}

function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
}

function lifecycle(server: Server, { host, port, log }: ServerParts): BotServer {
  let stopping: Promise<void> | null = null;
  const http = server.server;
  // Without a listener restify would turn a taken port into an uncaught exception; start() reports it.
  server.on('error', (error: Error) => log.error({ fault: error.name }, 'The HTTP server has a problem'));

  async function close(): Promise<void> {
    if (!http.listening) return;
    const closed = once(http, 'close');
    // Whatever connection is left once nothing is under way is kept alive, or was never used.
    const closeWhenDone = () => {
      if (server.inflightRequests() === 0) http.closeAllConnections();
    };
    server.on('after', () => setImmediate(closeWhenDone));
    http.close();
    closeWhenDone();
    const grace = setTimeout(() => http.closeAllConnections(), STOP_GRACE_MS);
    await closed;
    clearTimeout(grace);
    log.info({}, 'The HTTP server has stopped');
  }

  return {
    async start() {
      const listening = once(http, 'listening');
      server.listen(port, host);
      await listening;
      const address = http.address() as AddressInfo;
      log.info({ host, port: address.port }, 'The HTTP server listens');
      const name = host.includes(':') ? `[${host}]` : host;
      return { url: `http://${name}:${address.port}`, port: address.port };
    },
    stop: () => (stopping ??= close()),
  };
}
