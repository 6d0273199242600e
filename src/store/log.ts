import type { Kysely, Selectable, Transaction } from 'kysely';
import type { JsonObject } from '../incident/json';
import type { AuditHead, LogEntry, NewEntry } from '../ports';
import { canonicalJson } from '../incident/canonical-json';
import { entryHash, NO_PREVIOUS_HASH } from './entry-hash';
import { StoreError } from './store-error';
import { parseJsonObject } from './stored-json';
import type { LogTable, Tables } from './tables';
import { currentSchema, refuseNewerEntry, upcast, type Upcasters } from './upcast';

/** A new entry with its place in the stream; a fact has none. */
export interface PlacedEntry extends NewEntry {
  readonly version: number | null;
}

/** The end of the log. */
export type LogHead = AuditHead;

/** The last entry of the log; sequence 0 when it is empty. */
export async function readHead(db: Kysely<Tables>): Promise<LogHead> {
  const last = await db
    .selectFrom('log')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { sequence: 0, hash: NO_PREVIOUS_HASH };
}

/** The version of the newest event of a stream; 0 when it has none. */
export async function readVersion(db: Kysely<Tables>, stream: string): Promise<number> {
  const row = await db
    .selectFrom('log')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Adds entries at the end of the log, each chained to the one before. Must run under the write lock. */
export async function appendEntries(
  db: Transaction<Tables>,
  upcasters: Upcasters,
  stream: string,
  entries: readonly PlacedEntry[],
): Promise<LogHead> {
  let head = await readHead(db);
  for (const entry of entries) {
    const row = chain(head, upcasters, stream, entry);
    await db.insertInto('log').values(row).execute();
    head = row;
  }
  return head;
}

function chain(head: LogHead, upcasters: Upcasters, stream: string, entry: PlacedEntry): LogTable {
  if (!Number.isSafeInteger(entry.at)) {
    throw new StoreError(
      'misuse',
      `The time of a '${entry.kind}' entry must be whole milliseconds, not ${entry.at}.`,
    );
  }
  const { kind, at, version } = entry;
  const sequence = head.sequence + 1;
  const schema = currentSchema(upcasters, kind);
  const body = canonicalJson(entry.body);
  const hash = entryHash({
    sequence,
    stream,
    version,
    kind,
    bodyText: body,
    schema,
    at,
    previousHash: head.hash,
  });
  return { sequence, stream, version, kind, body, schema, at, previous_hash: head.hash, hash };
}

/** Events of a stream after a version, oldest first. */
export async function readEvents(
  db: Kysely<Tables>,
  upcasters: Upcasters,
  stream: string,
  afterVersion: number,
): Promise<readonly LogEntry[]> {
  const rows = await db
    .selectFrom('log')
    .selectAll()
    .where('stream', '=', stream)
    .where('version', '>', afterVersion)
    .orderBy('version')
    .execute();
  rows.forEach((row, index) => {
    if (row.version === afterVersion + index + 1) return;
    const missing = `Version ${afterVersion + index + 1} of '${stream}' is missing from the log. `;
    throw new StoreError('damaged', `${missing}Run verify-audit on the store and restore a backup.`);
  });
  return rows.map((row) => toEntry(row, upcasters));
}

/** The newest entries of a stream, facts included, newest last. */
export async function readHistory(
  db: Kysely<Tables>,
  upcasters: Upcasters,
  stream: string,
  limit: number,
): Promise<readonly LogEntry[]> {
  const rows = await db
    .selectFrom('log')
    .selectAll()
    .where('stream', '=', stream)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => toEntry(row, upcasters));
}

/**
 * Checks that this program knows the format of every entry in the log.
 * @throws StoreError `newer-schema`.
 */
export async function refuseNewerEntries(db: Kysely<Tables>, upcasters: Upcasters): Promise<void> {
  const kinds = await db
    .selectFrom('log')
    .select((eb) => ['kind', eb.fn.max('schema').as('schema')])
    .where('schema', '>', (eb) => eb.lit(1))
    .groupBy('kind')
    .execute();
  for (const { kind, schema } of kinds) refuseNewerEntry(upcasters, kind, schema);
}

function toEntry(row: Selectable<LogTable>, upcasters: Upcasters): LogEntry {
  const { sequence, stream, version, kind, at, hash } = row;
  const body = upcast(upcasters, kind, row.schema, readBody(row));
  return { sequence, stream, version, kind, body, at, previousHash: row.previous_hash, hash };
}

function readBody(row: Selectable<LogTable>): JsonObject {
  const body = parseJsonObject(row.body);
  if (body !== null) return body;
  const text = `The body of entry ${row.sequence} is not a JSON object any more. Run verify-audit on the store and restore a backup.`;
  throw new StoreError('damaged', text);
}
