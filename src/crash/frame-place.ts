import { isFrameWord } from './frame-word';

export interface FrameTail {
  readonly place: string | null;
  readonly placeOpen: boolean;
}

const NO_PLACE: FrameTail = { place: null, placeOpen: false };
/** An absolute path, or a drive that was cut off it at the edge of a console. */
const PATH_START = /^(?:[A-Za-z]:[\\/]|\/|\\\\|\(|<(?!\w*>[.$])|file:|[A-Z]:?$)/;
const PATH = /[\\/]|\.\w{1,8}\)?\s?[:：]|^</;
const ENDS_WITH_LINE = /[:：][^:：\\/]{0,16}\d\s?\S{0,2}$/;
const NATIVE_OFFSET = /^\s*\+\s?0x[0-9a-fA-F]{1,16}$/;

/**
 * Reads what follows the parameter list of a frame: nothing, `+MoveNext()` of an iterator, the `<---` that ends an inner
 * exception, a place (` in C:\x.cs:line 7` in any language). `null`: something else, so the line is no frame.
 */
export function readFrameTail(text: string): FrameTail | null {
  if (text === '') return NO_PLACE;
  const rest = text.replace(/^\+\w{1,40}\(\)/, '').trimEnd();
  const bare = withoutEndMarks(rest);
  if (bare.trim() === '' || NATIVE_OFFSET.test(bare)) return NO_PLACE;
  if (!/^\s/.test(bare)) return null;
  return readPlace(bare.trim());
}

function withoutEndMarks(text: string): string {
  let rest = text;
  while (rest.endsWith('<---')) rest = rest.slice(0, -4).trimEnd();
  return rest;
}

/** Whether a text starts with an absolute path, whole or cut. */
export function startsPath(text: string): boolean {
  return PATH_START.test(text);
}

/** A place: mostly one word, then a path, mostly a line number. */
function readPlace(text: string): FrameTail | null {
  for (const { path, word } of placeSplits(text)) {
    if (word !== '' && !word.split(/\s+/).every(isFrameWord)) continue;
    if (path === '') return /[:：]$/.test(word) ? null : { place: text, placeOpen: true };
    const numbered = ENDS_WITH_LINE.test(path.slice(-40)) && PATH.test(path);
    if (numbered && (word !== '' || startsPath(path))) return { place: text, placeOpen: false };
    if (startsPath(path)) return { place: text, placeOpen: true };
  }
  return null;
}

/** No, one or two words stand before the path (two: a no-break space of a wrong code page is in the word). */
function placeSplits(text: string): { word: string; path: string }[] {
  const splits = startsPath(text) ? [{ word: '', path: text }] : [];
  for (const words of [/^(\S{1,24})(?:\s+|$)/, /^(\S{1,24}\u00a0\S{1,24})\s+/]) {
    const found = words.exec(text);
    if (found !== null) splits.push({ word: found[1] ?? '', path: text.slice(found[0].length) });
  }
  return splits;
}
