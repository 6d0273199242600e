/**
 * Pictures of the golden cards, drawn by the lab's page with the official renderer: light and dark, wide (a desktop) and narrow (a phone).
 * Usage: npm run screens                               the cards of scripts/screens-list.mjs, with their contact sheet, into docs/screens
 *        node scripts/screens.mjs FOLDER [part of a name]   every golden card whose name holds the part, into another folder
 * CHROMIUM names a browser; without it the one of @sparticuz/chromium is used.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { zlibSync } from 'fflate';
import { crc32 } from 'node:zlib';
import { chromium } from 'playwright-core';
import './typescript-sources.mjs';
import { CONTACT_SHEET } from './screens-list.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { refusalWords } = require('../src/commands/refusal-words.ts');
const GOLDEN = join(root, 'test', 'golden');
const SHEET_FOLDER = join(root, 'docs', 'screens');
const PAGE_FOLDER = join(root, 'src', 'lab', 'page');
const RENDERER = dirname(require.resolve('adaptivecards/dist/adaptivecards.min.js'));

const THEMES = ['light', 'dark'];
/** CSS pixels. Teams shows a full-width card about 800 wide in a channel, and about 340 on a phone. */
const WIDTHS = { wide: 800, narrow: 340 };
const SCALE = 1;
/** Keeps a picture at about 40 KB. */
const MOST_COLOURS = 28;
const ORIGIN = 'http://screens.invalid/';

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="colours.css"><link rel="stylesheet" href="base.css"><link rel="stylesheet" href="cards.css">
<style>html, body { display: block; height: auto; overflow: visible; padding: 4px; background: var(--page) }</style>
<script src="vendor/adaptivecards.js"></script><script src="vendor/markdown-it.js"></script>
<script type="module">import { drawCard } from './cards.js'; globalThis.drawCard = drawCard;</script><main></main>`;

const FILES = {
  '': { body: PAGE, contentType: 'text/html' },
  'vendor/adaptivecards.js': { path: join(RENDERER, 'adaptivecards.min.js') },
  'vendor/markdown-it.js': { path: require.resolve('markdown-it/browser') },
};

/** The lab's page has no server here: every address is answered from its folder. */
async function answer(route) {
  const name = route.request().url().slice(ORIGIN.length);
  await route.fulfill(FILES[name] ?? { path: join(PAGE_FOLDER, name.replaceAll('/', '')) });
}

/** Runs in the page. */
async function show({ card, theme }) {
  globalThis.document.documentElement.dataset.theme = theme;
  globalThis.document.querySelector('main').replaceChildren(globalThis.drawCard(card, () => {}));
  await Promise.all([...globalThis.document.images].map((image) => image.decode()));
}

/** Runs in the page: the screenshot in `most` colours: half are the most frequent, half those that would be missed most. */
async function reduceColours({ address, most }) {
  const image = new globalThis.Image();
  image.src = address;
  await image.decode();
  const canvas = new globalThis.OffscreenCanvas(image.width, image.height);
  const drawing = canvas.getContext('2d');
  drawing.drawImage(image, 0, 0);
  const { data } = drawing.getImageData(0, 0, image.width, image.height);
  const keyOf = (at) => (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) counts.set(keyOf(at), (counts.get(keyOf(at)) ?? 0) + 1);
  const colours = [...counts].sort((one, other) => other[1] - one[1]).map(([key]) => key);
  const parts = (key) => [key >> 16, (key >> 8) & 255, key & 255];
  const distance = (one, other) =>
    parts(one).reduce((sum, part, at) => sum + (part - parts(other)[at]) ** 2, 0);
  const palette = colours.slice(0, most / 2);
  const lost = new Map(colours.slice(0, 3000).map((key) => [key, Infinity]));
  const without = (added) => {
    for (const [key, before] of lost) lost.set(key, Math.min(before, distance(key, added)));
  };
  palette.forEach(without);
  while (palette.length < Math.min(most, colours.length)) {
    const weight = (key) => lost.get(key) * Math.sqrt(counts.get(key));
    const worst = [...lost.keys()].reduce((one, other) => (weight(other) > weight(one) ? other : one));
    palette.push(worst);
    without(worst);
  }
  const places = new Map(
    colours.map((key) => {
      const best = palette.reduce((near, other) =>
        distance(key, other) < distance(key, near) ? other : near,
      );
      return [key, palette.indexOf(best)];
    }),
  );
  let text = '';
  for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(places.get(keyOf(at)));
  return {
    width: image.width,
    height: image.height,
    palette: palette.flatMap(parts),
    pixels: globalThis.btoa(text),
  };
}

function pngOf({ width, height, palette, pixels }) {
  const indices = Buffer.from(pixels, 'base64');
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) indices.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', Buffer.from(zlibSync(rows, { level: 9 }))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

async function takePictures(page, name, folder) {
  const { card } = JSON.parse(readFileSync(join(GOLDEN, `${name}.json`), 'utf8'));
  for (const [word, width] of Object.entries(WIDTHS))
    for (const theme of THEMES) {
      await page.setViewportSize({ width, height: 200 });
      await page.evaluate(show, { card, theme });
      const taken = await page.screenshot({ fullPage: true });
      const reduced = await page.evaluate(reduceColours, {
        address: `data:image/png;base64,${taken.toString('base64')}`,
        most: MOST_COLOURS,
      });
      writeFileSync(join(folder, `${name}-${word}-${theme}.png`), pngOf(reduced));
    }
}

async function takeAll(names, folder) {
  const executablePath = process.env.CHROMIUM ?? (await sparticuz.executablePath());
  const args = ['--no-sandbox', '--disable-gpu', '--no-zygote'];
  const browser = await chromium.launch({ executablePath, headless: true, args });
  try {
    const page = await browser.newPage({ deviceScaleFactor: SCALE });
    page.on('pageerror', (error) => console.error(error.message));
    await page.route(`${ORIGIN}**`, answer);
    await page.goto(ORIGIN);
    for (const name of names) await takePictures(page, name, folder);
  } finally {
    await browser.close();
  }
}

function contactSheet() {
  const picture = (name, words, width) =>
    `<img src="${name}-${words}.png" width="${width}" alt="${name}, ${words}">`;
  const sections = CONTACT_SHEET.map(({ title, text, cards }) => {
    const rows = cards.map(({ name, caption, refusal }) =>
      [
        `### ${caption}`,
        ...(refusal ? [`What a wrong one is answered: "${refusalWords(refusal)}"`] : []),
        `${picture(name, 'wide-light', 520)} ${picture(name, 'narrow-light', 220)}`,
        `${picture(name, 'wide-dark', 520)} ${picture(name, 'narrow-dark', 220)}`,
      ].join('\n\n'),
    );
    return [`## ${title}`, text, ...rows].join('\n\n');
  });
  const intro =
    'Every picture is a golden card of the tests ([test/golden](../../test/golden)), drawn by the page of the lab with the official renderer of Adaptive Cards: wide as on a desktop, narrow as on a phone, light and dark. `npm run screens` draws them anew.';
  return `# What the cards look like\n\n${intro}\n\n${sections.join('\n\n')}\n`;
}

async function main([folder, part = '']) {
  if (folder) {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(GOLDEN)
      .filter((file) => file.includes(part))
      .map((file) => file.replace(/\.json$/u, ''));
    await takeAll(names, folder);
    console.log(`${names.length} cards drawn into ${resolve(folder)}`);
    return;
  }
  rmSync(SHEET_FOLDER, { recursive: true, force: true });
  mkdirSync(SHEET_FOLDER, { recursive: true });
  const names = CONTACT_SHEET.flatMap(({ cards }) => cards.map(({ name }) => name));
  await takeAll(names, SHEET_FOLDER);
  writeFileSync(join(SHEET_FOLDER, 'README.md'), contactSheet());
  console.log(`${names.length} cards drawn into ${SHEET_FOLDER}`);
}

await main(process.argv.slice(2));
