import { z } from 'zod';
import type { EventRecord } from '../crash/event-record';

/** What a probe or a file hands over as one event record. Numbers that Windows left out are `null`. */
export const eventRecordSchema: z.ZodType<EventRecord> = z.object({
  provider: z.string(),
  id: z.int(),
  log: z.string(),
  level: z.int().nullable().default(null),
  recordId: z.int().nullable().default(null),
  timeCreated: z.iso.datetime({ offset: true }),
  machine: z.string(),
  message: z.string().nullable().default(null),
  properties: z
    .array(z.string().nullable())
    .default([])
    .transform((texts) => texts.map((text) => text ?? '')),
});
