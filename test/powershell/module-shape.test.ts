import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import {
  ALLOWED_OPERATIONS,
  CLOSE_OPERATION,
  hostModulePath,
} from '../../src/powershell/operations/operation-list';
import { temporaryFolder } from '../support/powershell';
import { fixtureFolder, operationsShell } from './module-bench';

const GENEROUS_MS = 60_000;
const moduleFolder = path.dirname(hostModulePath);
const probe = path.join(fixtureFolder, 'ShapeProbe.psm1');
const shell = operationsShell({
  modules: [probe],
  operations: ['Get-ModuleShape', 'Get-SplittingVersion', 'New-JeaSample'],
});

jest.setTimeout(2 * GENEROUS_MS);
afterAll(() => shell.close());

async function run<T>(operation: string, parameters: JsonObject, schema: z.ZodType<T>): Promise<T> {
  const outcome = await shell.run({ operation, parameters, deadlineMs: GENEROUS_MS });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return schema.parse(outcome.value);
}

const names = z.array(z.string());
const shape = z.object({ exported: names, helped: names, kinds: names });

const functionFiles = (folder: string): string[] =>
  readdirSync(path.join(moduleFolder, folder))
    .filter((file) => file.endsWith('.ps1'))
    .map((file) => path.basename(file, '.ps1'))
    .sort();

test.each([
  ['AzureLocalIncident.psd1', 'Host'],
  ['Node/AzureLocalIncidentNode.psd1', 'Node'],
])(
  '%s is valid and exports one documented function for each file of %s, nothing else',
  async (manifest, folder) => {
    const { exported, helped, kinds } = await run('Get-ModuleShape', { Manifest: manifest }, shape);
    expect(exported.sort()).toEqual(functionFiles(folder));
    expect(helped.sort()).toEqual(functionFiles(folder));
    expect(new Set(kinds)).toEqual(new Set(['Function']));
  },
);

test('the operations that may be asked for are the functions of the bot-host module', () => {
  expect([...ALLOWED_OPERATIONS, CLOSE_OPERATION].sort()).toEqual(functionFiles('Host'));
});

test('an SSH option with a blank is refused on the releases of PowerShell that tear it into words, and on no other', async () => {
  const torn = ['7.4.0', '7.4.18', '7.5.9', '7.6.0', '7.6.4'];
  const whole = ['7.4.19', '7.5.10', '7.6.5', '7.6.9', '7.7.0', '8.0.0'];
  expect(await run('Get-SplittingVersion', { Versions: [...torn, ...whole] }, names)).toEqual(torn);
});

describe('JEA files', () => {
  const folder = temporaryFolder('jea');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const endpoint = z.object({ Name: z.string(), Functions: names, Modules: names });
  const sample = z.object({
    endpoints: z.object({ Read: endpoint, Change: endpoint, Restart: endpoint }),
    files: z.record(z.string(), z.record(z.string(), z.unknown())),
    module: names,
  });
  const groups = {
    ReadGroup: 'CONTOSO\\incident-read',
    ChangeGroup: 'CONTOSO\\incident-change',
    RequiredChangeGroup: 'CONTOSO\\just-in-time',
  };
  const generate = async (name: string, more: JsonObject = {}) =>
    run('New-JeaSample', { OutputPath: path.join(folder, name), Groups: { ...groups, ...more } }, sample);

  test('each endpoint offers exactly its list, without language, wildcards or programs', async () => {
    const { endpoints, files, module } = await generate('two');
    expect(Object.keys(files).sort()).toEqual([
      'AzureLocalIncident.Change.psrc',
      'AzureLocalIncident.Change.pssc',
      'AzureLocalIncident.Read.psrc',
      'AzureLocalIncident.Read.pssc',
    ]);
    for (const role of ['Read', 'Change'] as const) {
      const { Name, Functions } = endpoints[role];
      expect(files[`${Name}.psrc`]).toMatchObject({ VisibleFunctions: Functions });
      expect(files[`${Name}.psrc`]).not.toHaveProperty('VisibleExternalCommands');
      expect(files[`${Name}.psrc`]).not.toHaveProperty('VisibleCmdlets');
      expect(Functions.filter((one) => !module.includes(one))).toEqual([]);
      expect(files[`${Name}.pssc`]).toMatchObject({
        SessionType: 'RestrictedRemoteServer',
        LanguageMode: 'NoLanguage',
        RunAsVirtualAccount: true,
        RoleDefinitions: { [groups[`${role}Group`]]: { RoleCapabilities: Name } },
      });
    }
    expect(files['AzureLocalIncident.Change.pssc']).toMatchObject({
      RequiredGroups: { And: 'CONTOSO\\just-in-time' },
    });
    expect(files['AzureLocalIncident.Read.pssc']).not.toHaveProperty('RequiredGroups');
  });

  test('the reading endpoint offers no function that changes anything', async () => {
    const { endpoints } = await generate('read');
    expect(endpoints.Read.Functions.filter((name) => !/^(Get|Test)-/.test(name))).toEqual([]);
    expect(endpoints.Change.Functions).toEqual(
      expect.arrayContaining(['Start-IncidentGroup', 'Stop-IncidentCaller']),
    );
    expect(endpoints.Restart.Functions).toEqual(['Get-IncidentClock', 'Restart-IncidentNode']);
  });

  test('the restart endpoint is written only for a group of its own', async () => {
    const { files } = await generate('three', { RestartGroup: 'CONTOSO\\incident-restart' });
    expect(files['AzureLocalIncident.Restart.pssc']).toMatchObject({
      RoleDefinitions: { 'CONTOSO\\incident-restart': { RoleCapabilities: 'AzureLocalIncident.Restart' } },
      RequiredGroups: { And: 'CONTOSO\\just-in-time' },
    });
  });
});
