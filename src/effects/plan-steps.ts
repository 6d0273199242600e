import { reasonOf } from '../detection/check-cluster';
import type { JsonObject } from '../incident/json';
import type { PlannedStep } from '../incident/plan-report';
import type { StepPlan } from '../incident/run';
import type { PowerShell, PowerShellRequest } from '../ports';
import { connectionSchema } from '../powershell/operations/connection';
import { getStepCall } from '../powershell/operations/get-step-call';
import type { StepCallReport } from '../powershell/operations/get-step-call';
import type { ClusterSettings } from '../runbook/settings';
import { findStepOperation } from './step-operations';

/** Stands where a run has the id of its request. */
export const PLANNED_REQUEST = 'id-of-the-request';

/** A move asks its target first, and that may take this long, ms. */
const ASK_MS = 60_000;
const LONGEST_MS = 600_000;

type Asked = Pick<PlannedStep, 'host' | 'note'>;

/**
 * What each step would call: the step's own operation is performed on a PowerShell that only writes down what it is asked for, and that is
 * given to the bot-host module, which goes as far as the first change and no further. So a plan and a run cannot differ.
 */
export async function planSteps(
  powershell: PowerShell,
  cluster: ClusterSettings,
  steps: readonly StepPlan[],
): Promise<readonly PlannedStep[]> {
  const asked = await Promise.all(steps.map((plan) => hostCallOf(plan, cluster)));
  const hosts = asked.flatMap(({ host }) => (host ? [host] : []));
  const told = hosts.length === 0 ? [] : await nodeCallsOf(powershell, hosts);
  let next = 0;
  return steps.map((plan, index) => {
    const { host = null, note = null } = asked[index] ?? {};
    const seen = host === null || typeof told === 'string' ? null : told[next++];
    return {
      title: plan.title,
      operation: plan.operation,
      node: plan.node,
      deadlineMs: plan.deadlineMs,
      isGate: plan.isGate ?? false,
      host: host && { operation: host.operation, parameters: withoutConnection(host.parameters) },
      calls: seen?.calls ?? [],
      note: note ?? (typeof told === 'string' && host ? told : noteOf(seen ?? null)),
    };
  });
}

/** The one request a step makes of the bot host. */
async function hostCallOf(
  plan: StepPlan,
  cluster: ClusterSettings,
): Promise<{ readonly host: PowerShellRequest | null; readonly note: string | null }> {
  if (plan.isGate) return { host: null, note: null };
  const operation = findStepOperation(plan.operation);
  if (!operation) return { host: null, note: 'this version does not know the step: a run would stop here' };
  const requests: PowerShellRequest[] = [];
  const writesDown: PowerShell = {
    run: async (request) => {
      requests.push(request);
      return { kind: 'not-started', reason: 'only planned' };
    },
    close: async () => undefined,
  };
  const connection = connectionSchema.parse(cluster.connection);
  try {
    await operation({ powershell: writesDown, connection, plan, requestId: PLANNED_REQUEST, ticket: null });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { host: null, note: `its parameters are not valid, a run would stop here: ${why}` };
  }
  return { host: requests[0] ?? null, note: null };
}

async function nodeCallsOf(
  powershell: PowerShell,
  hosts: readonly PowerShellRequest[],
): Promise<StepCallReport['steps'] | string> {
  const steps = hosts.map(({ operation, parameters }) => ({ operation, parameters }));
  const deadlineMs = Math.min(LONGEST_MS, ASK_MS * (1 + hosts.length));
  const result = await getStepCall(powershell, { steps, deadlineMs });
  if (result.kind !== 'reported') return `which function it calls could not be told: ${reasonOf(result)}`;
  if (result.value.steps.length !== hosts.length) return 'which function it calls could not be told';
  return result.value.steps;
}

function noteOf(seen: StepCallReport['steps'][number] | null): Asked['note'] {
  if (seen === null) return null;
  if (seen.errorId !== null)
    return `it cannot be called, a run would stop here: ${seen.message ?? ''} (${seen.errorId})`;
  return seen.refused === null ? null : `it would be refused now, and nothing changed: ${seen.refused}`;
}

/** How nodes are reached is configuration, the same for every call. */
function withoutConnection({ connection: _connection, ...parameters }: JsonObject): JsonObject {
  return parameters;
}
