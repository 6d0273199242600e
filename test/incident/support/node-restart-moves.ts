import type { CheckReport } from '../../../src/incident/evidence';
import type { RungTerms } from '../../../src/incident/rules';
import { proposal, R1, RUNG_4, step } from './builders';

/** A mitigation whose completing voter types the node, and the recovery of what it may leave. */
export const CONFIRMED: RungTerms = { ...RUNG_4, confirm: 'node-name' };
export const R3: RungTerms = { ...R1, id: 'R3', mends: 'node-paused' };
export const COVERED = 'as-n2';
const PAUSED = { kind: 'node-paused', node: COVERED, service: null } as const;

/** The restart of one node, in two steps: one that pauses it, one that takes it back. */
export const RESTART = proposal({
  steps: [
    { ...step('pause'), leaves: PAUSED },
    { ...step('take back'), undoes: PAUSED },
  ],
  attestSteps: null,
  coveredNodes: [COVERED],
});
export const RESUME = proposal({ steps: [{ ...step('take back'), undoes: PAUSED }], attestSteps: null });

/** The group as the cluster tells it, with the restarted node in this state. */
export const withNode = (state: string): CheckReport['group'] => ({
  state: 'Online',
  owner: 'n1',
  members: [
    { node: 'n1', state: 'Up' },
    { node: COVERED, state },
  ],
});
