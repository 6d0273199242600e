import { canonicalJson } from '../../src/incident/canonical-json';
import type { JsonObject } from '../../src/incident/json';
import { entryHash, NO_PREVIOUS_HASH } from '../../src/store/entry-hash';
import { openStore } from '../../src/store/open-store';
import { openDatabase } from '../../src/store/sqlite-database';

/** An entry to be put into the log of a store that is only measured. */
export interface FilledEntry {
  readonly stream: string;
  readonly version: number | null;
  readonly kind: string;
  readonly at: number;
  readonly body: JsonObject;
}

/** Makes a store whose log holds these entries, chained as the store chains them, without a flush for each. */
export async function fillLog(file: string, entries: Iterable<FilledEntry>): Promise<number> {
  await (await openStore({ file })).close();
  const database = await openDatabase(file);
  const insert = database.prepare(
    `insert into log (sequence, stream, version, kind, body, schema, at, previous_hash, hash)
     values (@sequence, @stream, @version, @kind, @bodyText, 1, @at, @previousHash, @hash)`,
  );
  let sequence = 0;
  let previousHash = NO_PREVIOUS_HASH;
  database.transaction(() => {
    for (const { body, ...entry } of entries) {
      sequence += 1;
      const row = { ...entry, sequence, bodyText: canonicalJson(body), previousHash };
      const hash = entryHash({ ...row, schema: 1 });
      insert.run({ ...row, hash });
      previousHash = hash;
    }
  })();
  database.close();
  return sequence;
}
