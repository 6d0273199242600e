import type { SuspendNodeReport } from '../powershell/operations/suspend-node';
import type { StepReport } from './step-report';

/** Named in one line; whoever needs the rest looks at the cluster. */
const MOST_NAMES = 8;

/** A drain that failed: whether it was undone, what did not leave the node, and what people do about that before they ask again. */
export function withWhatStayed(
  report: StepReport,
  { node, emptiness }: Pick<SuspendNodeReport, 'node' | 'emptiness'>,
): StepReport {
  if (report.outcome !== 'failed') return report;
  const isUndone = node.answer?.resumed === true || emptiness?.resumed === true;
  const stayed = [...new Set([...(node.answer?.left ?? []), ...(emptiness?.machinesLeft ?? [])])];
  const names = stayed.slice(0, MOST_NAMES).join(', ');
  const more = stayed.length > MOST_NAMES ? ` and ${stayed.length - MOST_NAMES} more` : '';
  const detail = [
    `${isUndone ? 'it was taken back into the cluster: ' : ''}${report.detail}`,
    ...(stayed.length > 0
      ? [
          `what did not leave it: ${names}${more}; see why there (VMMS-Admin log), and have it moved or shut down with its owner's consent before this is asked again`,
        ]
      : []),
  ].join('; ');
  return { ...report, detail, ...(isUndone ? { restored: true } : {}) };
}
