/** The part of a list that is shown, and how many entries are left out before and after it. */
export interface Shown<T> {
  readonly before: number;
  readonly entries: readonly T[];
  readonly after: number;
}

/** The window of at most `most` entries that holds the one at `index`, with up to two before it. */
export function entriesAround<T>(list: readonly T[], index: number, most: number): Shown<T> {
  const start = Math.max(0, Math.min(index - 2, list.length - most));
  const entries = list.slice(start, start + most);
  return { before: start, entries, after: list.length - start - entries.length };
}
