import type { Clock } from '../ports';

/** How long the answer to a repeated delivery is kept, in ms: Teams repeats within the first half minute. */
const KEEP_MS = 60_000;
const MAX_ANSWERS = 500;

interface Kept<T> {
  readonly answer: Promise<T>;
  readonly until: number;
}

/**
 * Answers a repeated delivery from the computation that is already under way or just done. This spares work and gives both deliveries
 * the same answer; that a repeat has no second effect is guaranteed behind it, not here (invariant 15). At most 500 answers are kept;
 * past that the oldest are forgotten.
 */
export class RecentAnswers<T> {
  readonly #kept = new Map<string, Kept<T>>();

  constructor(private readonly clock: Clock) {}

  /** The one answer for this key; a failed computation is forgotten, so that a repeat can try again. */
  once(key: string, compute: () => Promise<T>): Promise<T> {
    this.#forget();
    const known = this.#kept.get(key);
    if (known !== undefined) return known.answer;
    const answer = compute();
    const kept: Kept<T> = { answer, until: this.clock.now() + KEEP_MS };
    this.#kept.set(key, kept);
    answer.catch(() => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    });
    return answer;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Entries are in the order of their arrival, so the outdated ones stand first. */
  #forget(): void {
    const now = this.clock.now();
    for (const [key, kept] of this.#kept) {
      if (kept.until > now && this.#kept.size < MAX_ANSWERS) return;
      this.#kept.delete(key);
    }
  }
}
