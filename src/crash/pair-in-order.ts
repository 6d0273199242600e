/** A table of this many cells is worked out exactly; beyond it the first possible partner is taken. */
const MAX_CELLS = 1_000_000;

export interface PairRule<L, R> {
  /** How far two items are apart, or `null` when they cannot be a pair. */
  readonly distance: (left: L, right: R) => number | null;
  /** Whether the left item is older. */
  readonly isBefore: (left: L, right: R) => boolean;
}

/**
 * Pairs two sequences, each in its true order, without crossings: as many pairs as possible, and of those the closest.
 * Returns for each item of `right` the index of its partner in `left`, or -1.
 */
export function pairInOrder<L, R>(left: readonly L[], right: readonly R[], rule: PairRule<L, R>): number[] {
  if (left.length === 0) return right.map(() => -1);
  if ((left.length + 1) * (right.length + 1) > MAX_CELLS) return pairFirst(left, right, rule);
  const width = right.length + 1;
  const pairs = new Int32Array((left.length + 1) * width);
  const sums = new Float64Array(pairs.length);
  const choice = new Uint8Array(pairs.length);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      const skip = better(pairs, sums, at + width, at + 1) ? at + width : at + 1;
      pairs[at] = pairs[skip] ?? 0;
      sums[at] = sums[skip] ?? 0;
      choice[at] = skip === at + 1 ? 1 : 0;
      const apart = rule.distance(left[i] as L, right[j] as R);
      if (apart === null) continue;
      const count = (pairs[at + width + 1] ?? 0) + 1;
      const sum = (sums[at + width + 1] ?? 0) + apart;
      if (count < (pairs[at] ?? 0) || (count === pairs[at] && sum > (sums[at] ?? 0))) continue;
      pairs[at] = count;
      sums[at] = sum;
      choice[at] = 2;
    }
  }
  return walk(choice, left.length, right.length);
}

function better(pairs: Int32Array, sums: Float64Array, a: number, b: number): boolean {
  const difference = (pairs[a] ?? 0) - (pairs[b] ?? 0);
  return difference > 0 || (difference === 0 && (sums[a] ?? 0) <= (sums[b] ?? 0));
}

function walk(choice: Uint8Array, lefts: number, rights: number): number[] {
  const partners = new Array<number>(rights).fill(-1);
  let i = 0;
  let j = 0;
  while (i < lefts && j < rights) {
    const chosen = choice[i * (rights + 1) + j];
    if (chosen === 2) partners[j] = i;
    if (chosen !== 1) i += 1;
    if (chosen !== 0) j += 1;
  }
  return partners;
}

function pairFirst<L, R>(left: readonly L[], right: readonly R[], rule: PairRule<L, R>): number[] {
  let from = 0;
  return right.map((item) => {
    while (from < left.length) {
      const apart = rule.distance(left[from] as L, item);
      if (apart === null && !rule.isBefore(left[from] as L, item)) return -1;
      from += 1;
      if (apart !== null) return from - 1;
    }
    return -1;
  });
}
