import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** Thrown by handlers: becomes an HTTP answer in the Bot Framework's error shape `{error: {code, message}}`. */
export class HttpFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The decoded value of a `{name}` in the path. @throws Error when the route has no such part. */
  readonly param: (name: string) => string;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: Call) => Promise<void> | void;
}

interface CompiledRoute extends Route {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Matches requests to routes such as `/v3/conversations/{id}/activities`; a path part never spans a slash. */
export function createRouter(routes: readonly Route[]) {
  const compiled = routes.map(compile);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://lab.invalid');
    const onPath = compiled.filter((route) => route.pattern.test(url.pathname));
    const route = onPath.find((candidate) => candidate.method === request.method);
    if (!route) {
      throw onPath.length > 0
        ? new HttpFault(405, 'MethodNotAllowed', 'This address does not offer that method.')
        : new HttpFault(404, 'NotFound', 'The lab channel has nothing at this address.');
    }
    const values = route.pattern.exec(url.pathname)?.slice(1) ?? [];
    await route.handle({
      request,
      response,
      url,
      param: (name) => decoded(values[route.names.indexOf(name)], name),
    });
  };
}

/**
 * The whole body as text.
 * @throws HttpFault 413 when it is longer than `maxBytes`.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += buffer.length;
    if (size > maxBytes) throw new HttpFault(413, 'MessageSizeTooBig', `Send at most ${maxBytes} bytes.`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body parsed as JSON. @throws HttpFault 400 when it is not JSON, 413 when it is too long. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = await readBody(request, maxBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpFault(400, 'BadSyntax', 'The body is not JSON.');
  }
}

/** A body that has to be as the schema says. @throws HttpFault 400 with what is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new HttpFault(400, 'BadSyntax', `The body is not as expected: ${z.prettifyError(result.error)}`);
}

/** Answers with JSON; does nothing when the answer was already sent or the caller has gone. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Answers with a fault; anything that is not an HttpFault is a mistake in the lab itself and told as 500. */
export function sendFault(response: ServerResponse, error: unknown): void {
  const fault =
    error instanceof HttpFault
      ? error
      : new HttpFault(
          500,
          'ServiceError',
          `The lab channel failed: ${error instanceof Error ? error.message : String(error)}`,
        );
  sendJson(response, fault.status, { error: { code: fault.code, message: fault.message } }, fault.headers);
}

function compile(route: Route): CompiledRoute {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const source = route.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)');
  return { ...route, names, pattern: new RegExp(`^${source}/?$`) };
}

function decoded(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`The route has no part {${name}}.`);
  try {
    return decodeURIComponent(value);
  } catch {
    throw new HttpFault(400, 'BadSyntax', `The part {${name}} of the address is not valid percent-encoding.`);
  }
}
