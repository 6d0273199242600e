import { STATUS_CODES } from 'node:http';
import type { Response } from 'restify';

/** Answers with JSON and closes the matter; `null` is an empty body. Nothing is sent twice. */
export function sendJson(
  res: Response,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (res.headersSent) return;
  const text = body === null ? '' : JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    ...(body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  res.end(text);
}

/** An error answer says its status in words and nothing more: no text of a library, no part of the request. */
export function sendError(
  res: Response,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(res, status, { error: STATUS_CODES[status] ?? 'Error' }, headers);
}
