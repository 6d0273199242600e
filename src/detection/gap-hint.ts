import type { LogGap } from './record-memory';
import { utcText } from '../incident/utc-text';

/** The gap that hides most: the log that is known for the shortest time. */
export function latestGap(gaps: readonly LogGap[]): LogGap | null {
  return gaps.reduce<LogGap | null>(
    (latest, gap) => (latest === null || gap.coveredSince > latest.coveredSince ? gap : latest),
    null,
  );
}

/**
 * What happened to a node's logs, and what to do about it; null: nothing did. That one was cleared says most: with the System log goes the
 * record that tells of the others.
 */
export function gapHint(node: string, gaps: readonly LogGap[]): string | null {
  const gap = gaps.find(({ cause }) => cause === 'cleared') ?? latestGap(gaps);
  return gap && hintOf(node, gap);
}

function hintOf(node: string, { log, coveredSince, cause }: LogGap): string {
  const at = utcText(coveredSince);
  switch (cause) {
    case 'cleared':
      return `The ${log} log of ${node} was cleared at ${at}. Ask who did it (System log, event 104) and for its backup; the watch from then on goes on.`;
    case 'overwritten':
      return `The ${log} log of ${node} lost records before ${at} that were not read yet. Make it larger: Limit-EventLog, or wevtutil sl ${log} /ms:<bytes>`;
    case 'short':
      return `The ${log} log of ${node} reaches back only to ${at}. Make it larger (wevtutil sl ${log} /ms:<bytes>), or wait until it covers the look-back.`;
    case 'too-many':
      return `The ${log} log of ${node} holds more crash records than are read at once; known since ${at}. The newest ones decide.`;
  }
}
