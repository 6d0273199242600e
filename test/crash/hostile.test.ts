import { analyzeRecords } from '../../src/crash/analyze-records';
import type { Analysis } from '../../src/crash/analysis';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { HOSTILE_FILLS, messageOf } from './hostile-fills';
import { paste, record } from './print-record';

const SMALL = 32 * 1024;
/** Quadratic work would show 16 here; linear work shows 4 and some noise. */
const MAX_GROWTH = 12;

function analyze(text: string, pasted: boolean): Analysis {
  return analyzeRecords([pasted ? paste(text) : record(text)], ORCHESTRATOR_CRASH);
}

describe('hostile text', () => {
  it.each(
    HOSTILE_FILLS.flatMap(([name, fill]) => [[name, fill, false] as const, [name, fill, true] as const]),
  )('of %s costs time in proportion to its size (%j, pasted: %s)', (_name, fill, pasted) => {
    const text = (size: number): string => messageOf(fill.repeat(size / fill.length));
    const time = (input: string): number => {
      // Time of the processor, not of the wall: other programs on the machine do not count.
      const start = process.cpuUsage();
      expect(analyze(input, pasted).crashes).toHaveLength(1);
      return process.cpuUsage(start).user / 1000;
    };
    const best = (input: string): number => Math.min(time(input), time(input), time(input));
    const small = best(text(SMALL));
    const large = best(text(4 * SMALL));
    expect(large).toBeLessThan(Math.max(small, 4) * MAX_GROWTH);
  });

  it('is shown as plain text: nothing invisible, no broken characters', () => {
    const { decisive } = analyze(
      messageOf('a\u001b[31mb\u0000c\u202ed\ufeffe\ud800f <at>x</at> ${y} {{z}}'),
      false,
    );
    expect(decisive?.trace?.exceptions[0]?.message).toBe('abcde\ufffdf <at>x</at> ${y} {{z}}');
    expect(decisive?.trace?.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u200b-\u200f\u202a-\u202e\ufeff]/);
    expect(decisive?.trace?.text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
