export interface PowerShellFrame {
  readonly name: string;
  readonly parameters: null;
  readonly place: string;
  readonly placeOpen: boolean;
}

const MAX_FUNCTION = 300;
const COMMA = /[,，、]/;
const FUNCTION = /^(?:<[\p{L}][^<>\s]{0,40}>|[\p{L}_])[^\s()[\]`'";{}]{0,300}$/u;
const PATH = /^<[^<>]{1,60}>\s*$|[\\/]|\.ps\w?1?\s*$|^\S+\.\w{1,5}\s*$/;
const LINE_NUMBER =
  /^[:：]\s*(?:[^\s\d:：,]{1,12}\s{0,3})?\d{1,9}(?:\s?[^\s\d:：,.-]{1,2})?(?=$|\s*[-–,(<]|\s+\d)/;
const MAX_COLONS = 12;

/**
 * Reads a PowerShell frame after its word: a function or `<ScriptBlock>`, a comma, a path, `: line N`, perhaps a date.
 * `open`: it begins like one and the line ends; `null`: it is none.
 */
export function readPowerShellFrame(line: string, start: number): PowerShellFrame | 'open' | null {
  const head = line.slice(start, start + MAX_FUNCTION + 1);
  const comma = head.search(COMMA);
  if (comma <= 0) return null;
  const name = head.slice(0, comma);
  if (!FUNCTION.test(name)) return null;
  const rest = line.slice(start + comma + 1).trim();
  const colon = colonBeforeLine(rest);
  if (colon === null) return isOpenPath(rest, name) ? 'open' : null;
  if (!PATH.test(rest.slice(0, colon).slice(-400).trim())) return null;
  return { name, parameters: null, place: rest, placeOpen: false };
}

function colonBeforeLine(rest: string): number | null {
  let seen = 0;
  for (let i = 0; i < rest.length && seen < MAX_COLONS; i += 1) {
    const char = rest[i];
    if (char !== ':' && char !== '：') continue;
    seen += 1;
    if (LINE_NUMBER.test(rest.slice(i, i + 60))) return i;
  }
  return null;
}

/** The function is named like one and nothing but the beginning of a path follows: a wrapped text may go on. */
function isOpenPath(rest: string, name: string): boolean {
  const likelyFunction = name.startsWith('<') || /^\p{L}+-\p{L}/u.test(name);
  return likelyFunction && (rest === '' || /^(?:[A-Za-z]:[\\/]|<|\\\\|\/)/.test(rest));
}
