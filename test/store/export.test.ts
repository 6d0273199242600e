import { readFileSync, writeFileSync } from 'node:fs';
import { openStore } from '../../src/store/open-store';
import { runExportAudit, runVerifyAudit } from '../../src/verify-audit';
import { newStoreFile, removeFolders } from './support/folders';
import { appendOf, eventOf } from './support/samples';

afterEach(removeFolders);

async function run(command: typeof runVerifyAudit, ...argv: string[]) {
  const said = { stdout: '', stderr: '' };
  const to = (name: keyof typeof said) => ({ write: (text: string) => void (said[name] += text) });
  return { code: await command(argv, { stdout: to('stdout'), stderr: to('stderr') }), ...said };
}

/** The export of a log of 1200 entries, and the head of its store. */
async function exported() {
  const file = newStoreFile();
  const store = await openStore({ file });
  const events = Array.from({ length: 1200 }, (_, n) => eventOf({ n, text: 'é "\u0000"', z: [1.5, null] }));
  await store.append(appendOf('s', 0, events));
  const { headHash } = await store.verifyAudit();
  await store.close();
  const { code, stdout } = await run(runExportAudit, file);
  expect(code).toBe(0);
  const place = `${file}.jsonl`;
  writeFileSync(place, stdout);
  return { file: place, head: `1200:${headHash}`, headHash };
}

it('an export is verified without its store, and against a published head', async () => {
  const { file, head, headHash } = await exported();
  const holds = { code: 0, stdout: `1200 entries hold. Head: ${headHash}\n`, stderr: '' };
  expect(await run(runVerifyAudit, file)).toEqual(holds);
  expect(await run(runVerifyAudit, file, '--published', head)).toEqual(holds);
});

it.each<[string, (lines: string[]) => string[], RegExp]>([
  [
    'a changed entry',
    (lines) => lines.with(699, (lines[699] ?? '').replace('"n":699', '"n":700')),
    /^Entry 700 is bad: was changed/,
  ],
  [
    'a removed entry',
    (lines) => lines.toSpliced(4, 1),
    /^Entry 5 is bad: is missing: the next entry found is 6/,
  ],
  ['a cut tail', (lines) => lines.slice(0, 1000), /^Entry 1001 is bad: is missing: the export ends at 1000/],
  [
    'a line that is no entry',
    (lines) => lines.with(2, '{'),
    /^Entry 3 is bad: was changed: not a valid entry/,
  ],
])('invariant 12: %s of an export is named', async (_what, change, expected) => {
  const { file, head } = await exported();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${change(lines).join('\n')}\n`);
  const { code, stdout } = await run(runVerifyAudit, file, '--published', head);
  expect(code).toBe(1);
  expect(stdout).toMatch(expected);
});

it('a log that was written anew does not fit the published head', async () => {
  const { file } = await exported();
  const { code, stdout } = await run(runVerifyAudit, file, '--published', `7:${'f'.repeat(64)}`);
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^Entry 7 is bad: is not the published one/) as string,
  });
});

it.each([
  ['no file', [], /Name the store/],
  ['a file that is not there', ['/nowhere/log.jsonl'], /ENOENT/],
  ['a head that is none', ['log.jsonl', '--published', 'abc'], /Give --published/],
])('with %s says what to do', async (_what, argv, expected) => {
  const { code, stderr } = await run(runVerifyAudit, ...argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(expected);
});
