import { pairInOrder, type PairRule } from '../../src/crash/pair-in-order';

/** Numbers are pairs when they are at most three apart. */
const NEAR: PairRule<number, number> = {
  distance: (left, right) => (Math.abs(left - right) <= 3 ? Math.abs(left - right) : null),
  isBefore: (left, right) => left < right,
};

describe('pairing two sequences', () => {
  it.each([
    ['nothing with nothing', [], [], []],
    ['nothing with something', [], [1], [-1]],
    ['something with nothing', [1], [], []],
    ['one with one', [1], [2], [0]],
    ['one with one too far away', [1], [5], [-1]],
    ['the nearer of two', [1, 3], [4], [1]],
    ['the nearer of two on the other side', [4], [1, 3], [-1, 0]],
    ['the first of two as near', [2, 4], [3], [0]],
    ['as many pairs as possible', [1, 3], [3, 4], [0, 1]],
    ['more pairs rather than nearer ones', [0, 3], [3, 6], [0, 1]],
    ['with a gap', [1, 10, 20], [2, 21], [0, 2]],
    ['with a gap on the other side', [2, 21], [1, 10, 20], [0, -1, 1]],
  ])('%s', (_what, left, right, expected) => {
    expect(pairInOrder<number, number>(left, right, NEAR)).toEqual(expected);
  });

  it('takes the first possible partner where a table would be too large', () => {
    const left = Array.from({ length: 1_200 }, (_, k) => k * 10);
    const right = Array.from({ length: 1_200 }, (_, k) => k * 10 + (k === 600 ? 5 : 1));
    const expected = right.map((_, k) => (k === 600 ? -1 : k));
    expect(pairInOrder(left, right, NEAR)).toEqual(expected);
    expect(pairInOrder(left.slice(0, 3), [...right, 20_000], NEAR).slice(0, 4)).toEqual([0, 1, 2, -1]);
  });

  it('does not run on behind the last one', () => {
    const right = Array.from({ length: 500_001 }, (_, k) => k * 10);
    const partners = pairInOrder([0], right, NEAR);
    expect([partners[0], new Set(partners.slice(1))]).toEqual([0, new Set([-1])]);
  });
});
