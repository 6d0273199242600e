import { Brackets } from '../../src/crash/brackets';

describe('the partner of a bracket', () => {
  it.each([
    ['a(b)c', 1, 3],
    ['a((b))c', 1, 5],
    ['a((b))c', 2, 4],
    ['a[b]c', 1, 3],
    ['a([)]', 1, 3],
    ['a([)]', 2, 4],
    ['a(b', 1, undefined],
    ['a(b(c)', 1, undefined],
    ['(', 0, undefined],
  ])('in %s at %i', (text, opening, closing) => {
    expect(new Brackets(text).closing(opening)).toBe(closing);
  });

  it('is the same when so many are asked for that a table is made', () => {
    const text = `${'(['.repeat(200)}${'])'.repeat(200)}([)]((`;
    const fresh = (at: number): number | undefined => new Brackets(text).closing(at);
    const brackets = new Brackets(text);
    for (let round = 0; round < 5; round += 1)
      for (let at = 0; at < text.length; at += 1)
        if ('(['.includes(text.charAt(at))) expect([at, brackets.closing(at)]).toEqual([at, fresh(at)]);
  });
});
