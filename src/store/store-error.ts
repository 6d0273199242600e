/** Why the store could not do what it was asked; the message says what to do next. */
export type StoreErrorCode =
  | 'folder-missing'
  | 'not-writable'
  | 'not-found'
  | 'not-a-database'
  | 'foreign-database'
  | 'newer-schema'
  | 'damaged'
  | 'disk-full'
  | 'busy'
  | 'in-use'
  | 'unreachable'
  | 'refused'
  | 'in-doubt'
  | 'unsafe-server'
  | 'misuse'
  | 'failed';

/**
 * An error of the store. Whatever was being written when it was thrown was rolled back as a whole, except with the code `in-doubt`: then
 * the connection was lost in the moment of the commit, and it may have been written as a whole.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
