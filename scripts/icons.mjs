/** Draws the app's icons anew after a change of their SVG: node scripts/icons.mjs */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const folder = join(import.meta.dirname, '..', 'manifest');
/** Name and side in pixels, as Teams demands them. */
const ICONS = { color: 192, outline: 32 };

const executablePath = process.env.CHROMIUM ?? (await sparticuz.executablePath());
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-zygote'],
});
try {
  const page = await browser.newPage();
  for (const [name, side] of Object.entries(ICONS)) {
    await page.setViewportSize({ width: side, height: side });
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
  }
} finally {
  await browser.close();
}
