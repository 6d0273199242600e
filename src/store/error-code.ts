/**
 * The code of an error of SQLite or of Node's file system (SQLITE_FULL, ENOENT); undefined when it has none.
 * By the property and not by the class: SQLite's native part keeps the class of whoever loaded it first in the process.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
