/** One Windows event record as a query returned it. Text fields are data from outside: never believed, run or rendered. */
export interface EventRecord {
  readonly provider: string;
  readonly id: number;
  /** Name of the log, for example `Application`. */
  readonly log: string;
  readonly level: number | null;
  /** Number of the record within its log; `null` when only text was handed over. */
  readonly recordId: number | null;
  /** UTC, ISO 8601, down to 100 ns. */
  readonly timeCreated: string;
  readonly machine: string;
  /** Rendered text with its own line ends; empty or `null` when Windows could not render it. */
  readonly message: string | null;
  /** Data strings in order; empty when only text was handed over (then `message` is a paste). */
  readonly properties: readonly string[];
}
