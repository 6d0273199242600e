import { createCommandHandler, streamOf } from '../../src/commands/handle-command';
import type { Run } from '../../src/incident/run';
import type { ClusterState } from '../../src/incident/state';
import { currentRevision } from '../../src/lab/channel/shapes';
import type { Bed } from '../chaos/support/bed';
import { openBed } from '../chaos/support/bed';
import type { Point } from '../chaos/support/points';
import type { SeenCard } from '../support/bot-framework-client';
import { eventually } from '../teams/support/eventually';
import { AGREE } from './support/scripted-bot';

const PATIENCE_MS = 120_000;

type Strike = (process: string) => Promise<{ readonly goesOn: boolean }>;

/** Real processes; at one point, once, something is done to the process that is there. */
async function bedWith(options: Pick<Parameters<typeof openBed>[0], 'store' | 'seats'>) {
  let armed: { readonly point: Point; readonly strike: Strike } | null = null;
  const bed = await openBed({
    ...options,
    kind: 'scripted',
    clusters: 1,
    atPoint: async (process, point) => {
      if (armed?.point !== point) return { goesOn: true };
      const { strike } = armed;
      armed = null;
      return strike(process);
    },
  });
  const handler = createCommandHandler({ ...bed, newId: () => '', onEffects: () => undefined });
  const [cluster = ''] = bed.names;
  return {
    ...bed,
    cluster,
    load: () => handler.load(cluster),
    at: (point: Point, strike: Strike): void => void (armed = { point, strike }),
  };
}

type Armed = Awaited<ReturnType<typeof bedWith>>;

function counted(bed: Bed, what: 'called' | 'acted'): number {
  return bed.world.ledger().filter((line) => line.what === what).length;
}

/** How often the bot said that. */
function toldTimes({ client }: Bed, words: string): number {
  return client.fromBot().filter((message) => currentRevision(message).text.includes(words)).length;
}

async function stateWith({ load }: Armed, holds: (state: ClusterState) => boolean): Promise<ClusterState> {
  let state = await load();
  await eventually(async () => holds((state = await load())), PATIENCE_MS);
  return state;
}

/** Two people approve the present request; what they click may come to a process that is just dead, so they click until it counts. */
async function approve(armed: Armed): Promise<string> {
  const { client, load } = armed;
  let state = await load();
  await eventually(async () => {
    state = await load();
    const { request = null, run = null } = state.incident ?? {};
    if (request?.status === 'pending') return true;
    // After a run that did not cure it, a person asks again.
    if (run?.endedAt != null) await client.as('asker').inPersonalChat().say(`ask 1 ${armed.cluster}`);
    return false;
  }, PATIENCE_MS);
  const request = state.incident?.request;
  if (!request) throw new Error('Nothing is asked.');
  const isAsked = ({ text }: SeenCard): boolean =>
    text.includes(`"request":"${request.id}"`) && text.includes('"verb":"approve"');
  const card = await client.waitForCard(isAsked, PATIENCE_MS);
  for (const person of ['approver1', 'approver2']) {
    const click = async (): Promise<boolean> => {
      await client
        .as(person)
        .click(card, 'approve', AGREE)
        .catch(() => undefined);
      const now = (await armed.load()).incident?.request;
      return (
        now?.id !== request.id ||
        now.status !== 'pending' ||
        now.votes.some(({ by }) => by.name === client.as(person).person.name)
      );
    };
    await eventually(click, PATIENCE_MS);
  }
  return request.id;
}

/** What the bot finds out about an unknown step by looking comes when it comes. */
function withoutEvidence(run: Run | null | undefined): Run | undefined {
  return run ? { ...run, steps: run.steps.map((step) => ({ ...step, evidence: null })) } : undefined;
}

async function settle(armed: Armed, as: string): Promise<void> {
  const say = async (): Promise<boolean> => {
    await armed.client.as('admin').inPersonalChat().say(`settle ${armed.cluster} ${as} I looked`);
    return (await armed.load()).incident?.run?.settled !== null;
  };
  await eventually(say, PATIENCE_MS);
}

describe('a process that is killed in the middle of a run', () => {
  let armed: Armed;
  beforeAll(async () => {
    armed = await bedWith({ store: 'sqlite', seats: [{ seat: 'bot', roles: ['teams', 'runner'] }] });
  }, PATIENCE_MS);
  afterAll(() => armed.end(), PATIENCE_MS);

  it.each<[Point, { readonly reaches: boolean; readonly acts: boolean }]>([
    ['after the intent, before the remote call', { reaches: false, acts: false }],
    ['during the remote call', { reaches: true, acts: false }],
    ['after the act, before its answer', { reaches: true, acts: true }],
    ['before the result is stored', { reaches: true, acts: true }],
  ])(
    'failure mode 11: kill -9 %s: unknown, never run again, nothing else runs, a person settles it',
    async (point, { reaches, acts }) => {
      const before = { called: counted(armed, 'called'), acted: counted(armed, 'acted') };
      let strikes = 0;
      armed.at(point, async (process) => {
        strikes += 1;
        await armed.fleet.kill(process);
        return { goesOn: false };
      });
      const requestId = await approve(armed);
      const state = await stateWith(
        armed,
        ({ incident }) => incident?.run?.requestId === requestId && incident.run.endedAt !== null,
      );
      expect(strikes).toBe(1);
      expect(state.incident?.run).toMatchObject({ result: 'unknown', settled: null });
      await armed.fleet.settle();
      const refusedBefore = toldTimes(armed, 'settled first');
      await armed.client.as('asker').inPersonalChat().say(`ask 1 ${armed.cluster}`);
      await eventually(() => toldTimes(armed, 'settled first') > refusedBefore, PATIENCE_MS);
      expect((await armed.load()).incident?.request?.id).toBe(requestId);
      const after = { called: counted(armed, 'called'), acted: counted(armed, 'acted') };
      expect(after).toEqual({
        called: before.called + (reaches ? 1 : 0),
        acted: before.acted + (acts ? 1 : 0),
      });
      await settle(armed, acts ? 'happened' : 'did-not-happen');
      expect(counted(armed, 'called')).toBe(after.called);
      if (acts) await again(armed);
    },
    2 * PATIENCE_MS,
  );

  it(
    'failure mode 11: kill -9 before the outbox is sent: the result stands, it ran once, and the card catches up',
    async () => {
      const called = counted(armed, 'called');
      let strikes = 0;
      armed.at('after the result is stored', async (process) => {
        strikes += 1;
        await armed.fleet.kill(process);
        return { goesOn: false };
      });
      const requestId = await approve(armed);
      const state = await stateWith(
        armed,
        ({ incident }) => incident?.run?.requestId === requestId && incident.run.endedAt !== null,
      );
      // The process says where it is after it has stored it, so the result may be read first.
      await eventually(() => strikes === 1, PATIENCE_MS);
      expect(state.incident?.run?.result).toBe('succeeded');
      await stateWith(armed, ({ incident }) => incident?.status === 'closed');
      await armed.client.waitForCard(({ text }) => text.includes('Fixed and closed'), PATIENCE_MS);
      expect(counted(armed, 'called')).toBe(called + 1);
      expect((await armed.store.verifyAudit()).firstProblem).toBeNull();
    },
    2 * PATIENCE_MS,
  );
});

/** The incident closes as fixed, and it crashes again. */
async function again(armed: Armed): Promise<void> {
  const closed = await stateWith(armed, ({ incident }) => incident?.status === 'closed');
  armed.world.crashAgain(armed.cluster, closed.version);
  await stateWith(armed, ({ incident }) => incident?.status === 'open');
}

/** How often a step of that run was begun. */
async function startsOf(armed: Armed, runId: string | undefined): Promise<number> {
  const history = await armed.store.readHistory(streamOf(armed.cluster), 10_000);
  return history.filter(({ kind, body }) => kind === 'StepStarted' && body['runId'] === runId).length;
}

describe('two processes that run steps, on one PostgreSQL', () => {
  let armed: Armed;
  beforeAll(async () => {
    armed = await bedWith({
      store: 'postgres',
      seats: [
        { seat: 'teams-a', roles: ['teams'] },
        { seat: 'runner-a', roles: ['runner'] },
        { seat: 'runner-b', roles: ['runner'] },
      ],
    });
  }, PATIENCE_MS);
  afterAll(() => armed.end(), PATIENCE_MS);

  it.each<[Point, { readonly reaches: boolean; readonly result: string }]>([
    ['after the claim of a step', { reaches: false, result: 'stopped' }],
    ['during the remote call', { reaches: true, result: 'unknown' }],
    ['before the result is stored', { reaches: true, result: 'unknown' }],
  ])(
    'failure mode 12: the one is halted past its lease %s: its step is lost, the other does not repeat it, and what the late one says is refused',
    async (point, { reaches, result }) => {
      const called = counted(armed, 'called');
      let halted = '';
      armed.at(point, async (process) => {
        halted = process;
        armed.fleet.pause(process, null);
        return { goesOn: true };
      });
      const requestId = await approve(armed);
      const lost = await stateWith(
        armed,
        ({ incident }) => incident?.run?.requestId === requestId && incident.run.endedAt !== null,
      );
      expect(halted).toMatch(/^runner-/);
      expect(lost.incident?.run).toMatchObject({ result, settled: null });
      const { run } = lost.incident ?? {};
      armed.fleet.resume(halted);
      if (!reaches) {
        // It says nothing of what it never began; the next run shows that it does not begin it late either.
        const nextId = await approve(armed);
        await stateWith(
          armed,
          ({ incident }) => incident?.run?.requestId === nextId && incident.run.result === 'succeeded',
        );
        await again(armed);
        expect(counted(armed, 'called')).toBe(called + 1);
        expect(await startsOf(armed, run?.id)).toBe(0);
        return;
      }
      // It is awake, and done with what it held, when it says so.
      const isRefused = (): boolean =>
        armed.fleet.said().some((line) => line.startsWith(`${halted}: warn`) && line.includes('lease'));
      await eventually(isRefused, PATIENCE_MS);
      expect(withoutEvidence((await armed.load()).incident?.run)).toEqual(withoutEvidence(run));
      expect(counted(armed, 'called')).toBe(called + 1);
      expect(await startsOf(armed, run?.id)).toBe(1);
      await settle(armed, 'happened');
      expect(counted(armed, 'called')).toBe(called + 1);
      await again(armed);
    },
    2 * PATIENCE_MS,
  );
});
