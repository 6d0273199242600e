import { StoreError } from './store-error';

/** Another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return hasCode(error, 'SQLITE_BUSY') || hasCode(error, 'SQLITE_LOCKED');
}

/** The database file itself is broken: a page, a record or the header does not make sense. */
export function isDamage(error: unknown): boolean {
  return hasCode(error, 'SQLITE_CORRUPT') || hasCode(error, 'SQLITE_NOTADB');
}

/** A row with the same key exists. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, 'SQLITE_CONSTRAINT_UNIQUE') || hasCode(error, 'SQLITE_CONSTRAINT_PRIMARYKEY');
}

/** The same error in the store's words, with what to do next; anything that is not SQLite's own is left as it is. */
export function explainSqliteError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return error;
  const because = `(${error.code}: ${error.message})`;
  const options = { cause: error };
  if (hasCode(error, 'SQLITE_FULL')) {
    const text = `Nothing was written: the disk of the store ${file} is full. Free space and try again. ${because}`;
    return new StoreError('disk-full', text, options);
  }
  if (hasCode(error, 'SQLITE_READONLY') || hasCode(error, 'SQLITE_CANTOPEN')) {
    const text =
      `The store ${file} cannot be opened for writing. Give the account of this program write permission ` +
      `on the file and on its folder. ${because}`;
    return new StoreError('not-writable', text, options);
  }
  if (isBusy(error)) {
    const text = `Nothing was written: another process held the store ${file} for too long. Try again, or end the other process. ${because}`;
    return new StoreError('busy', text, options);
  }
  if (hasCode(error, 'SQLITE_NOTADB')) {
    const text = `${file} is not a database. Name the store's own file in the configuration, or restore a backup. ${because}`;
    return new StoreError('not-a-database', text, options);
  }
  if (isDamage(error)) {
    const text = `The store ${file} is damaged. Keep a copy of the file, run verify-audit on it and restore a backup. ${because}`;
    return new StoreError('damaged', text, options);
  }
  const text = `Nothing was written: the store ${file} failed. Look at the disk and at the cause. ${because}`;
  return new StoreError('failed', text, options);
}

/** SQLite's extended codes start with the basic one (SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE). */
function hasCode(error: unknown, code: string): boolean {
  return isSqliteError(error) && (error.code === code || error.code.startsWith(`${code}_`));
}

/** By its code and not by its class: the native part keeps the class of whoever loaded it first in this process. */
function isSqliteError(error: unknown): error is { readonly code: string; readonly message: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_')
  );
}
