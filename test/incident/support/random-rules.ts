import fc from 'fast-check';
import type { VotingPolicy } from '../../../src/incident/approval';
import type { Rules } from '../../../src/incident/rules';
import { ADA, BEN, OLGA, policy, R1, rules, RUNG_1, RUNG_2, RUNG_4, RUNG_ROOTS } from './builders';
import { CONFIRMED, R3 } from './node-restart-moves';

const POLICIES: readonly VotingPolicy[] = [
  policy(),
  policy(),
  policy(),
  policy({ approvers: [ADA, OLGA], hash: 'policy-2' }),
  policy({ approvers: [ADA, ADA, BEN, OLGA], requesterMayVote: true, hash: 'policy-3' }),
  policy({ approvers: [], hash: 'policy-4' }),
];
const RULES: readonly Rules[] = [
  rules(),
  rules({ ladder: [CONFIRMED], recoveries: [R1, R3] }),
  rules({ ladder: [RUNG_1, CONFIRMED], recoveries: [R1, R3] }),
  rules({ ladder: [RUNG_1, RUNG_2, RUNG_4] }),
  rules({ ladder: [RUNG_4] }),
  rules({ recoveries: [] }),
  rules({ ladder: [RUNG_ROOTS, RUNG_1, RUNG_4] }),
];

export const policies: fc.Arbitrary<VotingPolicy> = fc.constantFrom(...POLICIES);
export const ruleSets: fc.Arbitrary<Rules> = fc.constantFrom(...RULES);
