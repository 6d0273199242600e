import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, startHttpStub } from './http-stub';
import type { HttpStub } from './http-stub';

export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface Connector extends HttpStub {
  readonly calls: RecordedCall[];
  /** Replaces the normal answer; null brings it back. */
  respond: ((response: ServerResponse, request: IncomingMessage) => void) | null;
}

/** A Bot Connector that records every call and answers as it is told. */
export async function startConnector(): Promise<Connector> {
  const calls: RecordedCall[] = [];
  const stub = await startHttpStub((request, body, response) => {
    const { method = '', url: path = '' } = request;
    calls.push({
      method,
      path,
      authorization: request.headers.authorization,
      body: JSON.parse(body === '' ? 'null' : body),
    });
    if (connector.respond !== null) return connector.respond(response, request);
    if (path === '/v3/conversations') {
      return sendJson(response, 201, { id: '19:new@thread.tacv2;messageid=7', activityId: '7' });
    }
    return sendJson(response, 200, { id: `activity-${calls.length}` });
  });
  const connector: Connector = { ...stub, calls, respond: null };
  return connector;
}
