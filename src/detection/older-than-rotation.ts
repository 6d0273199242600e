import type { CallerCandidates } from '../powershell/operations/find-caller-candidate';
import { clockShift } from './clock-shift';

type FoundNode = CallerCandidates['nodes'][number];

/**
 * What a node found, with what is older than the rotation judged by one clock. A certificate names the true time, a start is by the clock of
 * its node; the node compared the two as they stand, which is right only when its clock is. Starts themselves stay as they were written.
 */
export function withTrueAges(found: FoundNode): FoundNode {
  const { candidates } = found;
  const shift = clockShift(found.skewMs);
  const rotatedAt = candidates?.rotatedAtUtc ?? null;
  if (!candidates || shift === 0 || rotatedAt === null) return found;
  const isOlder = (startedAt: number | null): boolean | null =>
    startedAt === null ? null : startedAt - shift < rotatedAt;
  return {
    ...found,
    candidates: {
      ...candidates,
      processes:
        candidates.processes?.map((process) => ({
          ...process,
          startedBeforeRotation: isOlder(
            process.startedAtUtc === null ? null : Date.parse(process.startedAtUtc),
          ),
        })) ?? null,
      services:
        candidates.services?.map((service) => ({
          ...service,
          startedBeforeRotation: isOlder(service.startedAtUtc),
        })) ?? null,
    },
  };
}
