import type { Step } from '../incident/run';
import { notAfterOf } from '../incident/step-clock';
import type { Ticket } from '../powershell/operations/ticket';

/** The idempotency key of a step: the same for every try to send it, and in the journal of the node that began it. */
export function stepKey(runId: string, index: number): string {
  return `${runId}-${index}`;
}

/**
 * What a step's call carries, from its committed intent.
 * @param skewMs clock of the acting node minus ours, as last measured
 * @returns null for a step without an intent: it must not be sent
 */
export function ticketOf(runId: string, index: number, step: Step, skewMs: number): Ticket | null {
  const notAfter = notAfterOf(step);
  if (notAfter === null || step.fence === null) return null;
  return {
    key: stepKey(runId, index),
    fence: step.fence,
    notAfterUtc: new Date(Math.round(notAfter + skewMs)).toISOString(),
  };
}
