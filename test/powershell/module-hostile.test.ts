import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { fixtureFolder } from './module-bench';
import { openLabBench, type LabBench } from './module-lab-bench';

/** Every function of every endpoint, on the simulated cluster, in one locked session per endpoint. */
const sessionFactory = path.resolve(__dirname, '../../powershell/lab/session-factory.ps1');
const GENEROUS_MS = 240_000;
jest.setTimeout(2 * GENEROUS_MS);

let bench: LabBench;
let canary: string;
beforeAll(() => {
  bench = openLabBench('healthy', {
    modules: ['SessionProbe.psm1', 'ShapeProbe.psm1'].map((file) => path.join(fixtureFolder, file)),
    operations: ['Test-LockedSession', 'Get-TextParameter'],
  });
  canary = path.join(bench.folder, 'canary');
});
afterAll(() => bench.close());

async function run<T>(operation: string, parameters: JsonObject, schema: z.ZodType<T>): Promise<T> {
  const outcome = await bench.powershell.run({ operation, parameters, deadlineMs: GENEROUS_MS });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return schema.parse(outcome.value);
}

const answers = z.object({ scripts: z.array(z.string()), calls: z.array(z.string()) });
const texts = z.record(z.string(), z.array(z.object({ function: z.string(), parameter: z.string() })));

const inSession = (role: string, wanted: JsonObject) =>
  run(
    'Test-LockedSession',
    {
      Connection: { transport: 'factory', sessionFactory, settings: { ClusterFolder: bench.folder } },
      Node: bench.nodes[0] ?? '',
      Role: role,
      ...wanted,
    },
    answers,
  );

/** Would do something if anything evaluated them, or look like something else. */
function hostileTexts(): string[] {
  const write = `[IO.File]::WriteAllText('${canary}', 'x')`;
  return [
    `'; ${write}; '`,
    `"; ${write}; "`,
    `$(${write})`,
    `\u2018; ${write}; \u2019`,
    `\u201c$(${write})\u201d`,
    `a\n${write}`,
    'a\n',
    'a\r',
    'a\u0000b',
    `a | ForEach-Object { ${write} }`,
    `a' or Name like '%`,
    ']]></Select>',
    '`$env:USERNAME',
    '\uff11\uff12',
    '\u0662\u0660',
    'LcmController\u200b',
    'ECEA\u00adgent',
    '\u212acmController',
    'n1\u202e',
    '../../../x',
  ];
}

/** May be any account name, so it takes what an account name may have in it: looked at on its own below. */
const FREE_TEXT = 'Stop-IncidentCaller.User';
const REFUSED = /^ParameterArgument(?:Validation|Transformation)Error/;

test.each(['Read', 'Change', 'Restart'])(
  'given hostile text for each text parameter of the %s endpoint, then the function refuses it and nothing is evaluated or changed',
  async (role) => {
    const found = (await run('Get-TextParameter', {}, texts))[role] ?? [];
    const parameters = found.filter((one) => `${one.function}.${one.parameter}` !== FREE_TEXT);
    expect(parameters.length).toBeGreaterThan(2);
    const calls = parameters.flatMap(({ function: name, parameter }) => [
      ...hostileTexts().map((text) => ({ name, parameters: { [parameter]: text } })),
      { name, parameters: {}, long: parameter },
      { name, parameters: {}, block: parameter },
    ]);
    const { calls: given } = await inSession(role, { Calls: calls });
    const taken = calls.filter((_call, index) => !REFUSED.test(given[index] ?? ''));
    expect(taken.map((call) => JSON.stringify(call))).toEqual([]);
    expect(given).toHaveLength(calls.length);
    expect(existsSync(canary)).toBe(false);
    expect(bench.changes()).toEqual([]);
  },
);

test('given hostile text as the name of an account, then it is compared as text or refused', async () => {
  const about = {
    name: 'Stop-IncidentCaller',
    parameters: { ShellId: '11111111-2222-3333-4444-555555555555', WhatIf: true },
  };
  const calls = [
    ...hostileTexts().map((User) => ({ ...about, parameters: { ...about.parameters, User } })),
    { ...about, long: 'User' },
  ];
  const { calls: given } = await inSession('Change', { Calls: calls });
  expect(given).toHaveLength(calls.length);
  for (const id of given) expect(id).toMatch(/^(?:ran$|ParameterArgumentValidationError)/);
  expect(given.at(-1)).toMatch(REFUSED);
  expect(existsSync(canary)).toBe(false);
  expect(bench.changes()).toEqual([]);
});

test.each(['Read', 'Change', 'Restart'])(
  'given anything but a call by name, then the session of the %s endpoint refuses it',
  async (role) => {
    const write = `[IO.File]::WriteAllText('${canary}', 'x')`;
    const scripts = [
      write,
      '$x = 1',
      '$global:x = Get-IncidentClock',
      'Get-IncidentClock | ForEach-Object { $_ }',
      'Get-IncidentClock; Get-IncidentClock',
      `Get-IncidentClock > '${canary}'`,
      `Get-IncidentClock -ErrorAction $(${write})`,
      '& { 1 }',
      ". 'x.ps1'",
      'function Get-IncidentClock { 1 }',
      'if ($true) { 1 }',
    ];
    const commands = [
      'Get-Command',
      'Invoke-Command',
      'Import-Module',
      'Restart-Computer',
      'Stop-Service',
      'Microsoft.PowerShell.Core\\Get-Command',
      'Microsoft.PowerShell.Management\\Restart-Computer',
      'FailoverClusters\\Move-ClusterGroup',
      'Open-IncidentStep',
      'AzureLocalIncidentNode\\Open-IncidentStep',
      'Enter-LabNode',
      '/bin/true',
      'sh',
    ];
    const given = await inSession(role, {
      Scripts: scripts,
      Calls: [...commands, 'Get-IncidentClock'].map((name) => ({ name, parameters: {} })),
    });
    expect(given.scripts).toEqual(scripts.map(() => 'ScriptsNotAllowed'));
    expect(given.calls).toEqual([...commands.map(() => 'CommandNotFoundException'), 'ran']);
    expect(existsSync(canary)).toBe(false);
    expect(bench.changes()).toEqual([]);
  },
);
