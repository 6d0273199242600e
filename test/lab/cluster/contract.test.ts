import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const contractFolder = path.resolve(__dirname, '../../../powershell/contract');

const commandSchema = z.strictObject({
  source: z.string().min(10),
  refused: z.literal(true).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  output: z.string().optional(),
  properties: z.array(z.string()).optional(),
  errors: z.array(z.string()).optional(),
  note: z.string().optional(),
});
const contractSchema = z.strictObject({
  module: z.string(),
  /** What the module's commands are in Windows; the lab's are all functions. */
  kind: z.enum(['cmdlets', 'functions']).optional(),
  note: z.string().optional(),
  /** Real type to the lab's class for it, where the class cannot have the real name. */
  standIns: z.record(z.string(), z.string()).optional(),
  enums: z.record(z.string(), z.strictObject({ source: z.string(), values: z.record(z.string(), z.int()) })),
  classes: z.record(z.string(), z.array(z.string())).optional(),
  commands: z.record(z.string(), commandSchema),
});

const jsonFiles = readdirSync(contractFolder).filter((file) => file.endsWith('.json'));
const contracts = jsonFiles.map((file) =>
  contractSchema.parse(JSON.parse(readFileSync(path.join(contractFolder, file), 'utf8'))),
);

/** Commands whose objects can be had on a healthy cluster without arguments, or with these. */
const SAMPLES: Readonly<Record<string, string>> = {
  'Get-ClusterParameter': 'Get-ClusterResource | Get-ClusterParameter',
  'Get-ClusterOwnerNode': "Get-ClusterOwnerNode -Resource 'Azure Stack HCI Update Service'",
  'Get-WinEvent': 'Get-WinEvent -LogName Application',
  'Get-WSManInstance': 'Get-WSManInstance -ResourceURI shell -Enumerate',
  'Get-VMDvdDrive': 'Get-VMDvdDrive -VMName web-01',
  'Get-ChildItem': 'Get-ChildItem -Path Cert:\\LocalMachine\\My',
};

describe('the contract of the simulated commands', () => {
  let bench: LabBench;
  beforeAll(() => {
    bench = openLabBench('healthy');
  });
  afterAll(() => bench.close());

  test('every command of the lab and each of its parameters is in the contract, and nothing else is', async () => {
    const lines = await bench.onNode(
      'as-n2',
      `
      $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
      foreach ($module in Get-Module | Where-Object { $_.Path -like '*lab?modules*' -and $_.Name -notin 'LabCluster', 'Microsoft.PowerShell.Utility' }) {
          foreach ($command in $module.ExportedFunctions.Values) {
              $parameters = @($command.Parameters.Values | Where-Object { $_.Name -notin $common } | ForEach-Object { "$($_.Name):$($_.ParameterType.Name)" })
              "$($module.Name)|$($command.Name)|$($parameters -join ',')"
          }
      }`,
    );
    const expected = contracts.flatMap(({ module, commands, standIns }) =>
      Object.entries(commands).map(([name, { parameters }]) => {
        const typed = Object.entries(parameters ?? {}).map(([parameter, type]) => {
          const base = type.replace('[]', '');
          return `${parameter}:${type.replace(base, standIns?.[base] ?? base)}`;
        });
        return `${module}|${name}|${typed.join(',')}`;
      }),
    );
    expect(lines.sort()).toEqual(expected.sort());
  });

  test('every refused command says so', async () => {
    const refused = contracts.flatMap(({ commands }) =>
      Object.keys(commands).filter((name) => commands[name]?.refused),
    );
    const lines = await bench.onNode(
      'as-n2',
      refused.map((name) => `try { ${name}; 'ran' } catch { $_.Exception.Message }`).join('\n'),
    );
    expect(lines).toHaveLength(refused.length);
    for (const line of lines) expect(line).toMatch(/not simulated/);
  });

  test('the enums have the values of the contract', async () => {
    const enums = contracts.flatMap(({ module, enums: own }) =>
      Object.entries(own).map(([name, { values }]) => ({ module, name, values })),
    );
    const lines = await bench.onNode(
      'as-n2',
      enums
        .map(
          ({ module, name }) =>
            `& (Get-Module ${module}) { @([enum]::GetValues([${name}]) | ForEach-Object { "$_=$([int]$_)" }) -join ',' }`,
        )
        .join('\n'),
    );
    const pairs = (line: string): string[] => line.split(',').sort();
    expect(lines.map(pairs)).toEqual(
      enums.map(({ values }) =>
        Object.entries(values)
          .map(([name, value]) => `${name}=${value}`)
          .sort(),
      ),
    );
  });

  test('the objects have the properties of the contract', async () => {
    const wanted = contracts.flatMap(({ commands, classes }) => [
      ...Object.entries(commands)
        .filter(([name, command]) => command.properties !== undefined && name.startsWith('Get-'))
        .map(([name, command]) => ({ call: SAMPLES[name] ?? name, properties: command.properties ?? [] })),
      ...Object.entries(classes ?? {}).map(([name, properties]) => ({
        call: `Get-CimInstance -ClassName ${name}`,
        properties,
      })),
    ]);
    expect(wanted.length).toBeGreaterThan(20);
    const lines = await bench.onNode(
      'as-n2',
      wanted
        .map(
          ({ call, properties }) =>
            `$one = @(${call})[0]; "${call}|" + (@('${properties.join("','")}' | Where-Object { -not $one.psobject.Properties[$_] }) -join ',')`,
        )
        .join('\n'),
    );
    expect(lines.filter((line) => !line.endsWith('|'))).toEqual([]);
    expect(lines).toHaveLength(wanted.length);
  });

  test('objects are objects: an owner node is a node, a state is an enum', async () => {
    const lines = await bench.onNode(
      'as-n2',
      `
      $group = Get-ClusterGroup -Name 'Azure Stack HCI Orchestrator Service Cluster Group'
      $group.OwnerNode.GetType().Name; "$($group.OwnerNode)"; $group.OwnerNode.State -eq 'Up'; $group.State.GetType().IsEnum; $group.State -eq 'Online'; "$($group.State)"
      try { Get-ClusterGroup -Cluster other } catch { $_.FullyQualifiedErrorId }`,
    );
    expect(lines).toEqual([
      'ClusterNode',
      'as-n1',
      'True',
      'True',
      'True',
      'Online',
      'NamedParameterNotFound,Get-ClusterGroup',
    ]);
  });
});
