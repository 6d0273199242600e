import type { Analysis, DatedCrash } from './analysis';
import { buildCrash } from './build-crash';
import { classify } from './classify';
import { groupCrashes, withoutCopies } from './count-crashes';
import type { EventRecord } from './event-record';
import { judge } from './judge';
import { rememberTraces } from './runtime-trace';
import type { WatchedSignature } from './watched-signature';

/**
 * Judges event records: which crashes of the watched process they show, what each one was, and whether it is the known
 * issue. Records may come in any order, twice, and with foreign ones among them. The time grows linearly with the text.
 */
export function analyzeRecords(
  records: readonly EventRecord[],
  signature: WatchedSignature,
): Analysis<DatedCrash> {
  const traceOf = rememberTraces(signature);
  const read = withoutCopies(records).flatMap((record) => classify(record, signature, traceOf) ?? []);
  const crashes = groupCrashes(read.filter(({ whose }) => whose !== 'other')).map(buildCrash);
  return judge(
    crashes,
    read.filter(({ whose }) => whose === 'other'),
    signature,
  );
}
