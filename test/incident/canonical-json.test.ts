import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import type { JsonValue } from '../../src/incident/json';
import { canonicalJson } from '../../src/incident/canonical-json';

describe('canonical JSON (RFC 8785)', () => {
  it.each<[string, JsonValue, string]>([
    [
      'sorts names by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, ö: 5 },
      '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}',
    ],
    [
      'writes numbers as ECMAScript does',
      [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    ['escapes only what must be', '\u20ac$\u000f\u000aA\'\u0042"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    ['keeps the order of lists', [null, true, false, [], {}], '[null,true,false,[],{}]'],
  ])('%s', (_what, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(
      canonicalJson(
        JSON.parse('{"a":1}', (key, value: unknown) => (key === 'a' ? undefined : value)) as JsonValue,
      ),
    ).toBe('{}');
  });

  it('leaves out a property whose value is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 } as unknown as JsonValue)).toBe('{"b":1}');
  });

  it('writes text that was cut in the middle of a character as every UTF-8 encoder does', () => {
    expect(canonicalJson('cut \ud83d')).toBe('"cut \ufffd"');
  });

  it.each([
    [NaN, 'NaN (number) cannot be stored: it is not JSON.'],
    [undefined, 'undefined (undefined) cannot be stored: it is not JSON.'],
  ])('refuses what JSON does not have: %s', (value, why) => {
    expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(new TypeError(why));
  });

  it('agrees with the package canonicalize on anything', () => {
    const values = fc.sample(fc.jsonValue({ noUnicodeString: false }), {
      numRuns: 300,
      seed: 7,
    }) as JsonValue[];
    // A process of its own, because the package is an ES module.
    const program = `
      import canonicalize from 'canonicalize';
      import { readFileSync } from 'node:fs';
      const values = JSON.parse(readFileSync(0, 'utf8'));
      process.stdout.write(JSON.stringify(values.map((value) => canonicalize(value))));`;
    const input = JSON.stringify(values);
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      input,
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual(
      (JSON.parse(input) as JsonValue[]).map((value) => canonicalJson(value)),
    );
  });
});
