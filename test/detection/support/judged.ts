import { findDirectEvidence } from '../../../src/detection/direct-evidence';
import { type Draft, watched } from './watched';

export type Trace = Draft['traces'][number];
export interface Parts {
  readonly all: Draft;
  /** The orchestrator's node. */
  readonly n1: Trace;
  /** The caller's node. */
  readonly n2: Trace;
}

/** What is found when one thing is other than B needs it. */
export function judged(change: (parts: Parts) => void = () => undefined): string {
  const all = watched();
  const [n1, n2] = all.traces;
  if (!n1 || !n2) throw new Error('two nodes are needed');
  change({ all, n1, n2 });
  const evidence = findDirectEvidence(all);
  return evidence.kind === 'seen' ? `B for ${evidence.candidate.processId}` : evidence.why;
}

export const each = <T>(list: T[], change: (one: T) => void): void => list.forEach(change);
