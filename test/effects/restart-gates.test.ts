import { gateInterlocks } from '../../src/effects/gate-interlocks';
import { judgeGate, judgePlan } from '../../src/effects/perform-gate';
import type { StepReport } from '../../src/effects/step-report';
import type { JsonValue } from '../../src/incident/json';
import type { ClusterState } from '../../src/incident/state';
import type { PowerShellOutcome } from '../../src/ports';
import type { ClusterSettings, DetectionSettings } from '../../src/runbook/settings';
import type { World } from '../detection/support/node-restart-facts';
import { healthy, NAMES } from '../detection/support/node-restart-facts';
import {
  ask,
  beginRun,
  check,
  crashing,
  MINUTE,
  OLGA,
  rules,
  RUNG_4,
  SECOND,
  T0,
  UPDATE,
  vote,
  ADA,
  BEN,
} from '../incident/support/builders';
import { fold, story } from '../incident/support/given';
import { NODE_RESTART } from '../support/node-restart-times';

/* Over HTTP, on the simulated cluster: test/http/dangers.test.ts. */

const DETECTION: DetectionSettings = {
  watchMs: 1000,
  watchInIncidentMs: 1000,
  lookBackMs: 86_400_000,
  proofGapMs: 100,
  nodeDeadlineMs: 5000,
  steadyMs: 1000,
  groupMoveMs: 30_000,
  nodeRestart: NODE_RESTART,
  skewLimitMs: 5000,
  updateStalledMs: 1_800_000,
};

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

/** Times of a result as PowerShell writes them: text. */
function asAnswered(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      /Utc$/.test(key) && typeof one === 'number' ? new Date(one).toISOString() : one,
    ),
  ) as JsonValue;
}

const seen = (change: (world: World) => void): PowerShellOutcome => {
  const world = healthy();
  change(world);
  return { kind: 'reported', ok: true, value: asAnswered(world.facts) };
};

/** What the gate before as-n3 says; it looks at the crashes first. */
async function gate(outcome: PowerShellOutcome): Promise<StepReport & { readonly looked: number }> {
  let looked = 0;
  const report = await gateInterlocks(
    {
      powershell: { run: () => Promise.resolve(outcome), close: () => Promise.resolve() },
      detection: DETECTION,
      look: () => {
        looked += 1;
        const crashes = crashing(T0, { update: { ...UPDATE, askedAt: T0, busyNodes: [] } });
        return Promise.resolve(fold(story(check(crashes, { rules: rules({ ladder: [RUNG_4] }) }))));
      },
    },
    CLUSTER,
    'as-n3',
  );
  return { ...report, looked };
}

describe('invariant 10: what is not green stops the run before a node is touched', () => {
  it('every condition green: it goes on', async () => {
    expect(await gate(seen(() => undefined))).toMatchObject({ outcome: 'succeeded', looked: 1 });
  });

  it('one red: the node is not touched, and it is said which one', async () => {
    const report = await gate(
      seen(({ facts }) => {
        for (const { cluster } of facts.nodes)
          for (const one of cluster?.value?.nodes.value ?? []) if (one.name === 'as-n2') one.state = 'Paused';
      }),
    );
    expect(report.outcome).toBe('failed');
    expect(report.detail).toMatch(/^as-n3 was not touched: as-n3: red: nodes-up \(as-n2 is Paused/);
  });

  it('one unknown: the same', async () => {
    const report = await gate(
      seen(({ facts }) => {
        facts.nodes = facts.nodes.map((one) => ({ ...one, storage: null }));
      }),
    );
    expect(report.outcome).toBe('failed');
    expect(report.detail).toContain('unknown: storage');
  });

  it('nothing could be read: the same', async () => {
    const report = await gate({ kind: 'unknown', reason: 'no answer in time' });
    expect(report).toMatchObject({ outcome: 'failed', looked: 1 });
    expect(report.detail).toContain('its conditions could not be read: no answer in time');
  });
});

describe('between two nodes', () => {
  const running = fold(
    story(
      check(crashing(T0), { rules: rules({ ladder: [RUNG_4] }) }),
      ask(T0 + SECOND, '4', OLGA),
      vote(T0 + 2 * SECOND, ADA),
      vote(T0 + 3 * SECOND, BEN),
      check(crashing(T0 + 20 * SECOND)),
      beginRun(T0 + 20 * SECOND),
    ),
  );
  const after = (update: Partial<typeof UPDATE>): ClusterState => ({
    ...running,
    latest: running.latest && {
      ...running.latest,
      report: { ...running.latest.report, update: { ...UPDATE, ...update } },
    },
  });

  it('an update that moves again ends the run, even while it still crashes', () => {
    expect(judgePlan(after({ lastChangeAt: T0 + MINUTE }))).toMatchObject({ outcome: 'nothing-to-do' });
    expect(judgePlan(after({}))).toBeNull();
    expect(judgePlan(after({ state: 'unknown', lastChangeAt: T0 + MINUTE }))).toBeNull();
  });

  it('a crash after the settle time lets it go on', () => {
    expect(judgeGate(running, T0 - 2 * MINUTE)).toMatchObject({ outcome: 'succeeded' });
    expect(judgeGate(running, T0)).toBeNull();
  });
});
