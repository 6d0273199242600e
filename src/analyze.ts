import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Analysis } from './crash/analysis';
import { toReport } from './crash/analysis-report';
import { analyzeRecords } from './crash/analyze-records';
import { eventRecordSchema } from './detection/event-record-schema';
import { ORCHESTRATOR_CRASH } from './runbook/signature';

/** What the command touches. */
export interface AnalyzeIo {
  readonly readFile: (path: string) => Promise<string>;
  /** The whole standard input. */
  readonly stdin: () => Promise<string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const USAGE =
  'Usage: npm run --silent analyze -- --events FILE.json [--json]   (FILE "-" reads standard input)';
const HELD = 'an array of event records, or an object with such an array under "events"';
const DONE = 0;
const WRONG_INPUT = 2;
const MAX_ISSUES = 3;
const records = z.array(eventRecordSchema);
const recordsInCase = z.object({ events: records }).transform(({ events }) => events);

/**
 * The `analyze` command: judges the event records of a file and prints the result, as text or with `--json` as the object
 * that `test/corpus` describes. Returns the exit code: 0 done, 2 the input is wrong (stderr says what to do).
 */
export async function runAnalyze(argv: readonly string[], io: AnalyzeIo): Promise<number> {
  try {
    const { file, json } = readArguments(argv);
    const analysis = analyzeRecords(readRecords(await readText(file, io), file), ORCHESTRATOR_CRASH);
    io.stdout(json ? `${JSON.stringify(toReport(analysis), null, 2)}\n` : `${readable(analysis)}\n`);
    return DONE;
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error;
    io.stderr(`${error.message}\n${USAGE}\n`);
    return WRONG_INPUT;
  }
}

class WrongInput extends Error {}

function readArguments(argv: readonly string[]): { file: string; json: boolean } {
  const options = { events: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    if (values.events === undefined || values.events === '')
      throw new WrongInput('Name the file with --events.');
    return { file: values.events, json: values.json };
  } catch (error) {
    if (error instanceof WrongInput) throw error;
    throw new WrongInput(error instanceof Error ? error.message : String(error));
  }
}

async function readText(file: string, io: AnalyzeIo): Promise<string> {
  try {
    return await (file === '-' ? io.stdin() : io.readFile(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WrongInput(`Cannot read ${file}: ${why}. Check the path and that you may read the file.`);
  }
}

function readRecords(text: string, file: string): z.infer<typeof records> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WrongInput(`${file} is not JSON (${why}). It has to hold ${HELD}.`);
  }
  const schema = Array.isArray(json) ? records : recordsInCase;
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
  throw new WrongInput(`${file} has to hold ${HELD}. ${issues.join('; ')}.`);
}

function readable(analysis: Analysis): string {
  const report = toReport(analysis);
  const frames = analysis.decisive?.trace?.frames ?? [];
  return [
    `Verdict: ${report.verdict}`,
    `Crashes: ${report.crashes}`,
    ...analysis.reasons.map((reason) => `- ${reason}`),
    ...(report.exceptionType === null ? [] : [`Exception: ${report.exceptionType}`]),
    ...report.innerTypes.map((type) => `  holds: ${type}`),
    ...frames.map((frame) => `${frame.isSignature ? '> ' : '  '}${frame.text}`),
  ].join('\n');
}
