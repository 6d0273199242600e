import type { ProbeAnswer } from './bundle/bundle-files';
import { redact } from './bundle/redact';
import { scenarioOf } from './bundle/scenario-of';
import { askUpdate, checkCluster } from './detection/check-cluster';
import { findCandidates } from './detection/find-candidates';
import { createRecordMemory } from './detection/record-memory';
import { UPDATE_UNKNOWN } from './detection/update-report';
import type { JsonObject, JsonValue } from './incident/json';
import { readLoad } from './record-load';
import { judgeVerdict } from './incident/verdict';
import type { Clock, PowerShell } from './ports';
import type { ClusterSettings, DetectionSettings } from './runbook/settings';

export interface RecordParts {
  readonly powershell: PowerShell;
  readonly clock: Clock;
  readonly cluster: ClusterSettings;
  readonly detection: DetectionSettings;
}

/**
 * Looks at a cluster once, by the read-only probes of a check, of the search for callers and of what is read before a node restart. The orchestrator is
 * asked about the update only where it does not crash. Gives a scenario for the lab and the probes' answers, both redacted alike.
 */
export async function recordCluster(
  parts: RecordParts,
): Promise<{ readonly scenario: JsonObject; readonly probes: JsonValue }> {
  const probes: ProbeAnswer[] = [];
  const powershell: PowerShell = {
    run: async (request) => {
      const outcome = await parts.powershell.run(request);
      const answer = outcome.kind === 'reported' && outcome.ok ? outcome.value : asJson(outcome);
      probes.push({ operation: request.operation, at: parts.clock.now(), answer });
      return outcome;
    },
    close: async () => undefined,
  };
  const { cluster, detection, clock } = parts;
  const report = await checkCluster(
    { powershell, clock, detection, memory: createRecordMemory() },
    { cluster, checkId: 'record', reason: 'asked', mayAskUpdate: false, knownUpdate: UPDATE_UNKNOWN },
  );
  const found = await findCandidates(powershell, cluster, detection, null);
  const callers =
    found.kind === 'failed'
      ? []
      : found.candidates.map((one) => ({
          node: one.node,
          owner: one.owner,
          clientAddress: one.clientAddress,
          isRemote: one.shellId !== null,
          startedAt: Date.parse(one.startedAtUtc),
          isTarget: one.grade !== 'D',
        }));
  const { load, vmNames } = await readLoad(powershell, cluster, detection);
  const { verdict } = judgeVerdict(report);
  // While it crashes, each question is one more call of a client (invariant 18); the bot itself asks often enough.
  const update =
    verdict === 'matches'
      ? UPDATE_UNKNOWN
      : await askUpdate({ powershell, clock, detection }, cluster, report);
  const scenario = scenarioOf({
    nodes: cluster.nodes,
    report: { ...report, update },
    verdict,
    callers,
    load,
  });
  const known = {
    clusters: [cluster.name],
    nodes: cluster.nodes,
    people: [],
    tenants: [],
    machines: vmNames,
  };
  const [redacted, answers] = redact([scenario, asJson(probes)], known);
  return { scenario: redacted as JsonObject, probes: answers ?? [] };
}

function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}
