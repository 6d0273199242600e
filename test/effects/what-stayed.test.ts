import { withWhatStayed } from '../../src/effects/what-stayed';
import type { SuspendNodeReport } from '../../src/powershell/operations/suspend-node';

const FAILED = { outcome: 'failed', detail: 'drain-failed' } as const;

function reportWith(
  left: readonly string[],
  resumed: boolean | null,
  emptiness: SuspendNodeReport['emptiness'] = null,
): Pick<SuspendNodeReport, 'node' | 'emptiness'> {
  return { node: { answer: { left, resumed } } as unknown as SuspendNodeReport['node'], emptiness };
}

describe('what is told of a drain that failed', () => {
  it('undone: nothing is left half-done, and it names what did not move and what to do', () => {
    const { detail, restored } = withWhatStayed(FAILED, reportWith(['web-01'], true));
    expect(detail).toMatch(
      /^it was taken back into the cluster: drain-failed; what did not leave it: web-01; see why/,
    );
    expect(restored).toBe(true);
  });

  it('not undone: it stays half-done', () => {
    expect(withWhatStayed(FAILED, reportWith([], false))).toEqual(FAILED);
    expect(withWhatStayed(FAILED, reportWith(['web-01'], null)).restored).toBeUndefined();
  });

  it('the node itself still had machines: each is named once, and the node counts as taken back', () => {
    const emptiness = { status: 'ok', errorId: null, machinesLeft: ['a', 'b'], resumed: true } as const;
    const { detail, restored } = withWhatStayed(
      FAILED,
      reportWith(['a'], null, { ...emptiness, machinesLeft: ['a', 'b'] }),
    );
    expect(detail).toContain('what did not leave it: a, b;');
    expect(restored).toBe(true);
  });

  it('many: the first eight, and how many more', () => {
    const many = Array.from({ length: 10 }, (_, index) => `vm-${index}`);
    expect(withWhatStayed(FAILED, reportWith(many, true)).detail).toContain('vm-7 and 2 more;');
  });

  it.each(['succeeded', 'unknown', 'nothing-to-do'] as const)('%s is told as it is', (outcome) => {
    const report = { outcome, detail: 'drained' };
    expect(withWhatStayed(report, reportWith(['x'], true))).toBe(report);
  });
});
