import { clusterFaults, isWaiting } from '../../src/lab/cluster-faults';
import { clusterView } from '../../src/lab/cluster-view';
import { initialState } from '../../src/lab/cluster/initial-state';
import { faultSchema } from '../../src/lab/cluster/lab-cluster';
import type { LedgerEntry } from '../../src/lab/cluster/lab-cluster';
import type { LabState } from '../../src/lab/cluster/lab-state';
import { loadScenario, scenarioNames } from '../../src/lab/cluster/scenario';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const stateOf = (scenario: string): LabState => initialState(loadScenario(scenario), NOW).state;
const viewOf = (state: LabState, more: Partial<Parameters<typeof clusterView>[0]> = {}) =>
  clusterView({ state, waiting: [], crashes: [], ledger: [], reveal: false, ...more });

describe('the view of the simulated cluster', () => {
  it.each(scenarioNames())('%s: keeps its secret until it is asked to tell, and changes nothing', (name) => {
    const state = stateOf(name);
    const before = JSON.stringify(state);
    const kept = JSON.stringify(viewOf(state));
    const told = viewOf(state, { reveal: true });
    expect(JSON.stringify(state)).toBe(before);
    for (const secret of [state.eceThumbprint, ...state.callers.map((caller) => caller.thumbprint)])
      expect(kept).not.toContain(secret.slice(0, 8));
    const stale = state.callers.filter((caller) => caller.thumbprint !== state.eceThumbprint).length;
    const rootless = state.nodes.filter((node) => node.missingRoots.length > 0).length;
    expect(told.clues).toHaveLength(stale + rootless + (state.defect === null ? 0 : 1));
  });

  it('names the culprit with everything that leads to it', () => {
    const [clue] = viewOf(stateOf('monitoring-session'), { reveal: true }).clues ?? [];
    expect(clue?.title).toMatch(/^A monitoring session left open on as-n\d$/);
    expect(clue?.details.join('\n')).toMatch(/wsmprovhost, process \d+, of .*mbauer, opened from/);
  });

  it('shows what was done since the scenario began, and nothing that was only looked at', () => {
    const state = stateOf('stale-lcm');
    const entry = (kind: LedgerEntry['kind'], at: number, command: string): LedgerEntry => ({
      ...{ at, kind, command, node: 'as-n1', target: 't' },
      ...{ parameters: {}, shellId: '', reference: {}, detail: {} },
    });
    const ledger = [
      entry('change', state.startedAt - 1, 'Old'),
      entry('session', state.startedAt, 'Open'),
      entry('change', state.startedAt, 'Restart-Service'),
    ];
    expect(viewOf(state, { ledger }).changes.map((change) => change.command)).toEqual(['Restart-Service']);
  });

  it('says that a chosen scenario has not begun, and how many faults wait', () => {
    const state = stateOf('healthy');
    const waiting = [{ kind: 'reset', state }, { kind: 'group-failed' }] as const;
    expect(viewOf(state, { waiting })).toMatchObject({ notBegun: true, waiting: 1 });
  });
});

describe('the faults of the cluster', () => {
  it.each(scenarioNames())('%s: each is a fault the cluster takes, under a name of its own', (name) => {
    const faults = clusterFaults(stateOf(name));
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length);
    for (const { inject, remove } of faults) {
      expect(faultSchema.parse(inject)).toEqual(inject);
      if (remove !== null) expect(faultSchema.parse(remove)).toEqual(remove);
    }
  });

  it.each([
    ['healthy', []],
    ['unreachable-node', ['node-unreachable as-n3']],
    ['access-denied', ['node-denied as-n3']],
    ['missing-root', ['root-missing as-n1']],
    ['locked-account', ['account-locked ECEAgentService as-n3']],
    ['update-drains-node', ['node-paused as-n2']],
    ['drain-fails', ['vm-stuck render-01']],
    ['lying-success', ['lying-success as-n2']],
    ['partial-failure', ['partial-failure as-n2']],
    ['hung-mitigation', ['hung-mitigation as-n2']],
    ['slow-node', ['slow-node as-n3']],
    ['flapping-node', ['flapping-node as-n3']],
    ['clock-skew', ['clock-skew as-n1', 'clock-skew as-n2']],
  ])('%s: shows as on what is the case', (name, on) => {
    const faults = clusterFaults(stateOf(name)).filter((fault) => fault.isOn);
    expect(faults.map((fault) => fault.name)).toEqual(on);
  });

  it('knows the one that waits, by its beginning or its end', () => {
    const faults = clusterFaults(stateOf('healthy'));
    const waiting = [{ kind: 'node-reachable', node: 'as-n2' }, { kind: 'storage-jobs-ended' }] as const;
    const names = faults.filter((fault) => isWaiting(fault, waiting)).map((fault) => fault.name);
    expect(names).toEqual(['storage-jobs', 'node-unreachable as-n2', 'node-denied as-n2']);
  });
});
