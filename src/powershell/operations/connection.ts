import { z } from 'zod';

/** A node's name as it is reached: a host name, no address syntax, nothing that could be more than a name. */
export const nodeNameSchema = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/);

/** One to sixteen nodes, the size of an Azure Local cluster. */
export const nodeNamesSchema = z.array(nodeNameSchema).min(1).max(16);

const endpointName = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/);
const port = z.number().int().min(1).max(65_535);

export const winrmConnection = z.strictObject({
  transport: z.literal('winrm'),
  /** JEA endpoint by role; without a name the node's default endpoint is used and is sent the functions first. */
  endpoints: z
    .strictObject({
      read: endpointName.nullable(),
      change: endpointName.nullable(),
      restart: endpointName.nullable(),
    })
    .partial()
    .optional(),
  settings: z
    .strictObject({ useSsl: z.boolean(), port, authentication: z.enum(['Kerberos', 'Negotiate', 'Default']) })
    .partial()
    .optional(),
});

/** The product sets these: nobody is there to answer a prompt, and an unknown host key is never taken. */
const FIXED_SSH_OPTION = /^(?:BatchMode|StrictHostKeyChecking)$/i;
const sshOptions = z
  .record(z.string(), z.string())
  .refine(
    (options) => !Object.keys(options).some((name) => FIXED_SSH_OPTION.test(name)),
    'BatchMode and StrictHostKeyChecking are always yes: put the host keys of the nodes into known_hosts instead',
  );

export const sshConnection = z.strictObject({
  transport: z.literal('ssh'),
  /** Mitigations and recoveries that may change something by SSH, by id; none without it: an SSH session is a full administrator shell. */
  mayChange: z.array(z.string().regex(/^R?[1-9]$/)).optional(),
  settings: z
    .strictObject({
      userName: z.string().min(1),
      keyFilePath: z.string().min(1),
      port,
      subsystem: z.string().min(1),
      options: sshOptions,
    })
    .partial()
    .optional(),
});

const factory = z.strictObject({
  transport: z.literal('factory'),
  /** Full path of a script that defines New-NodeSession. */
  sessionFactory: z.string().min(1),
  settings: z.record(z.string(), z.json()).optional(),
});

/** How the bot host opens a session to a node. No credential is part of it: the account of the process is used, or an SSH key file. */
export const connectionSchema = z.discriminatedUnion('transport', [winrmConnection, sshConnection, factory]);
export type Connection = z.infer<typeof connectionSchema>;
