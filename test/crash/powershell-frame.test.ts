import { readPowerShellFrame } from '../../src/crash/powershell-frame';

const read = (text: string): unknown => {
  const frame = readPowerShellFrame(text, 0);
  return frame === null || frame === 'open' ? frame : [frame.name, frame.place];
};

describe('a frame of a script', () => {
  it.each([
    ['Invoke-Step, C:\\s\\a.ps1: line 7', 'Invoke-Step', 'C:\\s\\a.ps1: line 7'],
    ['<ScriptBlock>, C:\\s\\a.psm1: line 712', '<ScriptBlock>', 'C:\\s\\a.psm1: line 712'],
    ['<ScriptBlock>, <No file>: line 1', '<ScriptBlock>', '<No file>: line 1'],
    ['<ScriptBlock><Process>, C:\\s\\a.ps1: line 7', '<ScriptBlock><Process>', 'C:\\s\\a.ps1: line 7'],
    ['Invoke-Step, a.ps1: line 7', 'Invoke-Step', 'a.ps1: line 7'],
    ['Invoke-Step, /s/a: line 7', 'Invoke-Step', '/s/a: line 7'],
    ['Invoke-Step, C:\\s\\a.ps1: Zeile 7', 'Invoke-Step', 'C:\\s\\a.ps1: Zeile 7'],
    ['Invoke-Step、C:\\s\\a.ps1: 行 7', 'Invoke-Step', 'C:\\s\\a.ps1: 行 7'],
    ['Invoke-Step，C:\\s\\a.ps1：行 7', 'Invoke-Step', 'C:\\s\\a.ps1：行 7'],
    ['Invoke-Step, C:\\s\\a.ps1:7', 'Invoke-Step', 'C:\\s\\a.ps1:7'],
    ['Invoke-Step, C:\\s\\a.ps1: 7 行', 'Invoke-Step', 'C:\\s\\a.ps1: 7 行'],
    ['Invoke-Step, C:\\s\\a.ps1: line 7 - 10/14/2026', 'Invoke-Step', 'C:\\s\\a.ps1: line 7 - 10/14/2026'],
    ['Invoke-Step, C:\\s\\a.ps1: line 7, 10/14/2026', 'Invoke-Step', 'C:\\s\\a.ps1: line 7, 10/14/2026'],
    ['Invoke-Step, C:\\s\\a.ps1: line 7 10/14/2026', 'Invoke-Step', 'C:\\s\\a.ps1: line 7 10/14/2026'],
    ['Run:Step, C:\\s\\a.ps1: line 7', 'Run:Step', 'C:\\s\\a.ps1: line 7'],
    ['Prüfe, C:\\s\\a.ps1: line 7', 'Prüfe', 'C:\\s\\a.ps1: line 7'],
  ])('%s', (text, name, place) => {
    expect(read(text)).toEqual([name, place]);
  });

  it.each([
    ['a command name and nothing', 'Invoke-Step,'],
    ['a block and nothing', '<ScriptBlock>, '],
    ['a path that goes on', 'Invoke-Step, C:\\s\\long'],
    ['a path of slashes', 'Invoke-Step, /s/long'],
    ['a share', 'Invoke-Step, \\\\s\\long'],
    ['no file', '<ScriptBlock>, <No'],
  ])('may go on: %s', (_what, text) => {
    expect(read(text)).toBe('open');
  });

  it.each([
    ['no comma', 'Invoke-Step C:\\s\\a.ps1: line 7'],
    ['nothing before the comma', ', C:\\s\\a.ps1: line 7'],
    ['two words before the comma', 'Invoke Step, C:\\s\\a.ps1: line 7'],
    ['parameters', 'Run(x), C:\\s\\a.ps1: line 7'],
    ['a digit first', '1Run, C:\\s\\a.ps1: line 7'],
    ['no path', 'Invoke-Step, somewhere: line 7'],
    ['no number', 'Invoke-Step, C:\\s\\a.ps1: line'],
    ['words behind the number', 'Invoke-Step, s\\a.ps1: line 7 was reached'],
    ['a sentence', 'Sorry, that did not work'],
    ['a function of one word and nothing', 'Run,'],
    ['a path that is relative and goes on', 'Invoke-Step, s\\long'],
    ['a name of more than 300 characters', `${'x'.repeat(302)}, C:\\s\\a.ps1: line 7`],
  ])('is none: %s', (_what, text) => {
    expect(read(text)).toEqual(text.startsWith('Invoke-Step, C:') ? 'open' : null);
  });

  it('is looked for behind the word', () => {
    expect(readPowerShellFrame('at Run, a.ps1: line 7', 3)).toEqual({
      name: 'Run',
      parameters: null,
      place: 'a.ps1: line 7',
      placeOpen: false,
    });
  });

  it('is looked for behind twelve colons, and no more', () => {
    const withColons = (count: number): string => `Run, a.ps1${':x'.repeat(count)}\\b.ps1: line 7`;
    expect(read(withColons(11))).not.toBeNull();
    expect(read(withColons(12))).toBeNull();
  });
});
