import type { JsonObject } from '../incident/json';
import type { ShownTarget } from '../incident/mitigation-request';
import type { Proposer } from './propose';
import { restartStep } from './restart-step';
import { findServices, serviceOn } from './service-facts';
import { utcText } from '../incident/utc-text';

const SERVICE = 'LcmController';

/** Mitigation 2: the LCM controller where it runs, node by node; stopped or absent is recorded and left so. */
export const proposeRestartLcm: Proposer = async (parts, cluster) => {
  const found = await findServices(parts.powershell, cluster, parts.detection, [SERVICE]);
  if (found.kind === 'failed') return found;
  const seen = cluster.nodes.map((node) => ({ node, service: serviceOn(found.report, node, SERVICE) }));
  const running = seen.filter(({ service }) => service?.state === 'Running');
  const targets = running.map(({ node, service }): JsonObject => ({
    node,
    processId: service?.processId ?? null,
    startedAtUtc: service?.startedAtUtc ?? null,
  }));
  return {
    kind: 'drafted',
    draft: {
      facts: { nodes: running.map(({ node }) => node), targets },
      steps: running.map(({ node }) => restartStep(node, SERVICE, parts.detection)),
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: [shownOf(seen, found.report.downNodes ?? [])],
      blindNodes: found.blindNodes,
      summary: `${SERVICE} runs on ${running.length} of ${cluster.nodes.length} node(s)`,
    },
  };
};

function shownOf(
  seen: readonly { node: string; service: ReturnType<typeof serviceOn> }[],
  downNodes: readonly string[],
): ShownTarget {
  const facts = seen.map(({ node, service }) => ({ name: node, value: describe(service) }));
  const down = downNodes.length > 0 ? [{ name: 'Down, not done', value: downNodes.join(', ') }] : [];
  return { title: SERVICE, grade: null, facts: [...facts, ...down] };
}

function describe(service: ReturnType<typeof serviceOn>): string {
  if (!service) return 'could not be looked at: not done';
  if (!service.installed) return 'not installed: left so';
  if (service.state !== 'Running') return `${service.state ?? 'state not known'}: left so`;
  const since = service.startedAtUtc === null ? 'not known' : utcText(Date.parse(service.startedAtUtc));
  return `running, process ${service.processId ?? 'not known'} since ${since}`;
}
