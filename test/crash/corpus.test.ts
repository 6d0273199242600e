import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { analyzeRecords } from '../../src/crash/analyze-records';
import { toReport, type AnalysisReport } from '../../src/crash/analysis-report';
import { eventRecordSchema } from '../../src/detection/event-record-schema';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { comparable, comparableName } from './comparable';
import * as damage from './damage';

const FOLDER = join(__dirname, '..', 'corpus');
const FILES = jsonIn(FOLDER);
/** Cases that were derived from the rules of the corpus by somebody who had not seen the code. */
const OWN_FOLDER = join(__dirname, '..', 'corpus-own');
const OWN_FILES = jsonIn(OWN_FOLDER);

const name = z.strictObject({ type: z.string(), method: z.string() });
const caseSchema = z.strictObject({
  description: z.string(),
  events: z.array(eventRecordSchema),
  expect: z.strictObject({
    verdict: z.string(),
    crashes: z.number(),
    exceptionType: z.string().nullable().optional(),
    signatureFrame: z.string().nullable().optional(),
    topUserFrame: name.nullable().optional(),
    frames: z.number().nullable().optional(),
    innerTypes: z.array(z.string()).nullable().optional(),
    why: z.string(),
  }),
});

describe('the corpus', () => {
  it('is there', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(49);
  });

  it.each(FILES)('%s', (file) => {
    expectCase(join(FOLDER, file));
  });
});

describe('the cases of our own', () => {
  it('are there', () => {
    expect(OWN_FILES.length).toBeGreaterThanOrEqual(170);
  });

  it.each(OWN_FILES)('%s', (file) => {
    expectCase(join(OWN_FOLDER, file));
  });
});

function jsonIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json'));
}

function expectCase(file: string): void {
  const { events, expect: expected } = caseSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

  const report = toReport(analyzeRecords(events, ORCHESTRATOR_CRASH));

  expect(selected(report, expected)).toEqual(selected(expected, expected));
  expect(report.why).not.toBe('');
}

/** What a copy does to a text must not change what it says. */
const COPIES: readonly [string, (text: string) => string][] = [
  ...[52, 60, 73, 80, 97, 108, 120, 160].map((width): [string, (text: string) => string] => [
    `wrapped at ${width} columns`,
    (text) => damage.formatList(text, width),
  ]),
  ['cut at 80 columns', (text) => damage.hardWrap(text, 80)],
  ['escaped for HTML', damage.escapeHtml],
  ['with doubled line ends', damage.doubleLineEnds],
  ['without indentation', damage.loseIndent],
  ['without backticks', damage.loseBackticks],
  ['with trailing blanks', damage.addTrailingBlanks],
  ['with line ends written out', damage.writtenLineEnds],
  ['in the wrong code page', damage.readAsLatin1],
  ['that lost its line ends', damage.loseLineEnds],
  ['whose line ends became blanks', damage.lineEndsToBlanks],
];
/** Not copied: texts that are damaged already, and one whose line ends are the point. */
const ALREADY_DAMAGED = /^(?:002|003|005|006|007|008|046|049)/;

describe.each(COPIES)('a copy of the corpus %s', (_name, copy) => {
  it.each(FILES.filter((file) => !ALREADY_DAMAGED.test(file)))('%s', (file) => {
    const { events, expect: expected } = caseSchema.parse(
      JSON.parse(readFileSync(join(FOLDER, file), 'utf8')),
    );
    const copied = events.map((event) =>
      event.provider === '.NET Runtime'
        ? { ...event, message: copy(event.properties[0] ?? ''), properties: [] }
        : event,
    );

    const report = toReport(analyzeRecords(copied, ORCHESTRATOR_CRASH));

    expect(selected(report, expected)).toEqual(selected(expected, expected));
  });
});

type Expected = z.infer<typeof caseSchema>['expect'];

/** The values that the corpus compares, by its rules: absent keys are not, nor are `frames` and `innerTypes` when null. */
function selected(from: Expected | AnalysisReport, expected: Expected): Record<string, unknown> {
  const rows: Record<string, unknown> = { verdict: from.verdict, crashes: from.crashes };
  if (expected.exceptionType !== undefined) rows['exceptionType'] = comparable(from.exceptionType ?? null);
  if (expected.signatureFrame !== undefined) rows['signatureFrame'] = comparable(from.signatureFrame ?? null);
  if (expected.topUserFrame !== undefined) rows['topUserFrame'] = comparableName(from.topUserFrame ?? null);
  if (expected.frames != null) rows['frames'] = from.frames;
  if (expected.innerTypes != null) rows['innerTypes'] = from.innerTypes?.map((type) => comparable(type));
  return rows;
}
