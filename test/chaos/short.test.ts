import { runChaos } from './support/run-chaos';

/** Faults of a short run: named points in turn, and between them any moment. */
const FAULTS = 10;

/** Repeatable as far as the machine allows: the choices come from here, their moments do not. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(['sqlite', 'postgres'] as const)('processes that are killed and halted, on %s', (store) => {
  it('lose nothing, run nothing twice or unapproved, say nothing untrue and leave no wrong card', async () => {
    const report = await runChaos({
      store,
      clusters: 3,
      everyMs: 300,
      random: seeded(20_261_122),
      isEnough: ({ faults }) => faults >= FAULTS,
      say: () => undefined,
    });
    const { lost, runTwice, unapproved, untrue, wrongCards, auditProblem, said } = report;
    const found = { lost, runTwice, unapproved, untrue, wrongCards, auditProblem };
    const nothing = {
      lost: [],
      runTwice: [],
      unapproved: [],
      untrue: [],
      wrongCards: [],
      auditProblem: null,
    };
    if (JSON.stringify(found) !== JSON.stringify(nothing)) process.stderr.write(`${said.join('\n')}\n`);
    expect(found).toEqual(nothing);
    expect(report.faults.length).toBeGreaterThanOrEqual(FAULTS);
    expect(report.figures.stepsActed).toBeGreaterThan(0);
    expect(report.figures.granted).toBeGreaterThan(0);
  }, 600_000);
});
