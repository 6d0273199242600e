/** Longer names do not occur (the longest CLR name is 1,024 characters); the limit bounds the work on hostile text. */
export const MAX_NAME = 4_000;
const MAX_DEPTH = 12;
/** Nothing generic, nested or made by the compiler: most names. */
const PLAIN_NAME = /^\w[\w.]*\w$/;
const LOST_BACKTICK = /(?<=[\p{L}\p{N}_>]) (\d{1,3})(?=[.+[(]|$)/gu;
const NAME_CHAR = /[\p{L}\p{N}_>\]]/u;

/** A name as the source has it. */
export interface SourceName {
  /** Empty for a method without a type. */
  readonly type: string;
  readonly method: string;
}

/**
 * Puts back the backticks that a Markdown copy turned into blanks: `List 1..ctor` was ``List`1..ctor``.
 */
export function restoreBackticks(name: string): string {
  return name.includes(' ') ? name.replace(LOST_BACKTICK, '`$1') : name;
}

/**
 * Type and method as the source has them: without generic arguments and arity, nested types joined by dots, the body
 * of an async method, iterator, lambda or local function named by the method that holds it.
 */
export function sourceName(printed: string): SourceName {
  const dot = printed.lastIndexOf('.');
  if (PLAIN_NAME.test(printed) && !printed.includes('..'))
    return { type: printed.slice(0, Math.max(dot, 0)), method: printed.slice(dot + 1) };
  const parts = sourceParts(printed, 0);
  const method = parts.at(-1) ?? '';
  return { type: parts.slice(0, -1).join('.'), method };
}

/** The same for the name of a type. */
export function sourceTypeName(printed: string): string {
  return splitParts(withoutGenerics(restoreBackticks(printed.slice(0, MAX_NAME)))).join('.');
}

function sourceParts(printed: string, depth: number): string[] {
  const parts = splitParts(withoutGenerics(restoreBackticks(printed.slice(0, MAX_NAME))));
  const result: string[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] ?? '';
    const next = parts[i + 1];
    const made = compilerMade(part);
    if (made === null || depth >= MAX_DEPTH) result.push(part);
    else if (made.holder === '' && /^c(?:__|$)/.test(made.suffix) && next !== undefined) continue;
    else if (made.holder !== '' && /^[bg]__/.test(made.suffix)) {
      result.push(...sourceParts(made.holder, depth + 1));
    } else if (made.holder !== '' && /^d(?:__\d+)?$/.test(made.suffix) && next === 'MoveNext') {
      result.push(...sourceParts(made.holder, depth + 1));
      i += 1;
    } else result.push(part);
  }
  return result;
}

/** `<holder>suffix`, the form of every name the compiler makes. */
function compilerMade(part: string): { holder: string; suffix: string } | null {
  if (!part.startsWith('<')) return null;
  let depth = 0;
  for (let i = 0; i < part.length; i += 1) {
    if (part[i] === '<') depth += 1;
    else if (part[i] === '>') depth -= 1;
    if (depth === 0) return { holder: part.slice(1, i), suffix: part.slice(i + 1) };
  }
  return null;
}

/** Splits at dots and pluses that are not inside angle brackets; `.ctor` and `.cctor` are one part. */
function splitParts(name: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (let i = 0; i < name.length; i += 1) {
    const char = name.charAt(i);
    if (char === '<') depth += 1;
    else if (char === '>') depth -= 1;
    const separates = (char === '.' || char === '+') && depth <= 0;
    if (separates && part !== '') {
      parts.push(part);
      part = '';
    } else part += char;
  }
  if (part !== '') parts.push(part);
  return parts;
}

/** Takes off `[...]`, `<T>` after a name, and arity. A `<` at the start of a part belongs to a compiler-made name. */
function withoutGenerics(name: string): string {
  let out = '';
  let square = 0;
  let angle = 0;
  for (let i = 0; i < name.length; i += 1) {
    const char = name.charAt(i);
    if (char === '[') square += 1;
    else if (char === ']') square = Math.max(0, square - 1);
    else if (square > 0) continue;
    else if (angle > 0) angle += char === '<' ? 1 : char === '>' ? -1 : 0;
    else if (char === '<' && NAME_CHAR.test(out.at(-1) ?? '')) angle = 1;
    else out += char;
  }
  return out.replace(/`{1,2}\d+/g, '');
}
