import os from 'node:os';
import type { BundleContent, ProbeAnswer } from '../bundle/bundle-files';
import { streamOf } from '../commands/handle-command';
import { createRecordMemory } from '../detection/record-memory';
import { mayAskUpdate } from '../incident/decide-check';
import type { JsonObject, JsonValue } from '../incident/json';
import type { PowerShell, Store } from '../ports';
import { LADDER, RECOVERIES } from '../runbook/mitigations';
import type { Settings } from '../runbook/settings';
import { planMitigation } from './perform-plan';
import { checkAndRecord } from './check-and-record';
import type { ProbeParts } from './check-and-record';
import { createSharedLooks } from './shared-looks';

export interface GatherParts extends ProbeParts {
  readonly store: Pick<Store, 'readHistory'>;
  /** Version of this program. */
  readonly version: string;
}

/** Most entries of the log, the newest. */
const MOST_ENTRIES = 5000;

/**
 * One recorded check that reads the logs anew, and the search of every mitigation, over a PowerShell that keeps what it is answered. The
 * orchestrator is asked by the check's own rule (invariant 18). Changes nothing on the cluster.
 */
export async function gatherEvidence(parts: GatherParts, cluster: string): Promise<BundleContent> {
  const probes: ProbeAnswer[] = [];
  const powershell = keeping(parts, probes);
  const before = await parts.handler.load(cluster);
  await checkAndRecord(
    { ...parts, powershell, recordMemory: createRecordMemory(), looks: createSharedLooks() },
    cluster,
    {
      checkId: parts.newId(),
      reason: 'recheck',
      mayAskUpdate: mayAskUpdate(before, parts.clock.now(), parts.settings.rules.timing.updateQueryMs),
    },
  );
  const plans: JsonValue[] = [];
  for (const { id } of [...LADDER, ...RECOVERIES])
    plans.push(asJson(await planMitigation({ ...parts, powershell }, cluster, id)));
  const { incident } = await parts.handler.load(cluster);
  const log = await parts.store.readHistory(streamOf(cluster), MOST_ENTRIES);
  return {
    at: parts.clock.now(),
    versions: {
      bot: parts.version,
      module: parts.scriptHash,
      node: process.version,
      platform: `${process.platform} ${os.release()} ${process.arch}`,
    },
    configuration: configurationOf(parts.settings, cluster),
    incident: asJson(incident),
    log: asJson(log),
    plans,
    probes,
  };
}

/** The same PowerShell; what it answers is kept as it came. */
function keeping({ powershell, clock }: ProbeParts, probes: ProbeAnswer[]): PowerShell {
  return {
    run: async (request) => {
      const outcome = await powershell.run(request);
      const answer = outcome.kind === 'reported' && outcome.ok ? outcome.value : asJson(outcome);
      probes.push({ operation: request.operation, at: clock.now(), answer });
      return outcome;
    },
    close: async () => undefined,
  };
}

/** What decides, without people, secrets and how nodes are reached. */
function configurationOf(settings: Settings, name: string): JsonObject {
  const { mode, runMode, rules, detection, access } = settings;
  const cluster = settings.clusters.find((one) => one.name === name);
  const counts = new Map<string, number>();
  for (const role of access.members.flatMap(({ roles }) => roles))
    counts.set(role, (counts.get(role) ?? 0) + 1);
  return {
    mode,
    runMode,
    rules: asJson(rules),
    detection: asJson(detection),
    people: Object.fromEntries(counts),
    cluster: {
      name,
      nodes: cluster?.nodes ?? [],
      transport: cluster?.connection['transport'] ?? null,
      endpoints: cluster?.connection['endpoints'] ?? null,
      certificateSubjects: cluster?.certificateSubjects ?? [],
    },
  };
}

function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}
