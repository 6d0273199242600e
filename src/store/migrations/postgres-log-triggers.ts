import { sql, type Kysely } from 'kysely';

/** PostgreSQL: the triggers of migration 1, and the row that writers lock. Never change them once they were released. */
export async function refuseChangesOfLog(db: Kysely<unknown>): Promise<void> {
  await sql`create function log_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the log is append-only: an entry cannot be %',
        case tg_op when 'UPDATE' then 'changed' else 'removed' end;
    end $$`.execute(db);
  await sql`create function log_has_no_gap() returns trigger language plpgsql as $$
    begin
      if new.sequence <> (select coalesce(max(sequence), 0) + 1 from log) then
        raise exception 'the log is append-only: an entry can only be added at the end';
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger log_refuses_update before update on log
    for each row execute function log_is_append_only()`.execute(db);
  await sql`create trigger log_refuses_delete before delete on log
    for each row execute function log_is_append_only()`.execute(db);
  await sql`create trigger log_refuses_truncate before truncate on log
    for each statement execute function log_is_append_only()`.execute(db);
  await sql`create trigger log_refuses_gap before insert on log
    for each row execute function log_has_no_gap()`.execute(db);
  await createWriteLock(db);
}

/** One row: whoever locks it is the only writer, so that commit order is chain order. */
async function createWriteLock(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('write_lock')
    .addColumn('only', 'boolean', (column) => column.primaryKey())
    .addCheckConstraint('write_lock_only', sql`"only"`)
    .execute();
  await sql`insert into write_lock values (true)`.execute(db);
}
