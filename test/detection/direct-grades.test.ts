import { commonName } from '../../src/detection/certificate-age';
import { findDirectEvidence } from '../../src/detection/direct-evidence';
import { withDirectEvidence } from '../../src/detection/find-candidates';
import { CALLER, OLD, watched } from './support/watched';

describe('what becomes of the grades', () => {
  it('the one that was seen is B, with what was seen; the others stay what they are', () => {
    const { candidates } = watched();
    const graded = withDirectEvidence(candidates, findDirectEvidence({ ...watched(), candidates }));
    expect(graded.map(({ processId, grade }) => [processId, grade])).toEqual([
      [CALLER, 'B'],
      [12, 'C'],
    ]);
    expect(graded[0]?.seenDirectly).toContain(`the certificate ${OLD}`);
    expect(graded[1]?.seenDirectly).toBeNull();
    expect(graded.map(({ because }) => because)).toEqual(candidates.map(({ because }) => because));
  });

  it('without evidence C says why it is no more than that, and nothing else changes', () => {
    const { candidates } = watched();
    const graded = withDirectEvidence(candidates, { kind: 'none', why: 'the log is off' });
    expect(graded.map(({ grade }) => grade)).toEqual(['C', 'C']);
    for (const { because } of graded) expect(because.at(-1)).toBe('not seen directly: the log is off');
    const weak = candidates.map((one) => ({ ...one, grade: 'D' as const }));
    const same = withDirectEvidence(weak, { kind: 'none', why: 'the log is off' });
    expect(same).toHaveLength(weak.length);
    for (const one of same) expect(weak).toContainEqual(one);
  });
});

describe('the name that Windows shows for a subject', () => {
  it.each([
    ['CN=ECEClient, OU=AzureStack', 'ECEClient'],
    ['OU=AzureStack,CN=ECEClient', 'ECEClient'],
    ['cn= ECEClient', 'ECEClient'],
    ['CN=a, CN=b', null],
    ['OU=AzureStack', null],
    ['', null],
  ])('%j -> %j', (subject, name) => {
    expect(commonName(subject)).toBe(name);
  });
});
