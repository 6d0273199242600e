import { z } from 'zod';
import { failureFields, utcTime } from './node-result';

/** The stores of the local machine in which the platform's roots are looked for (AzureLocal-Supportability, Update-Hangs-after-Secret-Rotation). */
export const ROOT_STORES = ['Root', 'Local Cert Issuer'] as const;
export type RootStore = (typeof ROOT_STORES)[number];

/** Common names of certificates. */
export const rootNamesSchema = z
  .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/))
  .min(1)
  .max(10);

/** SHA-1 over a certificate's bytes, as Windows names certificates. */
export const thumbprintSchema = z.string().regex(/^[0-9A-F]{40}$/);
export const sha256Schema = z.string().regex(/^[0-9A-F]{64}$/);
/** A certificate's bytes. At most about 6 KB: a root is less than half of that. */
export const certificateBase64Schema = z.string().regex(/^[A-Za-z0-9+/]{4,8190}={0,2}$/);

const certificate = z.object({
  thumbprint: thumbprintSchema,
  subject: z.string(),
  notBeforeUtc: utcTime,
  notAfterUtc: utcTime,
  sha256: sha256Schema,
  /** Subject and issuer are the same. */
  selfIssued: z.boolean(),
  /** Null when it was not asked for, or is too long for a root. */
  base64: certificateBase64Schema.nullable(),
});

/** What one node says of its stores. A store that is not there is `ok` and holds nothing. */
export const nodeRoots = z.object({
  ...failureFields,
  value: z
    .object({
      computerName: z.string(),
      readAtUtc: utcTime,
      stores: z.array(
        z.object({
          store: z.enum(ROOT_STORES),
          status: z.enum(['ok', 'denied', 'unavailable']),
          errorId: z.string().nullable(),
          exists: z.boolean(),
          certificates: z.array(certificate),
        }),
      ),
    })
    .nullable(),
});
export type NodeRoots = z.infer<typeof nodeRoots>;
