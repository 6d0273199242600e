import type { JsonObject } from '../incident/json';
import type { StepPlan } from '../incident/run';
import { nodeServiceSchema } from '../powershell/operations/service-state';
import type { Proposer } from './propose';
import { findServices, isAccountUsable, serviceOn } from './service-facts';
import type { FoundServices } from './service-facts';

const WAIT_SECONDS = 120;
const DEADLINE_MS = WAIT_SECONDS * 1000 + 90_000;

type Report = Extract<FoundServices, { kind: 'found' }>['report'];

/** Recovery R2: exactly the services that a failed restart of the bot left stopped, where their accounts can still log on. */
export const proposeStartService: Proposer = async (parts, cluster, state) => {
  const left = (state.incident?.halfDone ?? []).flatMap(({ kind, node, service }) =>
    kind === 'service-stopped' && service !== null ? [{ node, service }] : [],
  );
  const names = [...new Set(left.map(({ service }) => service))];
  if (names.length === 0) return { kind: 'failed', why: 'no restart of the bot left a service stopped' };
  const found = await findServices(parts.powershell, cluster, parts.detection, names);
  if (found.kind === 'failed') return found;
  const seen = left.map((one) => ({ ...one, found: judge(found.report, one.node, one.service) }));
  const targets = seen.filter((one) => one.found === 'to be started');
  const locked = seen.find((one) => one.found === LOCKED);
  if (locked && targets.length === 0)
    return {
      kind: 'failed',
      why: `${locked.service} on ${locked.node}: ${LOCKED}; unlock it, then start the service once by hand`,
    };
  return {
    kind: 'drafted',
    draft: {
      facts: {
        nodes: [...new Set(targets.map(({ node }) => node))],
        services: targets.map(({ node, service }): JsonObject => ({ node, service })),
      },
      steps: targets.map(({ node, service }) => startStep(node, service)),
      attestSteps: null,
      needsOwnerAgreement: false,
      shown: seen.map((one) => ({
        title: one.service,
        grade: null,
        facts: [{ name: one.node, value: one.found }],
      })),
      blindNodes: seen.filter((one) => one.found === BLIND).map(({ node }) => node),
      summary:
        targets.length > 0
          ? `${targets.length} service(s) to start`
          : 'every service that the bot restarted runs again',
    },
  };
};

const LOCKED = 'its account is locked or disabled';
const BLIND = 'could not be looked at, not done';

function judge(report: Report, node: string, name: string): string {
  const service = serviceOn(report, node, name);
  if (!service) return BLIND;
  if (!service.installed) return 'not installed, left so';
  if (service.state === 'Running') return 'running, left so';
  return isAccountUsable(report, node, service) ? 'to be started' : LOCKED;
}

function startStep(node: string, name: string): StepPlan {
  const service = nodeServiceSchema.parse(name);
  return {
    operation: 'Start-NodeService',
    node,
    parameters: { service, waitSeconds: WAIT_SECONDS },
    title: `Start ${service} on ${node}, once`,
    deadlineMs: DEADLINE_MS,
    undoes: { kind: 'service-stopped', node, service },
  };
}
