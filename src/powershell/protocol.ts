import { z } from 'zod';
import type { JsonObject, JsonValue } from '../incident/json';
import type { PowerShellOutcome } from '../ports';

/** What the runner script is asked to do. */
export interface OperationPayload {
  readonly operation: string;
  readonly parameters: JsonObject;
  /** Absolute paths of the modules whose exported functions may be called. */
  readonly modules: readonly string[];
}

/** A line of the runner: progress, or the end of the operation. */
export type RunnerMessage =
  | { readonly kind: 'progress'; readonly progress: JsonValue }
  | { readonly kind: 'result'; readonly outcome: PowerShellOutcome };

/** The runner's path travels as an environment variable, so that the line below holds nothing but two inert alphabets. */
export const RUNNER_VARIABLE = 'OPERATION_RUNNER';

const json: z.ZodType<JsonValue> = z.json();
const NONCE = /^[0-9a-f]{32}$/;

const result = z.union([
  z
    .strictObject({ started: z.literal(true), ok: z.literal(true), value: json })
    .transform(({ value }): PowerShellOutcome => ({ kind: 'reported', ok: true, value })),
  z
    .strictObject({
      started: z.literal(true),
      ok: z.literal(false),
      error: z.strictObject({ id: z.string(), message: z.string() }),
    })
    .transform(({ error }): PowerShellOutcome => ({ kind: 'reported', ok: false, error })),
  z
    .strictObject({ started: z.literal(false), reason: z.string() })
    .transform(({ reason }): PowerShellOutcome => ({ kind: 'not-started', reason })),
]);

/**
 * The one line a shell is sent. Base64 and hex cannot end a single-quoted string, so no value can become script.
 * @throws TypeError the nonce is not 32 hex digits.
 */
export function operationLine(payload: OperationPayload, nonce: string): string {
  if (!NONCE.test(nonce)) {
    throw new TypeError('A nonce has 32 lower-case hex digits.');
  }
  const encoded = Buffer.from(JSON.stringify(payload), 'utf8').toString('base64');
  return `& $env:${RUNNER_VARIABLE} '${encoded}' '${nonce}'\n`;
}

/** Reads one line of stdout; null when it is not the runner's (a warning, a native program's text, another nonce). */
export function readRunnerLine(line: string, nonce: string): RunnerMessage | null {
  const progressTag = `##${nonce}:P:`;
  const resultTag = `##${nonce}:R:`;
  if (line.startsWith(progressTag)) {
    const progress = json.safeParse(decode(line.slice(progressTag.length)));
    return progress.success ? { kind: 'progress', progress: progress.data } : null;
  }
  if (line.startsWith(resultTag)) {
    const outcome = result.safeParse(decode(line.slice(resultTag.length)));
    return outcome.success ? { kind: 'result', outcome: outcome.data } : null;
  }
  return null;
}

/** Undefined, which no schema accepts, when it is not base64 of JSON. */
function decode(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
