import { frame, printFailFast } from './print-record';

/** The text of a crash whose message is that. */
export function messageOf(message: string): string {
  return printFailFast({ type: 'C.AException', message, frames: [frame('C.A.Run')] });
}

/** Patterns that fill a message: name and text. */
export const HOSTILE_FILLS: readonly [string, string][] = [
  ['empty frames', '   at \r\n'],
  ['frame words', 'at '],
  ['opening parentheses', 'at A.B('],
  ['opening brackets', 'at A.B[[ '],
  ['angle brackets', 'at A.<<<'],
  ['whole frames', '   at C.A.Run(Int32 k) in D:\\a\\x.cs:line 7\r\n'],
  ['cut frames', '   at C.A.Run(Int32 k\r\n'],
  ['names in pieces', 'at C.A\r\n'],
  ['arrows', ' ---> C.AException: x'],
  ['arrow lines', '---> (Inner Exception #0) C.AException: x\r\n'],
  ['separators', '--- '],
  ['the word Exception', 'Exception'],
  ['exception headers', 'Exception: C.D: '],
  ['dots', '.'],
  ['blanks', ' '],
  ['no-break blanks', 'å\u00a0'],
  ['line ends', '\r\n'],
  ['written line ends', '\\r\\n   at C.A.Run()'],
  ['backslashes', '\\'],
  ['a path of written line ends', '\\n'],
  ['fields of a list', 'Id : 1\r\n'],
  ['entities', '&amp;amp;'],
  ['digits', '1'],
  ['colons', 'C:\\a: 1 '],
  ['lost backticks', 'at A 1.'],
  ['PowerShell frames', 'at <ScriptBlock>, C:\\a.ps1: line '],
  ['labels', 'Message     : Description: x\r\n'],
  ['escapes', '\u001b[0;'],
  ['control characters', '\u0000'],
  ['lone surrogates', '\ud800'],
  ['ideographs', '場所'],
];
