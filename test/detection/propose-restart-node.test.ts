import type { Proposed, ProposeParts, Wanted } from '../../src/detection/propose';
import { propose } from '../../src/detection/propose';
import type { CheckReport } from '../../src/incident/evidence';
import { differencesOf } from '../../src/incident/same-json';
import type { JsonValue } from '../../src/incident/json';
import type { ClusterSettings } from '../../src/runbook/settings';
import {
  ask,
  check,
  crashes,
  HOUR,
  MINUTE,
  OLGA,
  policy,
  proposal,
  report,
  rules,
  RUNG_4,
  SECOND,
  T0,
  UPDATE,
} from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { NODE_RESTART } from '../support/node-restart-times';
import type { World } from './support/node-restart-facts';
import { healthy, NAMES } from './support/node-restart-facts';

/* The judgement of every condition is tested beside it; here: what is asked for, what is bound, what blocks. */

const CLUSTER: ClusterSettings = {
  name: 'cluster-1',
  nodes: NAMES,
  connection: { transport: 'winrm' },
  certificateSubjects: [],
  rootNames: [],
  channel: null,
  protectedVms: [],
  botHostVm: null,
};

/** It crashes now, once a minute; the group is on as-n1, and the update is at a step that does not work on nodes. */
function crashingNow(change: Partial<CheckReport> = {}): CheckReport {
  return report(T0, {
    crashes: crashes(T0 - 10 * SECOND),
    change: {
      group: { state: 'Online', owner: 'as-n1', members: NAMES.map((node) => ({ node, state: 'Up' })) },
      update: { ...UPDATE, askedAt: T0, busyNodes: [] },
      ...change,
    },
  });
}

const stateOf = (...reports: readonly CheckReport[]) =>
  fold(story(...reports.map((one) => check(one, { rules: rules({ ladder: [RUNG_4] }) }))));

/** Times of a result as PowerShell writes them: text. */
function asAnswered(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      /Utc$/.test(key) && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
}

interface Setting {
  readonly world?: (world: World) => void;
  readonly cluster?: Partial<ClusterSettings>;
  readonly state?: ReturnType<typeof stateOf>;
  readonly wanted?: Wanted;
}

/** Booted a day before the incident, unless a test says otherwise. */
async function proposed(setting: Setting = {}): Promise<Proposed & { readonly askedFor: readonly string[] }> {
  const askedFor: string[] = [];
  const parts: ProposeParts = {
    powershell: {
      run: ({ operation, parameters }) => {
        expect(operation).toBe('Get-NodeRestartInterlock');
        askedFor.push(JSON.stringify(parameters['node']).slice(1, -1));
        const world = healthy();
        world.facts.nodes = world.facts.nodes.map((one) => booted(one, T0 - 24 * HOUR));
        setting.world?.(world);
        return Promise.resolve({ kind: 'reported', ok: true, value: asAnswered(world.facts) });
      },
      close: () => Promise.resolve(),
    },
    detection: {
      watchMs: 1,
      watchInIncidentMs: 1,
      lookBackMs: 1000,
      proofGapMs: 1,
      nodeDeadlineMs: 5000,
      steadyMs: 1000,
      groupMoveMs: 30_000,
      nodeRestart: NODE_RESTART,
      skewLimitMs: 5000,
      updateStalledMs: 1_800_000,
    },
    scriptHash: 'script-1',
  };
  const cluster = { ...CLUSTER, ...setting.cluster };
  const state = setting.state ?? stateOf(crashingNow());
  return { ...(await propose(parts, cluster, state, '4', policy(), setting.wanted)), askedFor };
}

type NodeFacts = World['facts']['nodes'][number];

function booted(one: NodeFacts, bootUtc: number): NodeFacts {
  const value = one.load?.value;
  return { ...one, bootUtc, load: one.load && value ? { ...one.load, value: { ...value, bootUtc } } : null };
}

async function granted(setting: Setting = {}): Promise<Extract<Proposed, { kind: 'proposed' }>> {
  const result = await proposed(setting);
  if (result.kind === 'failed') throw new Error(result.why);
  return result;
}

/** What the world says of one node's state in the cluster. */
const withMember =
  (name: string, state: string) =>
  (world: World): void => {
    for (const { cluster } of world.facts.nodes)
      for (const one of cluster?.value?.nodes.value ?? []) if (one.name === name) one.state = state;
  };

describe('which node is restarted', () => {
  it('one, unless more are named, and the owner of the group last', async () => {
    const { proposal: one, obstacles } = await granted();
    expect(one.coveredNodes).toEqual(['as-n2']);
    expect(obstacles).toEqual([]);
    expect(one.steps.map(({ operation, node }) => `${operation} ${node}`)).toEqual([
      'Test-NodeRestart as-n2',
      'Suspend-Node as-n2',
      'Restart-Node as-n2',
      'Resume-Node as-n2',
      'Wait-StorageClean as-n1',
    ]);
  });

  it('not one that booted since the incident began: it holds nothing old', async () => {
    const result = await proposed({
      world: ({ facts }) => {
        facts.nodes = facts.nodes.map((one) =>
          one.node.startsWith('as-n2') ? booted(one, T0 + MINUTE) : one,
        );
      },
    });
    expect(result).toMatchObject({ proposal: { coveredNodes: ['as-n3'] }, askedFor: ['as-n2', 'as-n3'] });
  });

  it('when all did, there is none left', async () => {
    const result = await proposed({
      world: ({ facts }) => {
        facts.nodes = facts.nodes.map((one) => booted(one, T0 + MINUTE));
      },
    });
    expect(result).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(result)).toContain('contact Microsoft Support');
  });

  it('those that were named, in the order of the cluster, with a look between them', async () => {
    const { proposal: two } = await granted({ wanted: { nodes: ['AS-N3', 'as-n1.contoso.lab'] } });
    expect(two.coveredNodes).toEqual(['as-n1', 'as-n3']);
    expect(
      two.steps.map(({ operation, node, isGate }) => `${operation} ${node}${isGate ? ', gate' : ''}`),
    ).toEqual([
      'Test-NodeRestart as-n1, gate',
      'Suspend-Node as-n1',
      'Restart-Node as-n1',
      'Resume-Node as-n1',
      'Wait-StorageClean as-n2',
      'Wait-StillCrashing as-n3, gate',
      'Test-NodeRestart as-n3, gate',
      'Suspend-Node as-n3',
      'Restart-Node as-n3',
      'Resume-Node as-n3',
      'Wait-StorageClean as-n1',
    ]);
  });

  it.each<[string, Setting, string]>([
    [
      'a name that is none of its nodes',
      { wanted: { nodes: ['dc-01'] } },
      'dc-01 is not a node of cluster-1',
    ],
    ['a cluster of one node', { cluster: { nodes: ['as-n1'] } }, 'no other node'],
    [
      'no other node Up',
      {
        state: stateOf(
          crashingNow({
            group: {
              state: 'Online',
              owner: 'as-n1',
              members: NAMES.map((node) => ({ node, state: node === 'as-n2' ? 'Up' : 'Down' })),
            },
          }),
        ),
      },
      'no other node that is Up',
    ],
  ])('nobody: %s', async (_what, setting, why) => {
    const result = await proposed(setting);
    expect(result).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(result)).toContain(why);
  });
});

describe('invariant 6: the state of every condition is bound', () => {
  it('eleven conditions, each a fact of its own; the texts are shown, not bound', async () => {
    const { proposal: one } = await granted();
    const bound = Object.entries(one.facts).filter(([name]) => name.endsWith(' of as-n2'));
    expect(bound).toHaveLength(11);
    expect(new Set(bound.map(([, state]) => state))).toEqual(new Set(['green']));
    expect(one.shown.flatMap(({ facts }) => facts)).toHaveLength(11);
    const later = await granted({ state: stateOf(crashingNow(), { ...crashingNow(), checkId: 'later' }) });
    expect(later.proposal.digest).toBe(one.digest);
  });

  it('one that turned red changes the digest, and the difference says which', async () => {
    const before = await granted();
    const after = await granted({ world: withMember('as-n3', 'Paused') });
    expect(after.proposal.digest).not.toBe(before.proposal.digest);
    expect(differencesOf(before.proposal.facts, after.proposal.facts)).toEqual([
      'nodes-up of as-n2: was green, is red',
    ]);
    expect(after.proposal.blindNodes).toEqual([]);
  });

  it('a node that does not answer just now has not changed: the grant waits for it', async () => {
    const after = await granted({
      world: ({ facts }) => {
        facts.nodes = facts.nodes.map((one) =>
          one.node.startsWith('as-n3')
            ? { ...one, status: 'unreachable', cluster: null, load: null, storage: null }
            : one,
        );
      },
    });
    expect(after.proposal.blindNodes).toEqual(['as-n3.contoso.local']);
  });

  it('a condition that nobody can tell just now has not changed either, unless another one is red', async () => {
    const unknown = { cluster: { protectedVms: null } };
    expect((await granted()).proposal.unread).toEqual([]);
    expect((await granted(unknown)).proposal.unread).toMatchObject([
      expect.stringMatching(/^protected-vms of as-n2 is not known now: /),
    ]);
    const both = await granted({ ...unknown, world: withMember('as-n3', 'Paused') });
    expect(both.proposal.unread).toBeUndefined();
  });
});

describe('what blocks the ask', () => {
  const blocked = async (setting: Setting): Promise<string> => (await granted(setting)).obstacles.join(' | ');

  it('red: says which, why, and what is green', async () => {
    const why = await blocked({ world: withMember('as-n3', 'Paused') });
    expect(why).toMatch(/^as-n2: ✖ red: nodes-up \(as-n3 is Paused.*\) \| as-n2: ✔ green: votes, witness/);
  });

  it('unknown blocks too: nobody said which machines are protected', async () => {
    expect(await blocked({ cluster: { protectedVms: null } })).toContain('unknown: protected-vms');
    expect(await blocked({ cluster: { protectedVms: [] } })).toBe('');
  });

  it('a protected machine, or the bot itself, on the node', async () => {
    const onNode = 'vm-of-as-n2';
    expect(await blocked({ cluster: { protectedVms: [onNode] } })).toContain('red: protected-vms');
    expect(await blocked({ cluster: { botHostVm: onNode } })).toContain('red: protected-vms');
    expect(await blocked({ cluster: { protectedVms: ['vm-of-as-n3'] } })).toBe('');
  });

  it('crashes that are not fresh', async () => {
    const old = stateOf(crashingNow(), {
      ...report(T0 + 4 * MINUTE, { crashes: crashes(T0 - 10 * SECOND) }),
      group: crashingNow().group,
      update: crashingNow().update,
    });
    expect(await blocked({ state: old })).toContain('red: crash-present');
  });
});

describe('the update as it was last known', () => {
  const asked = { ...UPDATE, busyNodes: [] };
  const failedNow = { ...asked, state: 'unknown', currentStep: null, askedAt: T0 + MINUTE } as const;
  const after = (update: CheckReport['update']): CheckReport => ({
    ...crashingNow({ update }),
    startedAt: T0 + MINUTE,
    finishedAt: T0 + MINUTE,
    nodes: report(T0 + MINUTE, { crashes: crashes(T0 + MINUTE - SECOND) }).nodes,
  });
  const planStep = async (...reports: readonly CheckReport[]): Promise<unknown> =>
    (await granted({ state: stateOf(...reports) })).proposal.facts['plan-step of as-n2'];

  it('a question that fails while it crashes does not take away what was known', async () => {
    expect(await planStep(crashingNow({ update: { ...asked, askedAt: T0 } }), after(failedNow))).toBe(
      'green',
    );
    const atOs = { ...asked, askedAt: T0, currentStep: 'UpdateHostOS' };
    expect(await planStep(crashingNow({ update: atOs }), after(failedNow))).toBe('red');
  });

  it('never read is unknown, and so is what was read long before the incident', async () => {
    expect(await planStep(crashingNow({ update: failedNow }))).toBe('unknown');
    const longAgo = { ...crashingNow({ update: { ...asked, askedAt: T0 - HOUR } }) };
    expect(await planStep(longAgo, after(failedNow))).toBe('unknown');
  });
});

it('a granted request is looked at again for exactly the nodes it covers', () => {
  const state = fold(
    story(
      check(crashingNow(), { rules: rules({ ladder: [RUNG_4] }) }),
      ask(T0 + SECOND, '4', OLGA, { proposal: proposal({ coveredNodes: ['as-n3'] }) }),
    ),
  );
  expect(state.incident?.request?.coveredNodes).toEqual(['as-n3']);
});
