import { z } from 'zod';

/** A node's name as it is reached: a host name, no address syntax, nothing that could be more than a name. */
export const nodeNameSchema = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/);

/** One to sixteen nodes, the size of an Azure Local cluster. */
export const nodeNamesSchema = z.array(nodeNameSchema).min(1).max(16);

const endpointName = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/);
const port = z.number().int().min(1).max(65_535);

const winrm = z.strictObject({
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

const ssh = z.strictObject({
  transport: z.literal('ssh'),
  settings: z
    .strictObject({
      userName: z.string().min(1),
      keyFilePath: z.string().min(1),
      port,
      subsystem: z.string().min(1),
      options: z.record(z.string(), z.string()),
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
export const connectionSchema = z.discriminatedUnion('transport', [winrm, ssh, factory]);
export type Connection = z.infer<typeof connectionSchema>;
