import { errorCode } from './error-code';
import { StoreError, type StoreErrorCode } from './store-error';

/** A row with the same key exists. */
export function isPostgresUniqueViolation(error: unknown): boolean {
  return errorCode(error) === '23505';
}

/** A page or an index of the database is broken. */
export function isPostgresDamage(error: unknown): boolean {
  return hasCode(error, ['XX001', 'XX002']);
}

/** Codes of Node and of PostgreSQL's server that say: there is no connection (any more). */
const LOST = [
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
  ...['ENOENT', '08', '57P01', '57P02', '57P03', '25P03', '57P05'],
];
/** What the driver says of a connection that ended under it; such errors have no code. */
const LOST_WORDS =
  /connection (?:terminated|ended|error)|not queryable|timeout exceeded when trying|read timeout|timeout expired/i;

/** The connection is gone, so nobody answered: what was asked may have been done, if it was the commit. */
export function isConnectionLoss(error: unknown): boolean {
  if (hasCode(error, LOST)) return true;
  return errorCode(error) === undefined && error instanceof Error && LOST_WORDS.test(error.message);
}

/** Codes of PostgreSQL (or their first two characters, the class) with what they mean for the store and what to do. */
const EXPLANATIONS: readonly (readonly [
  codes: readonly string[],
  code: StoreErrorCode,
  text: (place: string) => string,
])[] = [
  [
    ['53100'],
    'disk-full',
    (place) => `Nothing was written: the disk of the database ${place} is full. Free space, then try again.`,
  ],
  [
    ['53', '55P03', '40001', '40P01', '57014'],
    'busy',
    (place) =>
      `Nothing was written: the database ${place} was too busy. Try again, or look at what holds it up.`,
  ],
  [
    ['25006', '42501'],
    'not-writable',
    (place) =>
      `The database ${place} refuses to write. Give the bot's role CREATE on its schema and name the primary server, not a standby.`,
  ],
  [
    ['28', '3D000'],
    'refused',
    (place) =>
      `The server refused the connection to ${place}. Check database and user under store.postgres, and the password in BOT_DATABASE_PASSWORD.`,
  ],
  [
    ['XX001', 'XX002'],
    'damaged',
    (place) => `The database ${place} is damaged. Run verify-audit on it and restore a backup.`,
  ],
];

/** The same error in the store's words, with what to do next; anything that is not PostgreSQL's own is left as it is. */
export function explainPostgresError(error: unknown, place: string): unknown {
  if (error instanceof StoreError) return error;
  const told = `(${errorCode(error) ?? 'no code'}: ${error instanceof Error ? error.message : String(error)})`;
  if (isConnectionLoss(error)) {
    const text = `The database ${place} cannot be reached: nothing was written. Look at the server and the network; the bot goes on by itself. ${told}`;
    return new StoreError('unreachable', text, { cause: error });
  }
  const explanation = EXPLANATIONS.find(([codes]) => hasCode(error, codes));
  if (explanation)
    return new StoreError(explanation[1], `${explanation[2](place)} ${told}`, { cause: error });
  if (!isServerCode(errorCode(error))) return error;
  const text = `The database ${place} failed; what was being written was taken back. Look at the cause. ${told}`;
  return new StoreError('failed', text, { cause: error });
}

function isServerCode(code: string | undefined): boolean {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  const code = errorCode(error);
  return (
    code !== undefined &&
    codes.some((known) =>
      known.length === 2 ? isServerCode(code) && code.startsWith(known) : code === known,
    )
  );
}
