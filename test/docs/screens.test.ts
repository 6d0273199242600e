import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, 'docs', 'screens');
const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));
const sheet = readFileSync(path.join(folder, 'README.md'), 'utf8');
const shown = [...sheet.matchAll(/<img src="([^"]+)"/g)].map(([, file = '']) => file);

test('the contact sheet shows every picture once, and only pictures that are there', () => {
  expect(shown.toSorted()).toEqual(pictures.toSorted());
});

test('every card is there light and dark, wide and narrow, and is still a golden card', () => {
  const names = [...new Set(pictures.map((file) => file.replace(/-(wide|narrow)-(light|dark)\.png$/u, '')))];
  for (const name of names) {
    expect(existsSync(path.join(root, 'test', 'golden', `${name}.json`))).toBe(true);
    for (const words of ['wide-light', 'wide-dark', 'narrow-light', 'narrow-dark'])
      expect(pictures).toContain(`${name}-${words}.png`);
  }
});

test('all pictures together stay below 4 MB', () => {
  const bytes = pictures.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(4 * 1024 * 1024);
});

test('the pictures that README.md shows are there', () => {
  const files = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/<img src="([^"]+)"/g)];
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const [, file = ''] of files) expect(existsSync(path.join(root, file))).toBe(true);
});
