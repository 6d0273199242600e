import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createLabCluster } from '../../src/lab/cluster/lab-cluster';
import { loadScenario } from '../../src/lab/cluster/scenario';
import { removeFolder, temporaryFolder, testPowerShell } from '../support/powershell';
import { fixtureFolder } from './module-bench';

const { executable, environment, isEmbedded } = testPowerShell();
const labFolder = path.resolve(__dirname, '../../powershell/lab');
const LIMIT_MS = 120_000;
jest.setTimeout(LIMIT_MS);

const folder = temporaryFolder('jea-session');
const cluster = createLabCluster({
  scenario: loadScenario('past-crashes'),
  folder: path.join(folder, 'cluster'),
  now: Date.now,
});
const [node] = cluster.snapshot().nodes;
afterAll(() => removeFolder(folder));

/** What every JEA session has besides its own functions; PowerShell cuts each of them down. */
const OF_EVERY_SESSION = [
  ...['Clear-Host', 'Exit-PSSession', 'Get-Command', 'Get-FormatData', 'Get-Help', 'Measure-Object'],
  ...['Out-Default', 'Select-Object'],
];

const answered = z.object({
  language: z.string(),
  offered: z.array(z.string()),
  visible: z.array(z.string()),
  text: z.array(z.string().nullable()),
  hidden: z.array(z.string().nullable()),
  calls: z.record(z.string(), z.unknown()),
});

function open(role: string, member: 'yes' | 'no', calls: object = {}) {
  const script = path.join(fixtureFolder, 'jea-session.ps1');
  const own = ['-Role', role, '-Member', member, '-Folder', path.join(folder, `${role}-${member}`)];
  return promisify(execFile)(
    executable,
    [
      ...['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, ...own],
      ...['-LabFolder', labFolder, '-Calls', JSON.stringify(calls)],
    ],
    {
      env: {
        ...environment,
        COMPUTERNAME: node?.name,
        LAB_CLUSTER_FOLDER: path.join(folder, 'cluster'),
        ProgramData: path.join(folder, 'ProgramData'),
      },
      timeout: LIMIT_MS,
      maxBuffer: 16 * 1024 * 1024,
    },
  );
}

const session = async (...options: Parameters<typeof open>) =>
  answered.parse(JSON.parse((await open(...options)).stdout));

if (isEmbedded) {
  test('the embedded engine opens no restricted session: it says what it lacks', async () => {
    await expect(open('Read', 'yes')).rejects.toThrow(/Microsoft\.PowerShell\.ConsoleHost|not recognized/);
  });
} else {
  describe('the generated JEA files, opened by a full PowerShell', () => {
    test.each(['Read', 'Change', 'Restart'])(
      '%s offers its functions and what every session has, no language and nothing else',
      async (role) => {
        const { language, offered, visible, text, hidden } = await session(role, 'yes');
        expect(language).toBe('NoLanguage');
        expect(offered).toContain('Get-IncidentClock');
        expect(visible.sort()).toEqual([...offered, ...OF_EVERY_SESSION].sort());
        expect(new Set(text)).toEqual(new Set(['ScriptsNotAllowed']));
        expect(new Set(hidden)).toEqual(new Set(['CommandNotFoundException']));
      },
    );

    test('who is in none of its groups gets none of its functions', async () => {
      const { visible } = await session('Change', 'no', { 'Get-IncidentClock': {} });
      expect(visible.sort()).toEqual(OF_EVERY_SESSION);
    });

    test("its functions reach the node's commands, which the caller cannot, and load the update's module by themselves", async () => {
      const { calls } = await session('Read', 'yes', {
        'Get-IncidentEvidence': { SinceUtc: new Date(Date.now() - 86_400_000).toISOString() },
        'Get-IncidentStorageState': {},
        'Get-IncidentUpdateProgress': {},
      });
      expect(calls).toMatchObject({
        'Get-IncidentEvidence': { orchestrator: { failure: null }, crashRecords: { failure: null } },
        'Get-IncidentStorageState': { virtualDisks: { status: 'ok' }, physicalDisks: { status: 'ok' } },
        'Get-IncidentUpdateProgress': { run: { state: 'Succeeded' }, planErrorId: null },
      });
    });
  });
}
