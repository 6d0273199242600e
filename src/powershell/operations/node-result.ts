import { z } from 'zod';

/** UTC round-trip text from PowerShell, read as epoch ms. */
export const utcTime = z.iso.datetime().transform((text) => Date.parse(text));

/** UTC round-trip text as a parameter, e.g. `new Date(at).toISOString()`. */
export const utcText = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,7})?Z$/);

/** What a read-only probe came to; everything but `ok` means blind. */
export const statusSchema = z.enum(['ok', 'unreachable', 'denied', 'unavailable']);

/** Why something could not be read. `errorId` is PowerShell's own id; `message` is text from the node: data, shown as such only. */
export const failureFields = {
  status: statusSchema,
  errorId: z.string().nullable(),
  message: z.string().nullable(),
  hint: z.string().nullable(),
};

/** What is known of every node that was asked. Times are epoch ms; `...Utc` fields of the node are by the node's own clock. */
export const nodeFields = {
  node: z.string(),
  ...failureFields,
  /** When the node answered, by our clock; null when it did not. */
  checkedAtUtc: utcTime.nullable(),
  nodeUtc: utcTime.nullable(),
  /** The clock question's way there and back, ms, the node's own work included. */
  roundTripMs: z.number().nullable(),
  /** Node clock minus ours, ms. */
  skewMs: z.number().nullable(),
  bootUtc: utcTime.nullable(),
  osBuild: z.string().nullable(),
  languageMode: z.string().nullable(),
  powershellVersion: z.string().nullable(),
  /** True: every session to the node was seen closed. Null: none was opened, or it is kept for the next look. */
  sessionClosed: z.boolean().nullable(),
};
