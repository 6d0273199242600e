import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/incident/json';
import { loadScenario } from '../../src/lab/cluster/scenario';
import { getStepEvidence } from '../../src/powershell/operations/get-step-evidence';
import type { OperationResult } from '../../src/powershell/operations/outcome';
import { restartNodeService } from '../../src/powershell/operations/restart-node-service';
import { until } from '../support/powershell';
import { fixtureFolder, freshTicket } from './module-bench';
import { type LabBench, openLabBench } from './module-lab-bench';

const GENEROUS_MS = 120_000;
const LCM = 'LcmController';
const SOON = () => new Date(Date.now() + 300_000).toISOString();
const PROBE = {
  modules: [path.join(fixtureFolder, 'SessionProbe.psm1')],
  operations: ['Invoke-SessionCall'],
};

jest.setTimeout(4 * GENEROUS_MS);

const answer = z.looseObject({
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  changed: z.boolean().optional(),
});
const answers = z.object({ answers: z.array(answer) });

const journalFolder = (bench: LabBench, node: string): string =>
  path.join(bench.folder, 'nodes', node, 'ProgramData', 'AzureLocalIncident.Journal');
const journalFile = (bench: LabBench, node: string): string =>
  path.join(journalFolder(bench, node), `steps-${new Date().toISOString().slice(0, 7)}.log`);

interface Call {
  readonly name: string;
  readonly parameters: JsonObject;
}

/** Calls of node functions in one session, one after the other. */
async function inOneSession(
  bench: LabBench,
  role: 'Read' | 'Change',
  calls: readonly Call[],
  heldFile = '',
): Promise<z.infer<typeof answer>[]> {
  const outcome = await bench.powershell.run({
    operation: 'Invoke-SessionCall',
    parameters: {
      Connection: bench.connection as JsonObject,
      Node: 'as-n1',
      Role: role,
      Calls: calls.map(({ name, parameters }) => ({ name, parameters })),
      HeldFile: heldFile,
    },
    deadlineMs: GENEROUS_MS,
  });
  if (outcome.kind !== 'reported' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return answers.parse(outcome.value).answers;
}

const restart = (ticket: { StepKey?: string; Fence?: number; NotAfterUtc?: string }): Call => ({
  name: 'Restart-IncidentService',
  parameters: { Name: LCM, WaitSeconds: 20, SteadySeconds: 1, ...ticket },
});
const journalOf = (key: string): Call => ({ name: 'Get-IncidentStepJournal', parameters: { Key: key } });

function reported<T>(result: OperationResult<T>): T {
  if (result.kind !== 'reported') throw new Error(JSON.stringify(result));
  return result.value;
}

describe('invariant 8: a node begins a step at most once', () => {
  let bench: LabBench;
  const stops = (): number => bench.changes().filter((change) => change === `Stop-Service ${LCM}`).length;

  beforeAll(() => {
    bench = openLabBench('healthy', PROBE);
  });
  afterAll(() => bench.close());

  test('without a ticket, late, repeated or overtaken it is refused and nothing is touched', async () => {
    const late = new Date(Date.now() - 1000).toISOString();
    const [none, tooLate, first, again, overtaken] = await inOneSession(bench, 'Change', [
      restart({}),
      restart({ StepKey: 'run-1-0', Fence: 100, NotAfterUtc: late }),
      restart({ StepKey: 'run-1-0', Fence: 100, NotAfterUtc: SOON() }),
      restart({ StepKey: 'run-1-0', Fence: 101, NotAfterUtc: SOON() }),
      restart({ StepKey: 'run-1-1', Fence: 99, NotAfterUtc: SOON() }),
    ]);
    expect(none).toMatchObject({ outcome: 'failed', changed: false, reason: 'ticket-missing' });
    expect(tooLate).toMatchObject({ outcome: 'failed', changed: false, reason: 'too-late' });
    expect(first).toMatchObject({ outcome: 'succeeded', changed: true, reason: 'restarted' });
    // Not 'failed': the call before it did something, and only the journal knows what.
    expect(again).toMatchObject({ outcome: 'unknown', changed: false, reason: 'already-begun' });
    expect(overtaken).toMatchObject({ outcome: 'failed', changed: false, reason: 'fence-passed' });
    expect(stops()).toBe(1);

    const [done, never] = await inOneSession(bench, 'Read', [journalOf('run-1-0'), journalOf('run-1-1')]);
    expect(done).toMatchObject({
      problem: null,
      entry: 'ended',
      action: `restart service ${LCM}`,
      outcome: 'succeeded',
      reason: 'restarted',
      highestFence: 100,
    });
    expect(never).toMatchObject({ problem: null, entry: 'none', begunAtUtc: null });
  });

  test('a torn line, an old month and another writer: the journal goes on, and what is uncertain is refused', async () => {
    const file = journalFile(bench, 'as-n1');
    const old = path.join(journalFolder(bench, 'as-n1'), 'steps-2020-01.log');
    writeFileSync(old, 'begun\trun-0-0\t5\t2020-01-01T00:00:00.0000000Z\tx\ty\tend\n');
    appendFileSync(file, 'begun\trun-2-0\t900\t2026');
    const before = stops();

    const [torn, next] = await inOneSession(bench, 'Change', [
      restart({ StepKey: 'run-2-0', Fence: 200, NotAfterUtc: SOON() }),
      restart({ StepKey: 'run-3-0', Fence: 201, NotAfterUtc: SOON() }),
    ]);
    expect(torn).toMatchObject({ outcome: 'unknown', reason: 'already-begun' });
    expect(next).toMatchObject({ outcome: 'succeeded' });
    expect(stops()).toBe(before + 1);
    expect(existsSync(old)).toBe(false);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map((line) => line.split('\t').slice(0, 2))).toEqual([
      ['begun', 'run-1-0'],
      ['ended', 'run-1-0'],
      ['begun', 'run-2-0'],
      ['begun', 'run-3-0'],
      ['ended', 'run-3-0'],
    ]);

    const lock = path.join(journalFolder(bench, 'as-n1'), 'journal.lock');
    const [busy] = await inOneSession(
      bench,
      'Change',
      [restart({ StepKey: 'run-4-0', Fence: 202, NotAfterUtc: SOON() })],
      lock,
    );
    expect(busy).toMatchObject({ outcome: 'failed', changed: false, reason: 'journal-busy' });
    expect(stops()).toBe(before + 1);
  });

  test('a journal that cannot be written lets nothing begin, and says what to do', async () => {
    const folder = journalFolder(bench, 'as-n2');
    mkdirSync(path.dirname(folder), { recursive: true });
    writeFileSync(folder, 'in its place');
    const before = bench.changes();
    const report = reported(
      await restartNodeService(bench.powershell, {
        node: 'as-n2',
        connection: bench.connection,
        service: LCM,
        waitSeconds: 20,
        steadySeconds: 1,
        requestId: 'request-1',
        ticket: freshTicket(),
        whatIf: false,
        nodeDeadlineMs: GENEROUS_MS,
      }),
    );
    expect(report).toMatchObject({ outcome: 'failed', changed: false, reason: 'journal-not-writable' });
    expect(report.hint).toContain('The journal of steps on as-n2 cannot be written');
    expect(bench.changes()).toEqual(before);
  });
});

test('invariant 8: given a step that is killed after its journal entry, then the journal proves that it began and no more', async () => {
  const scenario = { ...loadScenario('healthy'), hangingServices: [{ node: 1, service: LCM }] };
  const bench = openLabBench(scenario);
  try {
    const ticket = freshTicket();
    const kill = new AbortController();
    const pending = restartNodeService(
      bench.powershell,
      {
        node: 'as-n1',
        connection: bench.connection,
        service: LCM,
        waitSeconds: 100,
        steadySeconds: 1,
        requestId: 'request-1',
        ticket,
        whatIf: false,
        nodeDeadlineMs: 3 * GENEROUS_MS,
      },
      { signal: kill.signal },
    );
    const written = (): string =>
      existsSync(journalFolder(bench, 'as-n1'))
        ? readdirSync(journalFolder(bench, 'as-n1'))
            .map((file) => readFileSync(path.join(journalFolder(bench, 'as-n1'), file), 'utf8'))
            .join('')
        : '';
    await until('the node wrote its journal', () => written().includes(ticket.key), GENEROUS_MS);
    kill.abort();
    expect((await pending).kind).toBe('unknown');

    const evidence = reported(
      await getStepEvidence(bench.powershell, {
        node: 'as-n1',
        connection: bench.connection,
        key: ticket.key,
        services: [LCM],
        withGroups: false,
        nodeDeadlineMs: GENEROUS_MS,
      }),
    );
    expect(evidence.node).toMatchObject({
      status: 'ok',
      bootUtc: expect.any(Number) as unknown,
      journal: {
        status: 'ok',
        value: {
          problem: null,
          entry: 'begun',
          endedAtUtc: null,
          outcome: null,
          notAfterUtc: Date.parse(ticket.notAfterUtc),
        },
      },
      services: { status: 'ok', value: { services: [{ name: LCM, installed: true }] } },
      groups: null,
    });
    expect(bench.changes().filter((change) => change === `Start-Service ${LCM}`)).toEqual([]);
  } finally {
    await bench.close();
  }
});
