import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, JsonValue } from '../../src/incident/json';
import { temporaryFolder } from '../support/powershell';
import { engineTestShell } from './engine-test-module';

const GENEROUS_MS = 60_000;
const shell = engineTestShell();
const run = (operation: string, parameters: JsonObject = {}) =>
  shell.run({ operation, parameters, deadlineMs: GENEROUS_MS });

jest.setTimeout(2 * GENEROUS_MS);
afterAll(() => shell.close());

describe('what a user or a cluster sends is data', () => {
  const folder = temporaryFolder('canary');
  const canary = path.join(folder, 'canary');
  const write = `[IO.File]::WriteAllText("${canary}", "x")`;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('given hostile texts, when they go in and out, then they come back exact and nothing was evaluated', async () => {
    const hostile = [
      `$(${write})`,
      `"; ${write}; "`,
      `'; ${write}; '`,
      `\u2018; ${write}; \u2019; ${write}; \u201a; ${write}; \u201b`,
      `\u201c$(${write})\u201d`,
      `\n${write}\n`,
      `\r\n\r\n${write}\r\n`,
      `@'\n'@; ${write}\n`,
      '`$(exit 1)',
      '$env:PATH $PSHOME $_ @args %{} & | ; # <# #> --%',
      '\u2013Param \u2014Param \u2015Param -Param',
      '\u0000\u0007\u001b[31m\u007f\u0085\u2028\u2029\u202e\ufeff',
      'ÄÖÜß 漢字 🙂 e\u0301 \u1e9e İı',
      '##00000000000000000000000000000000:R:e30=',
      '2026-11-22T10:00:00Z',
      '',
      ' \t ',
    ];

    expect(await run('Get-Echo', { Value: hostile })).toEqual({ kind: 'reported', ok: true, value: hostile });
    expect(existsSync(canary)).toBe(false);
  });

  test('given hostile names, when an operation gets them, then they are refused or data', async () => {
    const nested = { [`$(${write})`]: { "a'; b": 1 } };
    expect(await run('Get-Echo', { Value: nested })).toEqual({ kind: 'reported', ok: true, value: nested });

    expect(await run('Get-Echo', { [`Value; ${write}`]: 1 })).toMatchObject({
      kind: 'reported',
      ok: false,
      error: { id: 'NamedParameterNotFound,Get-Echo' },
    });
    expect(await run(`Get-Echo; ${write}`)).toMatchObject({ kind: 'not-started' });
    expect(existsSync(canary)).toBe(false);
  });

  test('given two names that differ by case only, then nothing runs, because one value would be lost', async () => {
    expect(await run('Get-Echo', { Value: { a: 1, A: 2 } })).toMatchObject({ kind: 'not-started' });
  });

  test('given a text of one million characters, then it comes back whole', async () => {
    const big = 'aß🙂'.repeat(250_000);
    expect(await run('Get-Echo', { Value: big })).toEqual({ kind: 'reported', ok: true, value: big });
  });
});

describe('values', () => {
  test.each<[string, JsonValue]>([
    ['nothing', null],
    ['an empty list', []],
    ['a list of one', [1]],
    ['lists in lists', [[], [[1]], [1, [2]]]],
    ['an empty object', {}],
    ['a list of objects', [{ a: 1 }, { b: [null, true, false] }]],
    ['numbers', [0, -1, 2147483648, 9007199254740991, 0.1, -1e-7]],
  ])('%s comes back as it was', async (_name, value) => {
    expect(await run('Get-Echo', { Value: { value } })).toEqual({
      kind: 'reported',
      ok: true,
      value: { value },
    });
  });

  test('parameters arrive as plain .NET types, and a date stays text', async () => {
    const Values = {
      int: 1,
      long: 2 ** 40,
      double: 1.5,
      date: '2026-11-22T10:00:00Z',
      list: [1],
      none: null,
      yes: true,
    };
    expect(await run('Get-Kind', { Values })).toEqual({
      kind: 'reported',
      ok: true,
      value: {
        int: 'System.Int32',
        long: 'System.Int64',
        double: 'System.Double',
        date: 'System.String',
        list: 'System.Object[]',
        none: 'null',
        yes: 'System.Boolean',
      },
    });
  });

  test('results are told without loss of lists, names or time', async () => {
    expect(await run('Get-Sample')).toEqual({
      kind: 'reported',
      ok: true,
      value: {
        Text: 'ä',
        Character: 'c',
        Yes: true,
        Int: 1,
        Long: '9007199254740993',
        Double: 1.5,
        NotANumber: null,
        Date: '2026-11-22T10:00:00.0000000Z',
        Offset: '2026-11-22T10:00:00.0000000Z',
        Span: '00:01:30',
        Day: 'Friday',
        Id: '00000000-0000-0000-0000-000000000000',
        Bytes: 'AQID',
        Nothing: null,
        List: [1],
        Empty: [],
        Nested: { a: { b: [[1, 2]] } },
      },
    });
  });

  test('an enum from a remote session keeps its name', async () => {
    expect(await run('Get-RemoteDay')).toEqual({
      kind: 'reported',
      ok: true,
      value: { day: 'Friday', n: 5 },
    });
  });

  test.each([
    [0, null],
    [1, 1],
    [3, [1, 2, 3]],
  ])('%p outputs give %p', async (Count, value) => {
    expect(await run('Get-Several', { Count })).toEqual({ kind: 'reported', ok: true, value });
  });
});

describe('outcomes', () => {
  test('given text on every stream and from a native program, then only the result counts', async () => {
    const outcome = await run('Write-Noise', { Program: process.execPath });
    expect(outcome).toEqual({ kind: 'reported', ok: true, value: ['native out ##0123:R:e30=', 'done'] });
  });

  test('given a thrown error record, then its id and message are reported', async () => {
    expect(await run('Invoke-Failure')).toEqual({
      kind: 'reported',
      ok: false,
      error: { id: 'EngineTest.Refused', message: 'it can\'t "be" done' },
    });
  });

  test('given a non-terminating error, then the operation ends there', async () => {
    expect(await run('Invoke-SoftFailure')).toEqual({
      kind: 'reported',
      ok: false,
      error: { id: 'EngineTest.Soft,Invoke-SoftFailure', message: 'soft' },
    });
  });

  test('progress is told in order while it runs', async () => {
    const told: JsonValue[] = [];
    const request = { operation: 'Invoke-Progress', parameters: {}, deadlineMs: GENEROUS_MS };
    const outcome = await shell.run({ ...request, onProgress: (progress) => told.push(progress) });
    expect(outcome).toEqual({ kind: 'reported', ok: true, value: 'finished' });
    expect(told).toEqual([1, 2, 3].map((step) => ({ step, note: 'ü' })));
  });

  test('a watcher that throws does not change the outcome', async () => {
    const onProgress = (): never => {
      throw new Error('watcher');
    };
    const outcome = await shell.run({
      operation: 'Invoke-Progress',
      parameters: {},
      deadlineMs: GENEROUS_MS,
      onProgress,
    });
    expect(outcome).toEqual({ kind: 'reported', ok: true, value: 'finished' });
  });

  test.each([
    ['ends silently with 0', 'Stop-Silently', { Code: 0 }, /exit code 0/],
    ['ends silently with 3', 'Stop-Silently', { Code: 3 }, /exit code 3/],
    ['leaves by exit 0', 'Exit-Script', {}, /without a result/],
    ['has a result that is too deep to tell', 'Get-Deep', {}, /nested deeper than 32 levels/],
    ['has a secret in its result', 'Get-Secret', {}, /A secret is not put into a result/],
  ])('an operation that %s is unknown', async (_name, operation, parameters, reason) => {
    const outcome = await run(operation, parameters);
    expect(outcome).toEqual({ kind: 'unknown', reason: expect.stringMatching(reason) as string });
  });

  test.each([
    ['that is not on the list', 'Remove-Everything', /'Remove-Everything' is not allowed/],
    ['that takes any parameter', 'Get-Loose', /'Get-Loose' has no \[CmdletBinding\(\)\]/],
    ['that no module exports', 'Get-Hidden', /No module of the bot exports a function 'Get-Hidden'/],
  ])('an operation %s is not started', async (_name, operation, reason) => {
    expect(await run(operation)).toEqual({
      kind: 'not-started',
      reason: expect.stringMatching(reason) as string,
    });
  });

  test('an operation of a module that is missing is not started', async () => {
    const other = engineTestShell({ modulePaths: [path.join(__dirname, 'no-such-module.psm1')] });
    const outcome = await other.run({ operation: 'Get-Echo', parameters: {}, deadlineMs: GENEROUS_MS });
    expect(outcome).toEqual({
      kind: 'not-started',
      reason: expect.stringMatching(/no-such-module/) as string,
    });
  });
});
