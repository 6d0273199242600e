import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { labStateSchema } from '../../src/lab/cluster/lab-state';
import { loadScenario, scenarioSchema } from '../../src/lab/cluster/scenario';
import { runRecord } from '../../src/record';
import { startBotProcess } from '../http/support/start-bot-process';
import { isRunning, removeFolder, temporaryFolder, testPowerShell, until } from '../support/powershell';
import { startSshNodes } from '../support/ssh-nodes';
import { openLabBench } from './module-lab-bench';

/** The command lines of the README: real sshd servers, the product's SSH transport, the simulated cluster behind it. */
const GENEROUS_MS = 240_000;
jest.setTimeout(2 * GENEROUS_MS);

const folder = temporaryFolder('record');
afterAll(() => removeFolder(folder));
const file = (name: string): string => path.join(folder, name);

const vm = { memoryGb: 16, clustered: true, running: true, blocker: 'none' as const };
const SCENARIO = scenarioSchema.parse({
  ...loadScenario('healthy'),
  missingRootsOn: [2],
  vms: [
    { ...vm, name: 'payroll-01', node: 1 },
    { ...vm, name: 'payroll-02', node: 3, blocker: 'gpu', clustered: false },
  ],
  storage: { virtualDiskHealth: 'Warning', repairSeconds: 900 },
  update: { afterCure: 'stays' },
  witness: 'Offline',
});

/** A production configuration that reaches the cluster by SSH. */
function configText(cluster: object): string {
  const people = [{ objectId: '3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c', name: 'Ana', roles: ['approver'] }];
  const powershell = { executable: testPowerShell().executable };
  return stringify({
    clusters: [cluster],
    people,
    powershell,
    detection: { proofGapMs: 100, nodeDeadlineMs: GENEROUS_MS },
  });
}

test('given a cluster reached by SSH, then record stores it, names nobody, changes nothing, and the lab starts on what was recorded', async () => {
  const bench = openLabBench(SCENARIO);
  const ssh = await startSshNodes(bench.folder, bench.nodes);
  try {
    const certificateSubjects = ['CN=ECEClient, OU=AzureStack'];
    const cluster = { name: 'hci-real', nodes: bench.nodes, connection: ssh.connection, certificateSubjects };
    writeFileSync(file('config.yaml'), configText(cluster));
    const out = file('recorded.json');
    expect(await runRecord(['--config', file('config.yaml'), '--cluster', 'hci-real', '--out', out])).toBe(0);
    expect(bench.changes()).toEqual([]);
  } finally {
    const sessions = bench.cluster.ledger().filter(({ kind }) => kind === 'session');
    await until(
      'every session has ended',
      () => !sessions.some(({ detail }) => isRunning(Number(detail['processId']))),
    );
    await ssh.close();
    await bench.close();
  }
  const recorded = readFileSync(file('recorded.json'), 'utf8');
  const probes = readFileSync(file('recorded.probes.json'), 'utf8');
  for (const name of ['payroll', 'contoso', 'as-n1', 'hci-real'])
    expect(`${recorded}${probes}`.toLowerCase()).not.toContain(name);
  expect(scenarioSchema.parse(JSON.parse(recorded))).toMatchObject({
    nodes: 3,
    callers: [],
    missingRootsOn: [2],
    vms: [
      { name: 'vm-1', node: 1, memoryGb: 16, clustered: true, running: true, blocker: 'none' },
      { name: 'vm-2', node: 3, memoryGb: 16, clustered: false, running: true, blocker: 'gpu' },
    ],
    storage: { virtualDiskHealth: 'Warning', repairSeconds: 120 },
    witness: 'Offline',
    update: { afterCure: 'stays' },
  });

  writeFileSync(
    file('lab.yaml'),
    stringify({ lab: true, logLevel: 'warn', server: { port: 0 }, simulation: { channelPort: 0 } }),
  );
  const bot = await startBotProcess(file('lab.yaml'), file('data'), {}, [
    '--scenario',
    file('recorded.json'),
  ]);
  expect(await bot.interrupt()).toBe(0);
  const state = labStateSchema.parse(JSON.parse(readFileSync(file('data/cluster/state.json'), 'utf8')));
  expect(state.nodes.map(({ name }) => name)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(state.vms.map(({ name, node }) => [name, node])).toEqual([
    ['vm-1', 'node-1'],
    ['vm-2', 'node-3'],
  ]);
});

test('given no cluster of that name, then record says which there are', async () => {
  writeFileSync(
    file('config.yaml'),
    configText({ name: 'hci-01', nodes: ['n1'], connection: { transport: 'ssh' } }),
  );
  await expect(
    runRecord(['--config', file('config.yaml'), '--cluster', 'hci-02', '--out', file('x.json')]),
  ).rejects.toThrow('has no cluster hci-02. It has: hci-01.');
  await expect(runRecord(['--config', file('config.yaml')])).rejects.toThrow('Usage: npm run record');
});
