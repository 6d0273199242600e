import fc from 'fast-check';
import { analyzeRecords } from '../../src/crash/analyze-records';
import { toReport } from '../../src/crash/analysis-report';
import type { EventRecord } from '../../src/crash/event-record';
import { ORCHESTRATOR_CRASH } from '../../src/runbook/signature';
import { comparable, comparableName } from './comparable';
import * as damage from './damage';
import {
  ENGLISH,
  FAIL_FAST_FRAMES,
  LANGUAGES,
  paste,
  printAggregate,
  printFailFast,
  printUnhandled,
  record,
  SIGNATURE_FRAME,
  type PrintedException,
  type PrintedFrame,
} from './print-record';

/**
 * Always the same inputs: a failure is a finding, never luck. Where each mutant of the source has to be judged (test/mutation), fewer have to do.
 */
const RUNS = { numRuns: fc.readConfigureGlobal().numRuns ?? 150, seed: 20_261_014 };
const FEWER_RUNS = { ...RUNS, numRuns: Math.min(40, RUNS.numRuns) };

const identifier = fc.stringMatching(/^[A-Z][a-zA-Z0-9_]{1,18}$/);
const namespaceName = fc.oneof(
  fc.constant('System.Threading.Tasks'),
  fc.constant('Microsoft.Extensions.Hosting.Internal'),
  fc.array(identifier, { minLength: 1, maxLength: 5 }).map((parts) => `Contoso.${parts.join('.')}`),
);
const typeName = fc.oneof(
  identifier,
  identifier.map((name) => `${name}\`2`),
  fc.tuple(identifier, identifier).map(([outer, nested]) => `${outer}.${nested}`),
  fc.tuple(identifier, identifier).map(([outer, nested]) => `${outer}\`1+${nested}`),
);
const member = fc.oneof(
  identifier,
  fc.constantFrom('.ctor', '.cctor', 'get_Value'),
  identifier.map((name) => `<${name}>d__7.MoveNext`),
  identifier.map((name) => `<>c__DisplayClass14_0.<${name}>b__0`),
  identifier.map((name) => `<>c__DisplayClass14_0\`1.<<${name}>b__0>d.MoveNext`),
  identifier.map((name) => `<${name}>g__Local|1_0`),
  identifier.map((name) => `${name}[TKey,TValue]`),
);
const parameters = fc.constantFrom(
  '',
  'Int32 k',
  'IDictionary`2 headers, CancellationToken ct',
  'ReadOnlySpan`1 s, Int32& i',
  'Int32[,] grid, TKey[][] keys',
  'System.Object, System.Object[], System.Signature, Boolean',
);
const place = fc.option(
  fc.record({
    path: fc.constantFrom(
      'D:\\a\\1\\s\\src\\WebLayer\\Listener\\HttpRequestPipeline.cs',
      'C:\\Program Files\\Azure Stack (ECE)\\src x64\\RestClient.cs',
      '/_/src/WebLayer/ClientCertificateHandler.cs',
    ),
    line: fc.nat(2000),
  }),
  { nil: undefined },
);
const anyFrame = fc
  .record({ space: namespaceName, type: typeName, member, parameters, place })
  .map(({ space, type, member: method, parameters: list, place: where }): PrintedFrame => {
    const name = `${space}.${type}.${method}`;
    return where === undefined ? { name, parameters: list } : { name, parameters: list, place: where };
  });
const exceptionType = fc.tuple(namespaceName, identifier).map(([space, name]) => `${space}.${name}Exception`);
const message = fc.constantFrom(
  'Nullable object must have a value.',
  'Step 2.7 failed',
  "Could not load 'x' (see log): retry.",
  'Null 許容のオブジェクトには値を指定しなければなりません。',
  'first line\r\nsecond line',
);
const exception = fc
  .record({
    outer: fc.record({
      type: exceptionType,
      message,
      frames: fc.array(anyFrame, { minLength: 1, maxLength: 5 }),
    }),
    inner: fc.option(
      fc.record({ type: exceptionType, message, frames: fc.array(anyFrame, { minLength: 1, maxLength: 3 }) }),
      { nil: undefined },
    ),
    signatureAt: fc.option(fc.nat(4), { nil: undefined }),
  })
  .map(({ outer, inner, signatureAt }): PrintedException => {
    const frames = [...outer.frames];
    if (signatureAt !== undefined) frames.splice(Math.min(signatureAt, frames.length), 0, SIGNATURE_FRAME);
    return inner === undefined ? { ...outer, frames } : { ...outer, frames, inner };
  });
const language = fc.constantFrom(...Object.keys(LANGUAGES));
const oneLiner = exception.map(({ inner: _inner, ...thrown }) => ({ ...thrown, message: 'Step 2.7 failed' }));
/** Inner exceptions of an aggregate, and its own frames. */
const aggregate = fc.record({
  inner: fc.array(oneLiner, { minLength: 1, maxLength: 3 }),
  frames: fc.array(anyFrame, { minLength: 1, maxLength: 2 }),
});

interface Shown {
  readonly verdict: string;
  readonly exceptionType: string | null;
  readonly innerTypes: readonly (string | null)[];
  readonly frames: number | null;
  readonly signatureFrame: string | null;
  readonly topUserFrame: string | null;
}

function expected(frames: readonly PrintedFrame[], types: readonly string[]): Shown {
  const signature = frames.find((each) => each === SIGNATURE_FRAME);
  const user = frames.find(({ name }) => !/^(?:System|Microsoft\.Extensions)\./.test(name));
  return {
    verdict: signature === undefined ? 'other-crash' : 'matches',
    exceptionType: comparable(types[0] ?? null),
    innerTypes: types.slice(1).map(comparable),
    frames: frames.length,
    signatureFrame: comparable(signature?.name ?? null),
    topUserFrame: comparable(user?.name ?? null),
  };
}

function shown(events: EventRecord): Shown {
  const report = toReport(analyzeRecords([events], ORCHESTRATOR_CRASH));
  return {
    verdict: report.verdict,
    exceptionType: comparable(report.exceptionType),
    innerTypes: report.innerTypes.map(comparable),
    frames: report.frames,
    signatureFrame: comparable(report.signatureFrame),
    topUserFrame: comparableName(report.topUserFrame),
  };
}

function ofFailFast(thrown: PrintedException): Shown {
  const frames = [...(thrown.inner?.frames ?? []), ...thrown.frames, ...FAIL_FAST_FRAMES];
  return expected(frames, [thrown.type, ...(thrown.inner === undefined ? [] : [thrown.inner.type])]);
}

const PASTES: readonly [string, (text: string, width: number) => string][] = [
  ['as it is', (text) => text],
  ['without indentation', damage.loseIndent],
  ['indented by no-break blanks', (text) => damage.indent(text, '\u00a0\u00a0\u00a0\u00a0')],
  ['with doubled line ends', damage.doubleLineEnds],
  ['with trailing blanks', damage.addTrailingBlanks],
  ['escaped for HTML', damage.escapeHtml],
  ['without backticks', damage.loseBackticks],
  ['with line ends written out', damage.writtenLineEnds],
  ['in the wrong code page', damage.readAsLatin1],
  ['quoted by a chat', (text) => damage.indent(text, '> ')],
  ['in a fenced code block', (text) => `\`\`\`text\n${text}\n\`\`\``],
  ['wrapped by Format-List', damage.formatList],
  ['wrapped by Format-List, escaped', (text, width) => damage.escapeHtml(damage.formatList(text, width))],
  [
    'wrapped by Format-List, indentation lost',
    (text, width) => damage.loseIndent(damage.formatList(text, width)),
  ],
  [
    'wrapped by Format-List, doubled line ends',
    (text, width) => damage.doubleLineEnds(damage.formatList(text, width)),
  ],
  ['cut by a console', damage.hardWrap],
  ['that lost its line ends', damage.loseLineEnds],
  ['whose line ends became blanks', damage.lineEndsToBlanks],
  ['whose inner line ends are lost', (text) => text.replaceAll('\r\n', '')],
  ['wrapped, without backticks', (text, width) => damage.formatList(damage.loseBackticks(text), width + 20)],
];

describe('records built from parts of the grammar', () => {
  it('reads a fail-fast as Windows wrote it, in any language', () => {
    fc.assert(
      fc.property(exception, language, (thrown, code) => {
        expect(shown(record(printFailFast(thrown, LANGUAGES[code])))).toEqual(ofFailFast(thrown));
      }),
      RUNS,
    );
  });

  it('reads an unhandled exception of .NET Framework, innermost first', () => {
    fc.assert(
      fc.property(fc.array(exception, { minLength: 1, maxLength: 3 }), language, (chain, code) => {
        const flat = chain.map(({ type, frames }) => ({ type, message: '', frames }));
        const text = printUnhandled(flat, LANGUAGES[code]);
        const types = flat.map(({ type }) => type).reverse();
        const frames = flat.flatMap((each) => each.frames);
        expect(shown(record(text, { id: 1026 }))).toEqual(expected(frames, types));
      }),
      RUNS,
    );
  });

  it.each(PASTES)('reads an unhandled exception of .NET Framework, pasted %s', (_name, spoil) => {
    fc.assert(
      fc.property(
        fc.array(oneLiner, { minLength: 1, maxLength: 3 }),
        language,
        fc.integer({ min: 50, max: 200 }),
        (chain, code, width) => {
          const text = spoil(printUnhandled(chain, LANGUAGES[code]), width);
          const types = chain.map(({ type }) => type).reverse();
          const frames = chain.flatMap((each) => each.frames);
          expect(shown(paste(text, { id: 1026 }))).toEqual(expected(frames, types));
        },
      ),
      FEWER_RUNS,
    );
  });

  it.each(PASTES)('reads an aggregate of .NET Framework, pasted %s', (_name, spoil) => {
    fc.assert(
      fc.property(
        aggregate,
        language,
        fc.integer({ min: 50, max: 200 }),
        ({ inner, frames }, code, width) => {
          const text = spoil(
            printFailFast(printAggregate(inner, frames, LANGUAGES[code] ?? ENGLISH), LANGUAGES[code]),
            width,
          );
          const [first, ...rest] = inner.map((each) => each.frames);
          const all = [...(first ?? []), ...frames, ...rest.flat(), ...FAIL_FAST_FRAMES];
          const types = ['System.AggregateException', ...inner.map(({ type }) => type)];
          expect(shown(paste(text))).toEqual(expected(all, types));
        },
      ),
      FEWER_RUNS,
    );
  });

  it.each(PASTES)('reads a paste %s', (_name, spoil) => {
    fc.assert(
      fc.property(exception, language, fc.integer({ min: 50, max: 200 }), (thrown, code, width) => {
        const text = spoil(printFailFast(thrown, LANGUAGES[code]), width);
        expect(shown(paste(text))).toEqual(ofFailFast(thrown));
      }),
      RUNS,
    );
  });
});
