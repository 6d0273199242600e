import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadScenario, scenarioNames, scenarioSchema } from '../../../src/lab/cluster/scenario';
import { initialState } from '../../../src/lab/cluster/initial-state';
import { labStateSchema } from '../../../src/lab/cluster/lab-state';
import { LIMIT_MS, openLabBench, type LabBench } from './lab-bench';

jest.setTimeout(LIMIT_MS);

const NOW = Date.UTC(2026, 9, 14, 21, 22, 10);

describe('scenarios', () => {
  test.each(scenarioNames())('%s is valid, and the same twice at one time', (name) => {
    const scenario = loadScenario(name);
    expect(scenario.name).toBe(name);
    const first = initialState(scenario, NOW);
    expect(initialState(scenario, NOW)).toEqual(first);
    expect(labStateSchema.parse(JSON.parse(JSON.stringify(first.state)))).toEqual(first.state);
    const ids = first.state.nodes.flatMap((node) => node.processes.map((process) => process.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([1, 2, 16])('%i nodes make a cluster', (nodes) => {
    const { state } = initialState({ ...loadScenario('healthy'), nodes, callers: [], vms: [] }, NOW);
    expect(state.nodes.map((node) => node.name)).toEqual(
      Array.from({ length: nodes }, (_, index) => `as-n${index + 1}`),
    );
  });

  test('a node that is down runs nothing', () => {
    const { state } = initialState({ ...loadScenario('past-crashes'), down: [2] }, NOW);
    expect(state.nodes[1]).toMatchObject({ state: 'Down', processes: [] });
    expect(new Set(state.nodes[1]?.services.map((service) => service.state))).toEqual(new Set(['Stopped']));
  });

  test.each([
    ['a history longer than the cluster stays awake', { history: 1000 }, /history must not be longer/],
    ['the orchestrator on a node that is down', { down: [1] }, /cannot have the orchestrator/],
    ['a word it does not know', { nodez: 2 }, /nodez/],
  ])('%s is refused', (_, change, reason) => {
    expect(() => scenarioSchema.parse({ ...loadScenario('healthy'), ...change })).toThrow(reason);
  });

  test('a caller on a node that does not exist is refused', () => {
    expect(() => initialState({ ...loadScenario('monitoring-session'), nodes: 1 }, NOW)).toThrow(
      /names node 2, but has 1/,
    );
  });

  test.each(['../healthy', 'Healthy', ''])('%j is no scenario name', (name) => {
    expect(() => loadScenario(name)).toThrow(/no scenario name/);
  });
});

describe('a lab cluster', () => {
  let bench: LabBench;
  afterEach(() => bench.close());

  test('given a reset, then the snapshot is the new scenario at once and the commands follow', async () => {
    bench = openLabBench('monitoring-session');
    expect(await bench.onNode('as-n1', `@(Get-ClusterNode).Count`)).toEqual(['3']);
    bench.cluster.reset(loadScenario('past-crashes'));
    expect(bench.cluster.snapshot()).toMatchObject({ scenario: 'past-crashes' });
    const count = `@(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = '.NET Runtime' }).Count`;
    expect(await bench.onNode('as-n1', `@(Get-ClusterNode).Count\n${count}`)).toEqual(['2', '4']);
    expect(bench.cluster.snapshot().advancedTo).toBeGreaterThan(bench.cluster.snapshot().startedAt);
  });

  test('given faults, then the next command meets them', async () => {
    bench = openLabBench('monitoring-session');
    // First what ends the crashes: one more could be recorded between any two of them.
    bench.cluster.inject({ kind: 'group-failed' });
    bench.cluster.inject({ kind: 'log-cleared', node: 'as-n1', log: 'Application' });
    bench.cluster.inject({ kind: 'node-down', node: 'as-n3' });
    const lines = await bench.onNode(
      'as-n1',
      `"$((Get-ClusterNode -Name as-n3).State) $(@(Get-ClusterGroup)[0].State)"
      $log = Get-WinEvent -ListLog Application
      $log.RecordCount
      try { Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ID = 1025 } -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
      (Get-WinEvent -FilterHashtable @{ LogName = 'System'; ID = 104 }).Message`,
    );
    expect(lines).toEqual([
      'Down Failed',
      '0',
      'NoMatchingEventsFound',
      'The Application log file was cleared.',
    ]);
  });

  test('given a scenario with a cleared log, then its history is gone from that log only', async () => {
    bench = openLabBench({
      ...loadScenario('monitoring-session'),
      logsCleared: [{ node: 1, log: 'Application' }],
    });
    const lines = await bench.onNode(
      'as-n1',
      `foreach ($log in 'Application', 'System') { (Get-WinEvent -ListLog $log).RecordCount -gt 40 }`,
    );
    expect(lines).toEqual(['False', 'True']);
  });

  test('the records read as the corpus has them', async () => {
    bench = openLabBench('monitoring-session');
    const corpus = (
      name: string,
    ): { provider: string; id: number; message: string; properties: string[] }[] =>
      (JSON.parse(readFileSync(path.join(__dirname, '../../corpus', name), 'utf8')) as { events: never[] })
        .events;
    const lines = await bench.onNode(
      'as-n1',
      `foreach ($query in @{ LogName = 'Application'; ProviderName = '.NET Runtime' }, @{ LogName = 'Application'; ProviderName = 'Application Error'; Level = 2 }, @{ LogName = 'System'; ID = 7031 }) {
          $record = Get-WinEvent -FilterHashtable $query -MaxEvents 1
          ConvertTo-Json @{ provider = $record.ProviderName; id = $record.Id; message = $record.Message; properties = @($record.Properties | ForEach-Object { "$($_.Value)" }) } -Depth 4 -Compress
      }`,
    );
    const records = lines.map(
      (line) => JSON.parse(line) as { id: number; message: string; properties: string[] },
    );
    const [sample] = corpus('001-sample-as-recorded.json');
    expect(records[0]).toEqual({
      provider: sample?.provider,
      id: sample?.id,
      message: sample?.message,
      properties: sample?.properties,
    });
    const four = corpus('041-four-records-one-crash.json');
    /** What differs from crash to crash. */
    const plain = (text: string): string =>
      text
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'report')
        .replace(/(id: 0x|^)[0-9a-f]{4}(\r|$)/gm, 'pid')
        .replace(/(0x)?01d[0-9a-f]{13}/g, 'start')
        .replace(/\d+ time\(s\)/, 'n time(s)')
        .replace(/in \d+ milliseconds/, 'in n milliseconds');
    for (const [index, id] of [
      [1, 1000],
      [2, 7031],
    ] as const) {
      const expected = four.find((event) => event.id === id);
      expect(plain(records[index]?.message ?? '')).toBe(plain(expected?.message ?? ''));
      expect(records[index]?.properties).toHaveLength(expected?.properties.length ?? 0);
    }
    expect(records[1]?.properties.map(plain)).toEqual(
      four.find((event) => event.id === 1000)?.properties.map(plain),
    );
  });
});
