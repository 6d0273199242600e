import { quotedData } from '../../src/crash/quoted-data';
import { record } from './print-record';

const HEAD = 'The description for Event ID 1025 from source .NET Runtime cannot be found.';
const quoted = (...lines: string[]): string[] | null => quotedData(record(''), lines);

describe('data that Windows quoted for want of a description', () => {
  it.each([
    [
      'behind a line that ends in a colon',
      [HEAD, '', 'The following information was included with the event: ', '', 'Application: a.exe', 'b'],
      ['Application: a.exe', 'b'],
    ],
    ['behind a wide colon', [HEAD, '次の情報：', 'a'], ['a']],
    ['behind a colon on its own line', [HEAD, 'The information: a', 'b'], ['a', 'b']],
    ['between quotes', [`${HEAD} It says: 'Application: a.exe`, 'b', "'"], ['Application: a.exe', 'b']],
    [
      'behind the sentence, on its line',
      [`${HEAD} The following information is part of the event: Application: a.exe`, 'b', 'Stack:', 'c'],
      ['a.exe', 'b', 'Stack:', 'c'],
    ],
    ['behind a blank line', ['', HEAD, 'x:', '', ' ', 'a'], ['a']],
    ['but there is none', [HEAD, 'x:', ' '], []],
  ])('is found %s', (_what, lines, expected) => {
    expect(quoted(...lines)).toEqual(expected);
  });

  it.each([
    ['another id', [HEAD.replace('1025', '1026'), 'x:', 'a']],
    ['a longer number', [HEAD.replace('1025', '11025'), 'x:', 'a']],
    ['a number that goes on', [HEAD.replace('1025', '10250'), 'x:', 'a']],
    ['another provider', [HEAD.replace('.NET Runtime', 'Other'), 'x:', 'a']],
    ['no colon', [HEAD, 'nothing']],
    ['a colon too far below', [HEAD, ...Array.from({ length: 11 }, () => 'y'), 'x:', 'a']],
    ['the names on the second line', ['x', HEAD, 'x:', 'a']],
  ])('is not seen with %s', (_what, lines) => {
    expect(quoted(...lines)).toBeNull();
  });
});
