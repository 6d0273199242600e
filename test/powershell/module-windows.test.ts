import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { fixtureFolder, freshTicket, keptOperationsShell, makeUpNodes } from './module-bench';

/** What the real commands of Windows do and a first imitation of them does not: refusing without an exception, and saying nothing. */
const GENEROUS_MS = 60_000;
const nodes = makeUpNodes();
const shell = keptOperationsShell({
  modules: [path.join(fixtureFolder, 'SessionProbe.psm1')],
  operations: ['Invoke-SessionCall', 'Test-LockedSession'],
});

jest.setTimeout(3 * GENEROUS_MS);
afterAll(() => nodes.remove());

async function run<T>(operation: string, parameters: JsonObject, schema: z.ZodType<T>): Promise<T> {
  const outcome = await shell.run({ operation, parameters, deadlineMs: GENEROUS_MS });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return schema.parse(outcome.value);
}

type Call = { name: string; parameters: JsonObject };
type Role = 'Read' | 'Change';

/** Calls node functions in one session on a node that behaves as the mode says, and gives their answers. */
async function answersOf(mode: string, role: Role, calls: readonly Call[]): Promise<unknown[]> {
  const wanted = { Connection: nodes.connection({ n1: mode }), Node: 'n1', Role: role, Calls: [...calls] };
  return (await run('Invoke-SessionCall', wanted, z.object({ answers: z.array(z.unknown()) }))).answers;
}

const shellId = '22222222-0000-0000-0000-000000000000';
const gone = { name: 'Test-IncidentCallerGone', parameters: { RemoteShellId: shellId } };
const candidates = { name: 'Get-IncidentCallerCandidate', parameters: {} };
const storage = { name: 'Get-IncidentStorageState', parameters: {} };
const ticket = (): JsonObject => {
  const { key, fence, notAfterUtc } = freshTicket();
  return { StepKey: key, Fence: fence, NotAfterUtc: notAfterUtc };
};
const holding = (text: string): unknown => expect.stringContaining(text);

test('given a function of a module that is refused, then its part is unread, not empty, and the others are told', async () => {
  const [refused, callers] = await answersOf('cim-refused', 'Read', [storage, candidates]);
  const unread = (command: string) => ({
    status: 'denied',
    errorId: holding(`HRESULT 0x80070005,${command}`),
    value: null,
  });
  expect(refused).toMatchObject({
    spacesDirect: { status: 'ok', value: 1 },
    jobs: unread('Get-StorageJob'),
    virtualDisks: unread('Get-VirtualDisk'),
    pools: unread('Get-StoragePool'),
    physicalDisks: unread('Get-PhysicalDisk'),
  });
  expect(callers).toMatchObject({
    connections: null,
    connectionsErrorId: holding('HRESULT 0x80070005,Get-NetTCPConnection'),
    shells: [{ isOwn: true }],
  });
});

test('given a list of shells without the shell that asks, then no shell is called gone, absent or none', async () => {
  const stop = {
    name: 'Stop-IncidentCaller',
    parameters: { RemoteShellId: shellId, User: 'CONTOSO\\mbauer', ...ticket() },
  };
  const notWhole = holding('ShellListNotWhole,');
  const [hidden] = await answersOf('shells-hidden', 'Read', [candidates]);
  expect(hidden).toMatchObject({ shells: null, shellsErrorId: notWhole });
  const [refused] = await answersOf('shells-hidden', 'Change', [stop]);
  expect(refused).toMatchObject({
    outcome: 'failed',
    reason: 'not-readable',
    errorId: notWhole,
    changed: false,
  });
  const asked = await run(
    'Test-LockedSession',
    { Connection: nodes.connection({ n1: 'shells-hidden' }), Node: 'n1', Role: 'Read', Calls: [gone] },
    z.object({ calls: z.array(z.string()) }),
  );
  expect(asked.calls).toEqual([notWhole]);
});

test('given a record whose text cannot be made, then it is told all the same; given one that cannot be read, then its log is not', async () => {
  const records = { name: 'Get-IncidentCrashRecord', parameters: { SinceUtc: '2026-10-14T00:00:00Z' } };
  const [untold] = await answersOf('text-missing', 'Read', [records]);
  expect(untold).toMatchObject({
    records: [{ recordId: 99 }, { recordId: 98 }, { recordId: 97 }, { recordId: 96 }],
    logs: [
      { log: 'Application', status: 'ok', errorId: null, oldestUtc: '2026-10-01T00:00:00.0000000Z' },
      { log: 'System', status: 'ok', errorId: null },
    ],
  });
  const [lost] = await answersOf('record-lost', 'Read', [records]);
  expect(lost).toMatchObject({
    records: [],
    logs: [
      { log: 'Application', status: 'unavailable' },
      { log: 'System', status: 'ok' },
    ],
  });
});

test('given commands that answer, then empty is empty and absent is absent; a plan that is refused without an exception is not known', async () => {
  const progress = { name: 'Get-IncidentUpdateProgress', parameters: {} };
  const [readable, absent, update] = await answersOf('', 'Read', [storage, gone, progress]);
  expect(readable).toMatchObject({
    jobs: { status: 'ok', value: [] },
    virtualDisks: { status: 'ok', value: [{ name: 'UserStorage_1', health: 'Healthy', operation: ['OK'] }] },
    pools: { status: 'ok', value: [] },
    physicalDisks: { status: 'ok', value: { count: 1, notOk: [] } },
  });
  expect(absent).toMatchObject({ gone: true, reason: 'absent' });
  expect(update).toMatchObject({
    run: { version: '12.2607.1003.5', state: 'InProgress' },
    plan: null,
    planErrorId: holding('HRESULT 0x80070005,Get-ActionPlanInstance'),
  });
});

test('given a node that is Up but isolated, then no other one is paused', async () => {
  const suspend = { name: 'Suspend-IncidentNode', parameters: { Name: 'n2', ...ticket() } };
  const [refused] = await answersOf('isolated', 'Change', [suspend]);
  expect(refused).toMatchObject({ outcome: 'failed', changed: false, reason: 'other-node-not-up' });
});

describe('what the log of checked certificates says', () => {
  const call = (WithRecords: boolean) => ({
    name: 'Get-IncidentCertificateCall',
    parameters: { CertificateSubject: ['CN=ECEClient, OU=AzureStack'], WatchMs: 0, WithRecords },
  });
  const about = { processId: 900, atUtc: '2026-10-14T21:22:09.5000001Z' };
  const untold = { ...about, thumbprint: null, subjectName: null, subject: null, notBeforeUtc: null };
  const told = { ...untold, thumbprint: '85AA53DAF4D63058D7D330EA7DA8CC19F5269CB5' };

  test('given records of any shape, then only the known one is told, nothing in it is resolved, and of another process nothing is told', async () => {
    const [seen, notAsked] = await answersOf('', 'Read', [call(true), call(false)]);
    expect(seen).toMatchObject({
      logEnabled: true,
      chainsErrorId: null,
      oldestUtc: '2026-10-01T00:00:00.0000000Z',
      more: false,
      connections: [],
    });
    const { chains } = z.object({ chains: z.array(z.looseObject({ recordId: z.int() })) }).parse(seen);
    const strange = [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17];
    const expected = [
      {
        ...told,
        recordId: 1,
        subjectName: 'ECEClient',
        subject: 'CN=ECEClient, OU=AzureStack',
        notBeforeUtc: '2025-10-14T20:00:00.0000000Z',
      },
      ...strange.map((recordId) => ({ ...untold, recordId })),
      { ...told, recordId: 16, subjectName: '<b>$(1)' },
    ];
    expect(chains).toEqual([...expected].sort((a, b) => a.recordId - b.recordId));
    expect(notAsked).toMatchObject({ logEnabled: null, chains: null, listeners: null });
  });

  test.each([
    ['log-disabled', { logEnabled: false, chains: null, chainsErrorId: null }],
    ['log-denied', { logEnabled: null, chains: null, chainsErrorId: holding('Es wurde versucht') }],
    [
      'cim-refused',
      { connections: null, connectionsErrorId: holding('HRESULT 0x80070005,Get-NetTCPConnection') },
    ],
  ])('given %s, then that part is told as unread', async (mode, expected) => {
    expect((await answersOf(mode, 'Read', [call(true)]))[0]).toMatchObject(expected);
  });

  test.each([
    ['', true],
    ['log-disabled', false],
    ['log-denied', null],
  ])('the search says whether it is on: %j -> %s', async (mode, certificateLogEnabled) => {
    expect((await answersOf(mode, 'Read', [candidates]))[0]).toMatchObject({ certificateLogEnabled });
  });
});
