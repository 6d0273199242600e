import type { Request, RequestHandler, Response } from 'restify';
import type { Clock } from '../ports';
import { sendError } from './http-answer';
import type { Logger } from '../logger';
import { createRefusalLog } from './refusal-log';
import type { TokenRefusal, TokenVerdict, VerifyToken } from './verify-token';

/** Cards carry ids only, and a message of Teams is at most 100 KB. */
export const MAX_BODY_BYTES = 256 * 1024;

/** What the guard found out about a request, kept beside it: the body cannot forge it. */
export type VerifiedServiceUrls = WeakMap<Request, string>;

type Reason = TokenRefusal | 'keys' | 'busy';

export interface GuardParts {
  readonly verify: VerifyToken;
  readonly clock: Clock;
  readonly log: Logger;
  readonly verified: VerifiedServiceUrls;
}

/**
 * Checks the token before one byte of the body is read: whoever cannot show one gets 401 and nothing else. While it cannot be checked
 * the answer is 503, because nothing is known about the token.
 */
export function tokenGuard({ verify, clock, log, verified }: GuardParts): RequestHandler {
  const note = createRefusalLog<Reason>(log, clock);
  return (req, res, next) => {
    const admit = (verdict: TokenVerdict): void => {
      if (verdict.kind === 'verified') {
        verified.set(req, verdict.serviceUrl);
        return next();
      }
      note(verdict.reason);
      if (verdict.kind === 'refused') refuse(res);
      else sendError(res, 503, { 'retry-after': '5', connection: 'close' });
      next(false);
    };
    verify(req.headers.authorization).then(admit).catch(next);
  };
}

/** 401, no body to speak of; the connection is closed because its body was not read. */
export function refuse(res: Response): void {
  sendError(res, 401, { 'www-authenticate': 'Bearer', connection: 'close' });
}

/** Lets only plain JSON of a known, bearable size through. Compressed bodies are refused: restify limits them packed, not unpacked. */
export const bodyGuard: RequestHandler = (req, res, next) => {
  const status = objectionTo(req);
  if (status === null) return next();
  sendError(res, status, { connection: 'close' });
  return next(false);
};

function objectionTo(req: Request): 413 | 415 | null {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return 415;
  if (req.getContentType() !== 'application/json') return 415;
  return Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES ? 413 : null;
}
