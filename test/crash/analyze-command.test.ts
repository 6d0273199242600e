import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAnalyze } from '../../src/analyze';

const CASE = readFileSync(join(__dirname, '..', 'corpus', '001-sample-as-recorded.json'), 'utf8');
const KEYS = [
  'crashes',
  'exceptionType',
  'frames',
  'innerTypes',
  'signatureFrame',
  'topUserFrame',
  'verdict',
  'why',
];

async function run(
  argv: readonly string[],
  text = CASE,
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const readFile = async (path: string): Promise<string> => {
    if (path !== 'case.json') throw new Error('ENOENT: no such file');
    return text;
  };
  const code = await runAnalyze(argv, {
    readFile,
    stdin: async () => text,
    stdout: (part) => {
      out += part;
    },
    stderr: (part) => {
      err += part;
    },
  });
  return { code, out, err };
}

describe('the analyze command', () => {
  it.each([
    ['a corpus case', 'case.json', CASE],
    ['standard input', '-', CASE],
    ['an array of events', 'case.json', JSON.stringify((JSON.parse(CASE) as { events: unknown }).events)],
    ['a file with a byte order mark', 'case.json', `\ufeff${CASE}`],
  ])('prints the report of %s', async (_what, file, text) => {
    const { code, out, err } = await run(['--events', file, '--json'], text);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect([code, err]).toEqual([0, '']);
    expect(Object.keys(report).sort()).toEqual(KEYS);
    expect(report).toMatchObject({ verdict: 'matches', crashes: 1, frames: 5 });
  });

  it('prints text for people, with the frame that decides marked', async () => {
    const { code, out } = await run(['--events', 'case.json']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Verdict: matches\nCrashes: 1\n/);
    expect(out).toMatch(/^> at .*SecurityAuditLogger\.MtlsCertificateException\(/m);
  });

  it.each([
    ['no file', [], CASE, 'Name the file with --events'],
    ['an unknown option', ['--file', 'x'], CASE, '--file'],
    ['a file that is not there', ['--events', 'other.json'], CASE, 'Check the path'],
    ['no JSON', ['--events', 'case.json'], 'events', 'is not JSON'],
    ['another shape', ['--events', 'case.json'], '{"records":[]}', 'an array of event records'],
    ['a bad record', ['--events', 'case.json'], '[{"provider":".NET Runtime"}]', '0.id'],
    ['a bad time', ['--events', 'case.json'], CASE.replace('2026-10-14T21', 'yesterday'), 'timeCreated'],
  ])('says what to do about %s', async (_what, argv, text, hint) => {
    const { code, out, err } = await run(argv, text);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(hint);
    expect(err).toContain('Usage: npm run --silent analyze');
  });
});
