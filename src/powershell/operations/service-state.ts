import { z } from 'zod';
import { nodeFields, utcTime } from './node-result';

/** Exact names of the services that mitigations 2 and 3b restart and R2 starts (facts: the troubleshooting guide). */
export const nodeServiceSchema = z.enum([
  'LcmController',
  'Azure Stack HCI Download Standalone Tool Agent',
  'ECEAgent',
]);
export type NodeService = z.infer<typeof nodeServiceSchema>;

/** A service of one node. `state` is the service manager's word without blanks, e.g. `Running`, `StopPending`. */
const service = z.object({
  name: z.string(),
  installed: z.boolean(),
  state: z.string().nullable(),
  startMode: z.string().nullable(),
  startName: z.string().nullable(),
  accountKind: z.enum(['local', 'built-in', 'other']).nullable(),
  /** Name of its local account; null when it runs as another kind. */
  account: z.string().nullable(),
  exitCode: z.number().nullable(),
  processId: z.int().nullable(),
  /** Keeps its text: with the pid it names the process exactly. By the node's clock. */
  startedAtUtc: z.iso.datetime().nullable(),
  /** Null: could not be read. */
  dependents: z.array(z.object({ name: z.string(), state: z.string() })).nullable(),
  dependentsErrorId: z.string().nullable(),
});

/** A local account; null: there is no such account. */
const account = z.object({
  name: z.string(),
  found: z.boolean(),
  locked: z.boolean().nullable(),
  disabled: z.boolean().nullable(),
});

/** What one node tells of services and of the accounts they run as. */
export const serviceInventory = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  accounts: z.array(account),
  services: z.array(service),
});
export type NodeServiceInventory = z.infer<typeof serviceInventory>;

/** What the nodes themselves saw of a clustered service's process after a move or restart; empty when nobody looked. */
export const groupProof = z.array(z.object({ ...nodeFields, answer: serviceInventory.nullable() }));
