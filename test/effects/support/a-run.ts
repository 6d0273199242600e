import type { CommandHandler } from '../../../src/commands/handle-command';
import { createCommandHandler } from '../../../src/commands/handle-command';
import { digestOf } from '../../../src/detection/propose';
import type { IncidentCommand, Proposal } from '../../../src/incident/commands';
import type { JsonObject } from '../../../src/incident/json';
import type { StepPlan } from '../../../src/incident/run';
import type { Clock, Store } from '../../../src/ports';
import {
  ADA,
  ask,
  beginRun,
  check,
  crashing,
  proposal,
  SECOND,
  T0,
  vote,
} from '../../incident/support/builders';

export const CLUSTER = 'cluster-1';

/** The one step of the run. */
export const PLAN: StepPlan = {
  operation: 'Stop-Caller',
  node: 'n1',
  parameters: { shellId: 'S-1' },
  title: 'Stop the session',
  deadlineMs: 60_000,
};

/** What is bound to an approval of that step, as the product binds it. */
export function factsOf(plan: StepPlan, change: JsonObject = {}): JsonObject {
  const { operation, node, parameters } = plan;
  return {
    cluster: CLUSTER,
    mitigation: '1',
    groupOwner: 'n1',
    script: 'scripts-1',
    policy: 'policy-1',
    steps: [{ operation, node, parameters }],
    ...change,
  };
}

export function proposalOf(facts: JsonObject, steps: readonly StepPlan[]): Proposal {
  return { ...proposal({ facts, steps }), digest: digestOf(facts) };
}

/** The commands from the first crash to a run that has begun. */
export function untilRun(
  facts = factsOf(PLAN),
  steps: readonly StepPlan[] = [PLAN],
): readonly IncidentCommand[] {
  const wanted = proposalOf(facts, steps);
  return [
    check(crashing(T0)),
    ask(T0 + SECOND, '1', null, { proposal: wanted }),
    vote(T0 + 2 * SECOND, ADA),
    check(crashing(T0 + 3 * SECOND)),
    beginRun(T0 + 4 * SECOND, { facts, digest: wanted.digest }),
  ];
}

let made = 0;

export function handlerOn(store: Store, clock: Clock): CommandHandler {
  const newId = (): string => `id-${process.pid}-${(made += 1)}`;
  return createCommandHandler({ store, clock, newId, onEffects: () => undefined });
}

/** Brings a store to a granted request whose run has begun: its step waits in the outbox. */
export async function beginRunOn(store: Store, clock: Clock): Promise<CommandHandler> {
  const handler = handlerOn(store, clock);
  for (const command of untilRun()) {
    const handled = await handler.handle(CLUSTER, command);
    if (handled.kind === 'rejected') throw new Error(`${command.kind}: ${JSON.stringify(handled.rejection)}`);
  }
  return handler;
}
