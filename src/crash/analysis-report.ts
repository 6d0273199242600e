import type { Analysis, Finding } from './analysis';

/** The result with exactly the keys that the corpus expects; what they mean is said in its README. */
export interface AnalysisReport {
  readonly verdict: Finding;
  /** Number of distinct crashes of the watched process. */
  readonly crashes: number;
  readonly exceptionType: string | null;
  readonly signatureFrame: string | null;
  readonly topUserFrame: { readonly type: string; readonly method: string } | null;
  /** `null`: no record shows a stack or says that there is none. */
  readonly frames: number | null;
  readonly innerTypes: readonly string[];
  readonly why: string;
}

/** Flattens an analysis; with several crashes the values are those of the decisive one. */
export function toReport(analysis: Analysis): AnalysisReport {
  const trace = analysis.decisive?.trace ?? null;
  const [outer, ...inner] = trace?.exceptions ?? [];
  return {
    verdict: analysis.finding,
    crashes: analysis.crashes.length,
    exceptionType: outer?.type ?? null,
    signatureFrame: trace?.signatureFrame ?? null,
    topUserFrame: trace?.topUserFrame ?? null,
    frames: trace?.frames.length ?? null,
    innerTypes: inner.map(({ type }) => type),
    why: analysis.reasons.join(' '),
  };
}
