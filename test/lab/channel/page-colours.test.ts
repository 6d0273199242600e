import { readFileSync } from 'node:fs';
import { PAGE_FILES } from '../../../src/lab/channel/page-files';

/** WCAG 2.2, 1.4.3: text of normal size. */
const LEAST_CONTRAST = 4.5;

const css = readFileSync(PAGE_FILES['/colours.css'] ?? '', 'utf8');

/** The custom properties of a theme; dark only says what differs from light. */
function coloursOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const [light = '', dark = ''] = css.split("[data-theme='dark'] {");
  const text = theme === 'light' ? light : light + (dark.split('}')[0] ?? '');
  return new Map(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{3,8});/g)].map((one) => [one[1] ?? '', one[2] ?? '']),
  );
}

function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((one) => one + one).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((from) => {
    const part = Number.parseInt(digits.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('the colours of the page, %s', (theme) => {
  const colours = coloursOf(theme);
  it.each([
    ['text', 'surface'],
    ['text', 'page'],
    ['text', 'brand-soft'],
    ['text', 'card-attention'],
    ['text-2', 'surface'],
    ['text-2', 'surface-2'],
    ['text-2', 'rail'],
    ['text-2', 'page'],
    ['text-2', 'brand-soft'],
    ['text-2', 'card-emphasis'],
    ['text-3', 'surface'],
    ['text-3', 'surface-2'],
    ['text-3', 'code'],
    ['accent-text', 'surface'],
    ['accent-text', 'brand-soft'],
    ['good', 'surface'],
    ['good', 'card-good'],
    ['warning', 'card-warning'],
    ['attention', 'surface'],
    ['attention', 'card-attention'],
    ['lab-text', 'lab'],
    ['surface', 'brand-strong'],
  ])('%s can be read on %s', (text, ground) => {
    expect(colours.has(text) && colours.has(ground)).toBe(true);
    expect(contrast(colours.get(text) ?? '', colours.get(ground) ?? '')).toBeGreaterThanOrEqual(
      LEAST_CONTRAST,
    );
  });
});
