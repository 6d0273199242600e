import { sql, type Kysely } from 'kysely';

/** SQLite: the triggers of migration 1. Never change them once they were released. */
export async function refuseChangesOfLog(db: Kysely<unknown>): Promise<void> {
  await sql`create trigger log_refuses_update before update on log
    begin select raise(abort, 'the log is append-only: an entry cannot be changed'); end`.execute(db);
  await sql`create trigger log_refuses_delete before delete on log
    begin select raise(abort, 'the log is append-only: an entry cannot be removed'); end`.execute(db);
  await sql`create trigger log_refuses_gap before insert on log
    when new.sequence is not (select coalesce(max(sequence), 0) + 1 from log)
    begin select raise(abort, 'the log is append-only: an entry can only be added at the end'); end`.execute(
    db,
  );
}
