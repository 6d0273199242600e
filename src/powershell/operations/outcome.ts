import { z } from 'zod';
import type { JsonValue } from '../../incident/json';
import type { PowerShell } from '../../ports';

/**
 * What came of one bot-host operation. `failed`: the operation itself reported an error before it could give a result. `unknown`: nobody can
 * say, also when a result came whose shape is wrong; it is never shown as success.
 */
export type OperationResult<T> =
  | { readonly kind: 'reported'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: { readonly id: string; readonly message: string } }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How far one node is; nothing depends on it but what people are shown. */
export interface NodeProgress {
  readonly node: string;
  readonly phase: string;
}

export interface OperationOptions {
  readonly onProgress?: (progress: NodeProgress) => void;
  readonly signal?: AbortSignal;
}

/** What PowerShell needs beyond the nodes' own deadlines, ms: start, import, closing of sessions that no longer answer. */
const PROCESS_MARGIN_MS = 30_000;

const parametersSchema = z.record(z.string(), z.json());
const progressSchema = z.object({ node: z.string(), phase: z.string() });

/**
 * Runs one operation and reads its result by its schema.
 *
 * @param nodeDeadlineMs longest time the operation gives its nodes, ms; the process gets a margin on top.
 */
export async function runOperation<T>(
  powershell: PowerShell,
  call: {
    readonly operation: string;
    readonly parameters: object;
    readonly nodeDeadlineMs: number;
    readonly result: z.ZodType<T>;
  },
  options: OperationOptions = {},
): Promise<OperationResult<T>> {
  const { onProgress, signal } = options;
  const outcome = await powershell.run({
    operation: call.operation,
    parameters: withoutUndefined(call.parameters),
    deadlineMs: call.nodeDeadlineMs + PROCESS_MARGIN_MS,
    ...(onProgress && { onProgress: (progress: JsonValue) => tell(progress, onProgress) }),
    ...(signal && { signal }),
  });
  if (outcome.kind !== 'reported') return outcome;
  if (!outcome.ok) return { kind: 'failed', error: outcome.error };
  const parsed = call.result.safeParse(outcome.value);
  if (parsed.success) return { kind: 'reported', value: parsed.data };
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return {
    kind: 'unknown',
    reason: `${call.operation} answered in a shape this version does not know (at '${where}'). Module and bot must be of one version.`,
  };
}

function withoutUndefined(parameters: object): z.infer<typeof parametersSchema> {
  return parametersSchema.parse(JSON.parse(JSON.stringify(parameters)));
}

function tell(progress: JsonValue, onProgress: (progress: NodeProgress) => void): void {
  const parsed = progressSchema.safeParse(progress);
  if (parsed.success) onProgress(parsed.data);
}
