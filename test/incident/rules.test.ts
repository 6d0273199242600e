import { groupRecovery, rulesForNodes } from '../../src/incident/rules';
import { R1, rules, RUNG_1, RUNG_4 } from './support/builders';

const R3 = { ...R1, id: 'R3', mends: 'node-paused' } as const;

describe('the rules for a cluster of so many nodes', () => {
  const own = rules({
    ladder: [RUNG_1, { ...RUNG_4, leastNodes: 2 }],
    recoveries: [R1, { ...R3, leastNodes: 3 }],
  });

  it.each([
    [1, ['1'], ['R1']],
    [2, ['1', '4'], ['R1']],
    [3, ['1', '4'], ['R1', 'R3']],
  ])('given %d, then what needs more is left out', (nodes, ladder, recoveries) => {
    const left = rulesForNodes(own, nodes);
    expect(left.ladder.map(({ id }) => id)).toEqual(ladder);
    expect(left.recoveries.map(({ id }) => id)).toEqual(recoveries);
    expect(left).toMatchObject({ signatureId: own.signatureId, timing: own.timing });
  });
});

describe('the recovery of a silent orchestrator', () => {
  it('is the one that mends nothing else, wherever it stands', () => {
    expect(groupRecovery(rules({ recoveries: [R3, R1] }))?.id).toBe('R1');
    expect(groupRecovery(rules({ recoveries: [R3] }))).toBeUndefined();
  });
});
