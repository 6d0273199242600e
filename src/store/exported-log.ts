import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { canonicalJson } from '../incident/canonical-json';
import type { AuditReport } from '../ports';
import { entryHash, NO_PREVIOUS_HASH } from './entry-hash';
import type { LogHead } from './log';
import type { Tables } from './tables';

/** Entries read at a time: what bounds the memory, whatever the length of the log. */
const PAGE = 500;

const lineSchema = z.strictObject({
  sequence: z.int(),
  stream: z.string(),
  version: z.int().nullable(),
  kind: z.string(),
  body: z.record(z.string(), z.json()),
  schema: z.int(),
  at: z.int(),
  previousHash: z.string(),
  hash: z.string(),
});

/** The log as lines of JSON, one entry each, oldest first: all that is needed to verify it anywhere. */
export async function* exportLog(db: Kysely<Tables>): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('log')
      .selectAll()
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const { previous_hash, body, ...row } of page)
      yield `${JSON.stringify({ ...row, body: JSON.parse(body) as unknown, previousHash: previous_hash })}\n`;
    if (page.length < PAGE) return;
    after = page.at(-1)?.sequence ?? after;
  }
}

/**
 * Recomputes the hash chain of an exported log, line by line, without any store.
 * @param published a head that was noted elsewhere earlier: shows a cut or rewritten log
 * @throws Error when the file cannot be read
 */
export async function verifyExport(file: string, published?: LogHead): Promise<AuditReport> {
  let head: LogHead = { sequence: 0, hash: NO_PREVIOUS_HASH };
  const reportOf = (problem: string | null): AuditReport => ({
    entries: head.sequence,
    headHash: head.hash,
    firstProblem: problem === null ? null : { sequence: head.sequence + 1, problem },
  });
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const next = readEntry(line, head);
    if (typeof next === 'string') return reportOf(next);
    if (published?.sequence === next.sequence && published.hash !== next.hash)
      return reportOf(`is not the published one: its hash is ${next.hash}, published was ${published.hash}`);
    head = next;
  }
  if (published && published.sequence > head.sequence)
    return reportOf(
      `is missing: the export ends at ${head.sequence}, but entry ${published.sequence} was published`,
    );
  return reportOf(null);
}

/** The head after one line, or what is wrong with it. */
function readEntry(line: string, head: LogHead): LogHead | string {
  const parsed = lineSchema.safeParse(parse(line));
  if (!parsed.success) return 'was changed: not a valid entry any more';
  const { body, ...entry } = parsed.data;
  if (entry.sequence !== head.sequence + 1) return `is missing: the next entry found is ${entry.sequence}`;
  if (entry.previousHash !== head.hash)
    return 'does not follow the entry before it: one of the two was replaced';
  if (entryHash({ ...entry, bodyText: canonicalJson(body) }) !== entry.hash)
    return 'was changed: its content does not fit its hash';
  return { sequence: entry.sequence, hash: entry.hash };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
