import type { CommandHandler, Handled } from '../commands/handle-command';
import type { Situation } from '../commands/situation';
import { checkCluster } from '../detection/check-cluster';
import type { ProposeParts } from '../detection/propose';
import type { RecordMemory } from '../detection/record-memory';
import { UPDATE_UNKNOWN } from '../detection/update-report';
import type { CheckReason, CheckReport } from '../incident/evidence';
import { rulesForNodes } from '../incident/rules';
import type { Clock, NewId } from '../ports';
import { keepFor } from '../powershell/keep-for';
import type { ClusterSettings, Settings } from '../runbook/settings';
import type { SharedLooks } from './shared-looks';

export interface ProbeParts extends ProposeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Four characters that are easy to type and to tell apart. */
  readonly newShortId: () => string;
  readonly handler: CommandHandler;
  readonly situation: Situation;
  /** One for the whole program: what was read of the nodes' logs. */
  readonly recordMemory: RecordMemory;
  readonly looks: SharedLooks;
}

export interface WantedCheck {
  readonly checkId: string;
  readonly reason: CheckReason;
  readonly mayAskUpdate: boolean;
}

/** One check from probe to log. */
export async function checkAndRecord(
  parts: ProbeParts,
  clusterName: string,
  wanted: WantedCheck,
): Promise<Handled> {
  const cluster = settingsOf(parts.settings, clusterName);
  const before = await parts.handler.load(clusterName);
  const look = (): Promise<CheckReport> =>
    checkCluster(
      {
        powershell: keepFor(parts.powershell, clusterName),
        clock: parts.clock,
        detection: parts.settings.detection,
        memory: parts.recordMemory,
      },
      {
        cluster,
        ...wanted,
        knownUpdate: before.latest?.report.update ?? UPDATE_UNKNOWN,
        knownRoots: before.latest?.report.roots,
      },
    );
  // Before a run it has to be known how it is now, not how it was when the watch began to look.
  const seen =
    wanted.reason === 'recheck'
      ? await parts.looks.begin(clusterName, look)
      : await parts.looks.join(clusterName, look);
  const report = { ...seen, checkId: wanted.checkId, reason: wanted.reason };
  await parts.situation.markChecked(clusterName, report.finishedAt);
  return parts.handler.handle(clusterName, {
    kind: 'RecordCheck',
    at: parts.clock.now(),
    report,
    newIncidentId: parts.newId(),
    rules: rulesForNodes(parts.settings.rules, cluster.nodes.length),
  });
}

/** A cluster's settings. @throws Error when it is not configured any more */
export function settingsOf(settings: Settings, name: string): ClusterSettings {
  const cluster = settings.clusters.find((one) => one.name === name);
  if (!cluster)
    throw new Error(
      `Cluster ${name} is not in the configuration any more. Add it again, or let its requests expire.`,
    );
  return cluster;
}
