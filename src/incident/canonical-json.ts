import type { JsonValue } from './json';

/*
 * Own code although the package `canonicalize` exists: version 4 can only be loaded as an ES module, and this program is
 * CommonJS. The tests compare both.
 */

/** A lone half of a surrogate pair: text that was cut in the middle of a character. It has no UTF-8 form. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * JSON text in the one form of RFC 8785 (JCS): keys sorted by UTF-16 code units, no spaces, numbers as ECMAScript writes
 * them. Properties whose value is undefined are left out, as JSON.stringify does. Where the RFC refuses a lone surrogate,
 * U+FFFD is written instead, as every UTF-8 encoder does: cut event log text must not make an append impossible.
 * @throws TypeError for a value that JSON does not have (NaN, Infinity, undefined, a function, a bigint).
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.replace(LONE_SURROGATE, '\uFFFD'));
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`;
  }
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`${String(value)} (${typeof value}) cannot be stored: it is not JSON.`);
}
