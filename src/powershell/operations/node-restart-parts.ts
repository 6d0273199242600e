import { z } from 'zod';
import { utcTime } from './node-result';

/**
 * One part of what a node was asked: with a status of its own, and a value only when it is `ok`. `absent`: the node does not have the command.
 */
export const partOf = <T extends z.ZodType>(value: T) =>
  z.object({
    status: z.enum(['ok', 'denied', 'unavailable', 'absent']),
    errorId: z.string().nullable(),
    value: value.nullable(),
  });

/** A virtual disk, pool or disk; `operation` are the words of its operational status. */
const disk = z.object({ name: z.string(), health: z.string(), operation: z.array(z.string()) });

/** The storage as one node sees it (Get-IncidentStorageState). */
export const storageState = z.object({
  computerName: z.string(),
  readAtUtc: utcTime,
  /** 0: proven that Storage Spaces Direct is not used. */
  spacesDirect: partOf(z.number()),
  jobs: partOf(
    z.array(z.object({ name: z.string(), state: z.string(), percentComplete: z.number().nullable() })),
  ),
  virtualDisks: partOf(z.array(disk)),
  pools: partOf(z.array(disk)),
  physicalDisks: partOf(z.object({ count: z.int(), notOk: z.array(disk) })),
});

/** What Get-StorageVerdict makes of one look. */
export const storageVerdict = z.enum(['clean', 'not-clean', 'unknown']);
