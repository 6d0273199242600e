import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One crash of the orchestrator as a node's Application log tells of it. */
export interface LabCrash {
  readonly node: string;
  /** Epoch ms (UTC). */
  readonly at: number;
}

/** A line of a record file: record id, time, kind, arguments; see powershell/lab/modules/LabCluster/records.ps1. */
const CRASH_LINE = /^\d+\t(\d+)\tapplication-error\t/gm;
const LOG = '.Application.tsv';

/** The crashes in the record files of `folder` from `since` on (epoch ms, UTC), oldest first. What somebody cleared is not among them. */
export function readCrashes(folder: string, since: number): readonly LabCrash[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(LOG));
  return files
    .flatMap((file) => {
      const node = file.slice(0, -LOG.length);
      const text = readFileSync(join(folder, file), 'utf8');
      return [...text.matchAll(CRASH_LINE)].map((line) => ({ node, at: Number(line[1]) }));
    })
    .filter((crash) => crash.at >= since)
    .sort((a, b) => a.at - b.at);
}
