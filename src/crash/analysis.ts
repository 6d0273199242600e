/** What the records of a look-back say (the corpus calls it the verdict). */
export type Finding = 'matches' | 'other-crash' | 'crash-without-stack' | 'no-crash';

/** What one crash was; a crash is never `no-crash`. */
export type CrashFinding = Exclude<Finding, 'no-crash'>;

/** The kinds of record that tell of a crash; one crash leaves at most one of each. */
export type RecordKind =
  'runtime' | 'application-error' | 'error-report' | 'service-manager' | 'lifecycle-agent';

/** One line of a stack. */
export interface Frame {
  readonly kind: 'clr' | 'powershell';
  /** Type as the source has it: no generic arguments, dots between nested types; empty for a PowerShell frame. */
  readonly type: string;
  /** Method as the source has it: an async body, lambda or local function is named by its method. */
  readonly method: string;
  /** The whole method name as it was printed, without parameters (lost backticks restored). */
  readonly printedName: string;
  /** The parameter list without its parentheses. */
  readonly parameters?: string;
  /** Where in the source, as printed. */
  readonly place?: string;
  readonly isSignature: boolean;
  /** The line, fit for display. */
  readonly text: string;
}

export interface ExceptionInfo {
  readonly type: string;
  /** Text of the exception, fit for display; empty where the record prints none. */
  readonly message: string;
  readonly frames: readonly Frame[];
}

/** What one runtime record shows. */
export interface Trace {
  /** Outermost first. */
  readonly exceptions: readonly ExceptionInfo[];
  /** All frames that count, in the order of the record. */
  readonly frames: readonly Frame[];
  /** Printed name of the signature frame. */
  readonly signatureFrame: string | null;
  /** First frame that belongs neither to the framework nor to PowerShell, as printed. */
  readonly topUserFrame: { readonly type: string; readonly method: string } | null;
  /** The runtime cut the record at its size limit. */
  readonly truncated: boolean;
  /** The whole record as plain text, fit for display. */
  readonly text: string;
}

/** The three things that mark the known issue; the fail-fast marker explains, it does not decide. */
export interface Markers {
  readonly executable: boolean;
  readonly frame: boolean;
  readonly failFast: boolean;
}

/** One crash of the watched process on one machine. */
export interface Crash {
  /** Empty when pasted text does not say. */
  readonly machine: string;
  /** UTC, ISO 8601, as recorded; `null` for pasted text, which has no time that could be trusted. */
  readonly at: string | null;
  /** Epoch ms UTC; `null` for pasted text. */
  readonly atMs: number | null;
  readonly finding: CrashFinding;
  /** Records that told of it, in the order of their kinds. */
  readonly records: readonly {
    readonly kind: RecordKind;
    readonly log: string;
    readonly recordId: number | null;
  }[];
  readonly recordIds: readonly number[];
  readonly processId: number | null;
  /** As recorded, for example `0x80131623`. */
  readonly exitCode: string | null;
  readonly trace: Trace | null;
  /** Another cause that a record names (runtime error, stack overflow, ended by the Lifecycle Agent). */
  readonly cause: string | null;
  readonly markers: Markers;
}

/** A crash whose time is known: every one that event records show. */
export interface DatedCrash extends Crash {
  readonly at: string;
  readonly atMs: number;
}

export interface Analysis<C extends Crash = Crash> {
  readonly finding: Finding;
  /** Newest last. */
  readonly crashes: readonly C[];
  /** The newest crash that has the finding. */
  readonly decisive: C | null;
  /** Why, one sentence each, for people. */
  readonly reasons: readonly string[];
  readonly markers: Markers;
}
