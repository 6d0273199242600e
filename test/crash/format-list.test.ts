import { readFormatList } from '../../src/crash/format-list';

const read = (text: string): unknown => {
  const list = readFormatList(text.split('\n'));
  return list === null ? null : [Object.fromEntries(list.fields), list.message];
};

describe('a record that Format-List printed', () => {
  it('gives its fields and the lines of its message', () => {
    const text = [
      '',
      'TimeCreated  : 10/14/2026 10:02:10 PM',
      'ProviderName : .NET Runtime',
      'Id           : 1025',
      'Message      : Application: a.exe',
      '               Framework Version: v4',
      '',
      '               Stack:',
      'LogName      : Application',
      '',
    ].join('\n');
    expect(read(text)).toEqual([
      {
        TimeCreated: '10/14/2026 10:02:10 PM',
        ProviderName: '.NET Runtime',
        Id: '1025',
        LogName: 'Application',
      },
      ['Application: a.exe', '               Framework Version: v4', '', '               Stack:'],
    ]);
  });

  it.each([
    ['only a message', 'Message : a\n          b', [{}, ['a', '          b']]],
    ['an indented list', '  Message : a', [{}, ['a']]],
    ['an empty message', 'Message :', [{}, ['']]],
    ['a field that is wrapped', 'Level : 2\n        more\nMessage : a', [{ Level: '2' }, ['a']]],
    ['a field without a blank', 'Message : a\nId:x: y', [{}, ['a', 'Id:x: y']]],
    ['a name that is no field', 'Message : a\nThing   : b', [{}, ['a', 'Thing   : b']]],
    ['a field at another column', 'Message : a\nId : 5', [{}, ['a', 'Id : 5']]],
    ['a field at the same column', 'Message : a\nId      : 5', [{ Id: '5' }, ['a']]],
    ['a field whose colon sticks to it', 'Message : a\nCategory: 5', [{}, ['a', 'Category: 5']]],
    ['a second message', 'Message : a\nMessage : b', [{ Message: 'b' }, ['a']]],
    ['a colon in the value', 'Message : a: b', [{}, ['a: b']]],
  ])('%s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['no message', 'Id : 5'],
    ['text in front', 'Look:\nMessage : a'],
    ['text between the fields', 'Id : 5\nLook\nMessage : a'],
    ['indented text in front', '  Look\nMessage : a'],
    ['another case', 'message : a'],
    ['a deep indentation', '         Message : a'],
  ])('is not: %s', (_what, text) => {
    expect(read(text)).toBeNull();
  });
});
