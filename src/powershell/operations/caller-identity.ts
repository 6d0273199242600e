import { z } from 'zod';
import { utcText } from './node-result';

/** Names exactly one remote shell. */
export const shellIdentity = z.strictObject({
  shellId: z.string().regex(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/),
});

/** Names exactly one process: a pid is used again, a pid with its start time (1 s tolerance on the node) is not. */
export const processIdentity = z.strictObject({
  processId: z.int().min(5).max(2_147_483_647),
  startedAtUtc: utcText,
});

export const callerIdentity = z.union([shellIdentity, processIdentity]);
export type CallerIdentity = z.infer<typeof callerIdentity>;
