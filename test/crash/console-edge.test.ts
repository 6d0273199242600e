import { ConsoleEdge } from '../../src/crash/console-edge';

const edgeOf = (texts: readonly string[]): ConsoleEdge => new ConsoleEdge(texts.map((text) => ({ text })));

describe('the edge of a console', () => {
  it.each([
    ['the longest line', '12345678', true],
    ['the longest line with trailing blanks', '12345678 \u00a0', true],
    ['a shorter line', '1234567', false],
  ])('cuts %s', (_what, line, cut) => {
    expect(edgeOf(['123', '12345678  ', '']).cuts(line)).toBe(cut);
  });

  it.each([
    ['12345', 'ab', true],
    ['1234', 'ab', false],
    ['1234', 'abc def', true],
    ['1234', '  ab', false],
    ['', '', false],
    ['1234567', '', true],
  ])('leaves no room behind %j for the first word of %j: %j', (line, next, full) => {
    expect(edgeOf(['12345678']).isFull(line, next)).toBe(full);
  });

  it('counts an East Asian letter as two columns or as one', () => {
    const edge = edgeOf(['場所場所', '123456']);
    expect(edge.cuts('場所場所')).toBe(true);
    expect(edge.cuts('123456')).toBe(true);
    expect(edge.cuts('12345678')).toBe(true);
    expect(edge.cuts('1234567')).toBe(false);
    expect(edge.isFull('場', '所')).toBe(false);
    expect(edge.isFull('場', '所所所')).toBe(true);
    expect(edge.isFull('123', 'ab')).toBe(true);
  });

  it.each(['ᄀ', '⺀', '가', '豈', '︰', 'Ａ', '￠'])('takes %s for two columns', (letter) => {
    const edge = edgeOf([letter.repeat(4)]);
    expect([edge.cuts('12345678'), edge.cuts('1234567')]).toEqual([true, false]);
  });

  it.each(['é', 'в', 'α'])('takes %s for one', (letter) => {
    const edge = edgeOf([letter.repeat(4)]);
    expect([edge.cuts('12345678'), edge.cuts('1234')]).toEqual([false, true]);
  });

  it('looks at every line that may be the widest', () => {
    expect(edgeOf(['123456', '場所場']).cuts('1234567')).toBe(false);
    expect(edgeOf(['12345', '場所場']).cuts('123456')).toBe(true);
  });
});
