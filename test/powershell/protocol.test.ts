import fc from 'fast-check';
import { LineSplitter } from '../../src/powershell/line-splitter';
import { operationLine, readRunnerLine } from '../../src/powershell/protocol';
import { shellEnvironment } from '../../src/powershell/shell-environment';

const nonce = '0123456789abcdef0123456789abcdef';
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe('the line a shell is sent', () => {
  test('whatever the values are, it has the same shape and only inert letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (operation, value) => {
        const line = operationLine(
          { operation, parameters: { value: value as never }, modules: [operation] },
          nonce,
        );
        expect(line).toMatch(/^& \$env:OPERATION_RUNNER '[A-Za-z0-9+/=]+' '[0-9a-f]{32}'\n$/);
      }),
    );
  });

  test.each(['', 'ABCDEF0123456789ABCDEF0123456789', `${nonce}'`, nonce.slice(1)])(
    'the nonce %p is refused',
    (bad) => {
      expect(() => operationLine({ operation: 'x', parameters: {}, modules: [] }, bad)).toThrow(TypeError);
    },
  );
});

describe('a line of the runner', () => {
  test.each([
    ['progress', `##${nonce}:P:${encode({ step: 1 })}`, { kind: 'progress', progress: { step: 1 } }],
    [
      'a value',
      `##${nonce}:R:${encode({ started: true, ok: true, value: [1] })}`,
      { kind: 'result', outcome: { kind: 'reported', ok: true, value: [1] } },
    ],
    [
      'an error',
      `##${nonce}:R:${encode({ started: true, ok: false, error: { id: 'a', message: 'b' } })}`,
      { kind: 'result', outcome: { kind: 'reported', ok: false, error: { id: 'a', message: 'b' } } },
    ],
    [
      'a refusal',
      `##${nonce}:R:${encode({ started: false, reason: 'r' })}`,
      { kind: 'result', outcome: { kind: 'not-started', reason: 'r' } },
    ],
  ])('%s is read', (_name, line, message) => {
    expect(readRunnerLine(line, nonce)).toEqual(message);
  });

  test.each([
    ['text', 'WARNING: something'],
    ['another nonce', `##${nonce.replace('0', '1')}:R:${encode({ started: true, ok: true, value: 1 })}`],
    ['text before it', `x##${nonce}:R:${encode({ started: true, ok: true, value: 1 })}`],
    [
      'a result that is cut',
      `##${nonce}:R:${encode({ started: true, ok: true, value: 'long enough' }).slice(0, 20)}`,
    ],
    ['a result of another shape', `##${nonce}:R:${encode({ ok: true })}`],
    ['a success without a value', `##${nonce}:R:${encode({ started: true, ok: true })}`],
    ['no base64', `##${nonce}:R:{}`],
  ])('%s is not taken for one', (_name, line) => {
    expect(readRunnerLine(line, nonce)).toBeNull();
  });
});

describe('cutting a stream into lines', () => {
  const split = (chunks: readonly string[], longest = 1_000) => {
    const seen: string[] = [];
    const splitter = new LineSplitter(longest, {
      onLine: (line) => seen.push(line),
      onOverflow: () => seen.push('OVERFLOW'),
    });
    chunks.forEach((chunk) => splitter.push(chunk));
    splitter.end();
    return seen;
  };

  test('the chunks make no difference', () => {
    const lines = fc.array(fc.stringMatching(/^[a-z:#]{1,8}$/));
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.nat({ max: 9 }), (expected, newline, size) => {
        const text = expected.map((line) => line + newline).join('');
        const chunks = text.match(new RegExp(`[\\s\\S]{1,${size + 1}}`, 'g')) ?? [];
        expect(split(chunks)).toEqual(expected);
      }),
    );
  });

  test('a line without an end is given at the end', () => {
    expect(split(['one\ntw', 'o'])).toEqual(['one', 'two']);
  });

  test('a line past the limit is told once, and nothing after it counts', () => {
    expect(split(['ok\n', 'x'.repeat(6), 'y'.repeat(6), '\nlater\n'], 10)).toEqual(['ok', 'OVERFLOW']);
  });
});

test('a PowerShell process gets the allowed variables and what is added, in whatever case the system writes them', () => {
  const own = {
    Path: '/bin',
    SystemRoot: 'C:\\Windows',
    TOKEN: 'secret',
    PSModulePath: '/x',
    HOME: undefined,
  };
  const environment = shellEnvironment(own, { LAB_FOLDER: '/lab' });
  expect(environment).toMatchObject({
    Path: '/bin',
    SystemRoot: 'C:\\Windows',
    LAB_FOLDER: '/lab',
    NO_COLOR: '1',
    TERM: 'dumb',
  });
  expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['TOKEN']));
  expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['PSModulePath']));
});
