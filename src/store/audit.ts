import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditReport } from '../ports';
import type { Backend } from './backend';
import { entryHash, NO_PREVIOUS_HASH } from './entry-hash';
import type { LogHead } from './log';
import { parseJsonObject } from './stored-json';
import type { Tables } from './tables';

/** Entries read at a time: what bounds the memory, whatever the length of the log. */
const PAGE = 100;

/** A row as it has to be; a damaged file can hold anything. */
const rowSchema = z.object({
  sequence: z.int(),
  stream: z.string(),
  version: z.int().nullable(),
  kind: z.string(),
  body: z.string(),
  schema: z.int(),
  at: z.int(),
  previous_hash: z.string(),
  hash: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/**
 * Recomputes the hash chain from the first entry to the last.
 * The report counts the entries that hold and gives the hash of the last of them; the first bad one is named with what
 * is wrong with it. A chain alone cannot show that the newest entries were cut off: only `published`, a head that was
 * noted elsewhere earlier, can.
 */
export async function verifyLog(
  { db, isDamage }: Pick<Backend, 'db' | 'isDamage'>,
  published?: LogHead,
): Promise<AuditReport> {
  const good = { head: { sequence: 0, hash: NO_PREVIOUS_HASH } };
  const problem = await firstProblem(db, good, published).catch((error: unknown) => {
    if (!isDamage(error)) throw error;
    return `cannot be read: the database is damaged here or soon after (${String(error)})`;
  });
  const { sequence, hash } = good.head;
  return {
    entries: sequence,
    headHash: hash,
    firstProblem: problem === null ? null : { sequence: sequence + 1, problem },
  };
}

/** Moves `good.head` on as far as the chain holds; what is wrong with the entry after it, or null at the end of the log. */
async function firstProblem(
  db: Kysely<Tables>,
  good: { head: LogHead },
  published: LogHead | undefined,
): Promise<string | null> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await db
      .selectFrom('log')
      .selectAll()
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const row of page) {
      const problem = (await problemOf(db, good.head, row)) ?? contradiction(row, published);
      if (problem !== null) return problem;
      good.head = { sequence: row.sequence, hash: row.hash };
    }
    if (page.length < PAGE) return cutTail(good.head, published);
    after = good.head.sequence;
    await letOthersRun();
  }
}

/** What is wrong with an entry that should follow `head`; null when nothing is. */
async function problemOf(db: Kysely<Tables>, head: LogHead, raw: Row): Promise<string | null> {
  const expected = head.sequence + 1;
  const parsed = rowSchema.safeParse(raw);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return `was changed: not a valid entry any more (${fields})`;
  }
  const row = parsed.data;
  if (row.sequence !== expected) return `is missing: the next entry found is ${row.sequence}`;
  const computed = entryHash({ ...row, bodyText: row.body, previousHash: row.previous_hash });
  if (computed === row.hash) return row.previous_hash === head.hash ? null : brokenLink(expected);
  return changed(db, head, row, computed);
}

function brokenLink(sequence: number): string {
  return sequence === 1
    ? 'does not begin a chain: it names a previous entry, so entries before it were removed'
    : `does not follow entry ${sequence - 1}: its previous hash is another one, so it or its predecessor was replaced`;
}

/** Tells what kind of change made the hash of an entry wrong, by looking at its neighbours. */
async function changed(db: Kysely<Tables>, head: LogHead, row: Row, computed: string): Promise<string> {
  if (row.previous_hash !== head.hash) {
    const predecessor = await sequenceOfHash(db, row.previous_hash);
    return predecessor === undefined
      ? 'was changed: its previous hash names no entry of the log'
      : `was reordered: it names entry ${predecessor} as the one before it`;
  }
  const next = await nextLink(db, row.sequence);
  if (next === computed) return 'was changed: its hash; its content still fits what the next entry names';
  if (parseJsonObject(row.body) === null) return 'was changed: its body is not a JSON object any more';
  return next === row.hash
    ? 'was changed: its content (body, kind, time, stream or version) does not fit its hash'
    : 'was changed: its content and its hash do not fit';
}

async function sequenceOfHash(db: Kysely<Tables>, hash: string): Promise<number | undefined> {
  const row = await db.selectFrom('log').select('sequence').where('hash', '=', hash).executeTakeFirst();
  return row?.sequence;
}

async function nextLink(db: Kysely<Tables>, sequence: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('log')
    .select('previous_hash')
    .where('sequence', '=', sequence + 1)
    .executeTakeFirst();
  return row?.previous_hash;
}

function contradiction(row: Row, published: LogHead | undefined): string | null {
  if (row.sequence !== published?.sequence || row.hash === published.hash) return null;
  return `is not the published one: its hash is ${row.hash}, published was ${published.hash}`;
}

function cutTail(head: LogHead, published: LogHead | undefined): string | null {
  if (published === undefined || head.sequence >= published.sequence) return null;
  return `is missing: the log ends at ${head.sequence}, but entry ${published.sequence} was published`;
}
