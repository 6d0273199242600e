import type { JsonObject, JsonValue } from './json';

/** Whether two JSON values say the same; the order of keys does not matter. */
export function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => isSameJson(value, (b as JsonObject)[key]))
  );
}

/** Names of the facts that differ, with both values, for people. */
export function differencesOf(before: JsonObject, now: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names
    .filter((name) => !isSameJson(before[name], now[name]))
    .map((name) => describeChange(name, before[name], now[name]));
}

/** Plain values are shown; of a list or an object only that it changed, because nobody reads JSON at night. */
function describeChange(name: string, before: JsonValue | undefined, now: JsonValue | undefined): string {
  const was = plainText(before);
  const is = plainText(now);
  return was !== null && is !== null ? `${name}: was ${was}, is ${is}` : `${name} changed`;
}

function plainText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return 'not known';
  if (typeof value === 'object') return null;
  const text = String(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
