import { again, rejectionOf } from '../../src/effects/after-send';
import { backoffMs } from '../../src/effects/backoff';

const rejected = (status: number, code = 'Because', retryAfterMs: number | null = null) =>
  ({ kind: 'rejected', status, code, retryAfterMs }) as const;

test.each([
  [0, 'ECONNREFUSED', 'later'],
  [0, 'ServiceUrlNotAllowed', 'refused'],
  [401, 'Unauthorized', 'later'],
  [401, 'TokenUnavailable', 'later'],
  [400, 'TokenUnavailable', 'later'],
  [412, 'PreconditionFailed', 'later'],
  [429, 'TooManyRequests', 'later'],
  [403, 'MessageWritesBlocked', 'gone'],
  [404, 'ActivityNotFoundInConversation', 'gone'],
  [413, 'HTTP 413', 'too-large'],
  [413, 'MessageSizeTooBig', 'too-large'],
  [400, 'ContentLengthExceeded', 'too-large'],
  [400, 'BadSyntax', 'refused'],
  [307, 'HTTP 307', 'refused'],
])('%i %s is %s', (status, code, expected) => {
  expect(rejectionOf(rejected(status, code))).toBe(expected);
});

describe('how long is waited', () => {
  it('never shorter than Retry-After, up to a fifth longer', () => {
    const sent = rejected(429, 'TooManyRequests', 10_000);
    expect(again(sent, 5, () => 0)).toMatchObject({ inMs: 10_000 });
    expect(again(sent, 5, () => 0.999_999)).toMatchObject({ inMs: 12_000 });
    const unclear = { kind: 'ambiguous', reason: 'the connector answered 503', retryAfterMs: 7_000 } as const;
    expect(again(unclear, 0, () => 0)).toMatchObject({ inMs: 7_000, why: unclear.reason });
  });

  it('without one ever longer, up to a minute; what is refused for good is tried seldom', () => {
    const waits = [0, 1, 2, 5, 50].map((attempts) => again(rejected(429), attempts, () => 0));
    expect(waits).toMatchObject([0, 1, 2, 5, 50].map((attempts) => ({ inMs: backoffMs(attempts) })));
    expect(waits.at(-1)).toMatchObject({ inMs: 60_000 });
    expect(again({ kind: 'ambiguous', reason: 'no answer in time' }, 0, () => 0.5)).toMatchObject({
      inMs: 1_100,
    });
    expect(again(rejected(400), 0, () => 0)).toMatchObject({ inMs: 600_000 });
  });
});
