import { z } from 'zod';
import { utcText } from './node-result';

/**
 * What a changing call carries so that the node begins it at most once. The node refuses a call whose `key` is in its journal, whose
 * `notAfterUtc` is over by its own clock, or whose `fence` is lower than one it has seen.
 */
export const ticketSchema = z.strictObject({
  /** Idempotency key: names the step. */
  key: z.string().regex(/^[A-Za-z0-9-]{1,72}$/),
  fence: z.int().min(1),
  /** By the clock of the node that acts. */
  notAfterUtc: utcText,
});
export type Ticket = z.infer<typeof ticketSchema>;
