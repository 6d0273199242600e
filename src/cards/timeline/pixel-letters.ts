import { paint } from './pixels';
import type { Pixels } from './pixels';

/** Five columns by seven rows, one row per word; what rung numbers and times of day need. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': '.###. #...# #..## #.#.# ##..# #...# .###.',
  '1': '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '2': '.###. #...# ....# ...#. ..#.. .#... #####',
  '3': '.###. #...# ....# ..##. ....# #...# .###.',
  '4': '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '5': '##### #.... ####. ....# ....# #...# .###.',
  '6': '..##. .#... #.... ####. #...# #...# .###.',
  '7': '##### ....# ...#. ..#.. .#... .#... .#...',
  '8': '.###. #...# #...# .###. #...# #...# .###.',
  '9': '.###. #...# #...# .#### ....# ...#. .##..',
  ':': '..... ..#.. ..#.. ..... ..#.. ..#.. .....',
  a: '..... ..... .###. ....# .#### #...# .####',
  b: '#.... #.... ####. #...# #...# #...# ####.',
  R: '####. #...# #...# ####. #.#.. #..#. #...#',
  '?': '.###. #...# ....# ...#. ..#.. ..... ..#..',
};

const COLUMNS = 5;
const ROWS = 7;

/** Width of a text in pixels, drawn `scale` times as large. */
export function textWidth(text: string, scale: number): number {
  return text.length * (COLUMNS + 1) * scale - scale;
}

/** Draws a text with its top left corner at `x`, `y`; a character without a letter becomes a question mark. */
export function drawText(
  pixels: Pixels,
  text: string,
  x: number,
  y: number,
  scale: number,
  colour: number,
): void {
  [...text].forEach((character, index) => {
    const rows = (LETTERS[character] ?? LETTERS['?'] ?? '').split(' ');
    const left = x + index * (COLUMNS + 1) * scale;
    const isSet = (atX: number, atY: number): boolean =>
      rows[Math.floor((atY - y) / scale)]?.[Math.floor((atX - left) / scale)] === '#';
    paint(pixels, { x: left, y, w: COLUMNS * scale, h: ROWS * scale }, colour, isSet);
  });
}
