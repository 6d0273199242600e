import { z } from 'zod';
import { utcTime } from './node-result';
import { ticketSchema } from './ticket';

/** What one step of a mitigation came to. `planned`: only asked what would be done. */
export const changeOutcome = z.enum(['succeeded', 'nothing-to-do', 'failed', 'unknown', 'planned']);

/** The head of every changing operation's result; its `node` part differs. */
export const changeFields = {
  checkedAtUtc: utcTime,
  outcome: changeOutcome,
  /** False: nothing was touched. Null: nobody can say. */
  changed: z.boolean().nullable(),
  /** Stable word for the cause, e.g. `gone`, `absent`, `platform-account`, `not-sent`. */
  reason: z.string().nullable(),
  /** What an operator should do next; null when nothing, or when the operation has no words for it. */
  hint: z.string().nullable(),
};

/** What the node itself reported; absent (null) when no answer came. */
export const changeAnswerFields = {
  computerName: z.string(),
  requestId: z.string(),
  outcome: changeOutcome,
  reason: z.string().nullable(),
  errorId: z.string().nullable(),
  changed: z.boolean(),
  /** One line that says what is, was or would be done. */
  action: z.string(),
  proofAtUtc: utcTime.nullable(),
};

/** Id of the approved request: letters, digits and dashes; it only lands in the node's transcript. */
export const requestIdSchema = z.string().regex(/^[A-Za-z0-9-]{0,64}$/);

/** Null only where nothing is done (`whatIf`): without a ticket the node refuses (`ticket-missing`). */
export const changeTicket = ticketSchema.nullable();
