import { errorCode } from './error-code';
import { StoreError, type StoreErrorCode } from './store-error';

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

/** Basic codes of SQLite with what they mean for the store and what to do. The first that fits counts. */
const EXPLANATIONS: readonly (readonly [
  basic: string,
  code: StoreErrorCode,
  text: (file: string) => string,
])[] = [
  [
    'SQLITE_FULL',
    'disk-full',
    (file) => `Nothing was written: the disk of the store ${file} is full. Free space, then try again.`,
  ],
  ['SQLITE_READONLY', 'not-writable', cannotWrite],
  ['SQLITE_CANTOPEN', 'not-writable', cannotWrite],
  ['SQLITE_BUSY', 'busy', heldTooLong],
  ['SQLITE_LOCKED', 'busy', heldTooLong],
  [
    'SQLITE_NOTADB',
    'not-a-database',
    (file) =>
      `${file} is not a database. Name the file of the store in the configuration, or restore a backup.`,
  ],
  [
    'SQLITE_CORRUPT',
    'damaged',
    (file) => `The store ${file} is damaged. Keep a copy, run verify-audit on it and restore a backup.`,
  ],
  [
    'SQLITE',
    'failed',
    (file) =>
      `The store ${file} failed; what was being written was taken back. Look at the cause and at the disk.`,
  ],
];

/** The same error in the store's words, with what to do next; anything that is not SQLite's own is left as it is. */
export function explainSqliteError(error: unknown, file: string): unknown {
  const explanation = EXPLANATIONS.find(([basic]) => hasCode(error, basic));
  if (explanation === undefined) return error;
  const [, code, text] = explanation;
  return new StoreError(code, `${text(file)} (${String(errorCode(error))}: ${String(error)})`, {
    cause: error,
  });
}

function cannotWrite(file: string): string {
  return `The store ${file} cannot be opened for writing. Give the account of this program write permission on the file and its folder.`;
}

function heldTooLong(file: string): string {
  return `Nothing was written: another process held the store ${file} for too long. Try again, or end the other process.`;
}

/** SQLite's extended codes start with the basic one (SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE). */
function hasCode(error: unknown, basic: string): boolean {
  const code = errorCode(error);
  return code === basic || code?.startsWith(`${basic}_`) === true;
}
