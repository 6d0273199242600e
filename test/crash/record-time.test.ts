import { epochMs, ticksOf } from '../../src/crash/record-time';

const AT = 1_792_015_330n * 10_000_000n;

describe('the time of a record', () => {
  it.each([
    ['2026-10-14T22:02:10Z', AT],
    ['2026-10-14T22:02:10.0000001Z', AT + 1n],
    ['2026-10-14T22:02:10.5Z', AT + 5_000_000n],
    ['2026-10-14T22:02:10.123456789Z', AT + 1_234_567n],
    ['2026-10-15T00:02:10+02:00', AT],
    ['2026-10-14T22:02Z', AT - 100_000_000n],
  ])('%s', (iso, ticks) => {
    expect(ticksOf(iso)).toBe(ticks);
  });

  it.each([
    '',
    'yesterday',
    '2026-10-14',
    '2026-10-14T22:02:10',
    ' 2026-10-14T22:02:10Z',
    '2026-13-14T22:02:10Z',
    '2026-10-14T22:02:10Zx',
  ])('is not %j', (text) => {
    expect(() => ticksOf(text)).toThrow(RangeError);
  });

  it('is told in an error of bounded length', () => {
    expect(() => ticksOf('x'.repeat(50))).toThrow(
      `timeCreated has to be an ISO 8601 time in UTC, not "${'x'.repeat(40)}"`,
    );
  });

  it('is cut off to milliseconds', () => {
    expect(epochMs(ticksOf('2026-10-14T22:02:10.1239999Z'))).toBe(1_792_015_330_123);
  });
});
