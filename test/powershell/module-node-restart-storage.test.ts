import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { fixtureFolder, operationsShell } from './module-bench';

const GENEROUS_MS = 60_000;
const shell = operationsShell({
  modules: [path.join(fixtureFolder, 'StorageProbe.psm1')],
  operations: ['Test-StorageVerdict'],
});

jest.setTimeout(2 * GENEROUS_MS);
afterAll(() => shell.close());

const ok = (value: JsonObject[string]) => ({ status: 'ok', errorId: null, value });
const UNREAD = { status: 'denied', errorId: 'HRESULT 0x80070005,Get-VirtualDisk', value: null };
const disk = (health: string, ...operation: string[]) => ({ name: 'Volume1', health, operation });
const GOOD = {
  spacesDirect: ok(1),
  jobs: ok([]),
  virtualDisks: ok([disk('Healthy', 'OK')]),
  pools: ok([disk('Healthy', 'OK')]),
  physicalDisks: ok({ count: 12, notOk: [] }),
};

const cases: readonly (readonly [verdict: string, what: string, state: JsonObject | null, why: RegExp])[] = [
  ['clean', 'all is well', GOOD, /^$/],
  [
    'clean',
    'a finished job is still listed',
    { ...GOOD, jobs: ok([{ name: 'Repair', state: 'Completed' }]) },
    /^$/,
  ],
  [
    'clean',
    'a failed disk alone: the virtual disks tell of its harm',
    { ...GOOD, physicalDisks: ok({ count: 12, notOk: [disk('Unhealthy', 'Lost Communication')] }) },
    /^$/,
  ],
  [
    'clean',
    'no disks where Spaces Direct is proven not to be used',
    { ...GOOD, spacesDirect: ok(0), virtualDisks: ok([]), pools: ok([]) },
    /^$/,
  ],
  [
    'not-clean',
    'a job runs',
    { ...GOOD, jobs: ok([{ name: 'Repair', state: 'Running' }]) },
    /'Repair' is Running/,
  ],
  [
    'not-clean',
    'a job is suspended',
    { ...GOOD, jobs: ok([{ name: 'Repair', state: 'Suspended' }]) },
    /Suspended/,
  ],
  [
    'not-clean',
    'a virtual disk is degraded',
    { ...GOOD, virtualDisks: ok([disk('Warning', 'Degraded')]) },
    /'Volume1' is Warning, Degraded/,
  ],
  [
    'not-clean',
    'healthy, but in service',
    { ...GOOD, virtualDisks: ok([disk('Healthy', 'OK', 'InService')]) },
    /InService/,
  ],
  [
    'not-clean',
    'a virtual disk says nothing of its operation',
    { ...GOOD, virtualDisks: ok([disk('Healthy')]) },
    /Volume1/,
  ],
  ['not-clean', 'a pool is read-only', { ...GOOD, pools: ok([disk('Healthy', 'Read-only')]) }, /Read-only/],
  [
    'not-clean',
    'a disk is in maintenance',
    { ...GOOD, physicalDisks: ok({ count: 12, notOk: [disk('Healthy', 'In Maintenance Mode')] }) },
    /1 disks are in maintenance/,
  ],
  [
    'not-clean',
    'not clean outweighs unread',
    { ...GOOD, jobs: ok([{ name: 'Repair', state: 'Running' }]), pools: UNREAD },
    /Running.*pools could not be read/,
  ],
  [
    'not-clean',
    'without Spaces Direct what is there must be well',
    { ...GOOD, spacesDirect: ok(0), virtualDisks: ok([disk('Unhealthy', 'Detached')]) },
    /Detached/,
  ],
  ['unknown', 'no answer', null, /could not be read/],
  ['unknown', 'the jobs could not be read', { ...GOOD, jobs: UNREAD }, /jobs could not be read/],
  [
    'unknown',
    'the disks could not be read',
    { ...GOOD, physicalDisks: UNREAD },
    /physicalDisks could not be read/,
  ],
  ['unknown', 'no virtual disk at all', { ...GOOD, virtualDisks: ok([]) }, /no virtualDisks were found/],
  ['unknown', 'no pool at all', { ...GOOD, pools: ok([]) }, /no pools were found/],
  [
    'unknown',
    'no disks, and whether Spaces Direct is used is not known',
    { ...GOOD, spacesDirect: UNREAD, virtualDisks: ok([]), pools: ok([]) },
    /spacesDirect could not be read/,
  ],
];

const answer = z.object({
  verdicts: z.array(z.object({ verdict: z.string(), why: z.array(z.string()) })),
});

describe('one look at the storage', () => {
  let verdicts: z.infer<typeof answer>['verdicts'] = [];
  beforeAll(async () => {
    const outcome = await shell.run({
      operation: 'Test-StorageVerdict',
      parameters: { States: cases.map(([, , state]) => state) },
      deadlineMs: GENEROUS_MS,
    });
    if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
    verdicts = answer.parse(outcome.value).verdicts;
  });

  test.each(cases.map(([verdict, what, , why], index) => ({ verdict, what, why, index })))(
    '$verdict: $what',
    ({ verdict, why, index }) => {
      expect(verdicts[index]?.verdict).toBe(verdict);
      expect(verdicts[index]?.why.join('; ')).toMatch(why);
    },
  );
});
