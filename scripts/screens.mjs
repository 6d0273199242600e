/**
 * Pictures of every golden card, as the official renderer draws it, at the width of a phone and of a desktop.
 * Usage: npm run screens -- FOLDER [part of a name]
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const WIDTHS = [360, 800];

const CONTAINER = (background, border) => ({ backgroundColor: background, borderColor: border });
/** Close to the colours and sizes Teams uses. */
const HOST_CONFIG = {
  fontFamily: 'Segoe UI, Open Sans, Helvetica, Arial, sans-serif',
  supportsInteractivity: true,
  spacing: { small: 6, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 12 },
  separator: { lineThickness: 1, lineColor: '#D1D1D1' },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  containerStyles: {
    default: CONTAINER('#FFFFFF'),
    emphasis: CONTAINER('#F3F2F1'),
    good: CONTAINER('#E7F2DA'),
    attention: CONTAINER('#FCEAEA'),
    warning: CONTAINER('#FBF2D9'),
    accent: CONTAINER('#E8EBFA'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};

const PAGE = `<!doctype html><meta charset="utf-8"><style>
body { margin: 12px; font: 14px 'Segoe UI', 'Open Sans', sans-serif; background: #f5f5f5 }
#card { background: #fff; border: 1px solid #d1d1d1; border-radius: 6px; padding: 4px }
.ac-pushButton { padding: 5px 12px; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; font: 600 14px 'Open Sans', sans-serif }
.ac-actionSet { flex-wrap: wrap; gap: 6px }
.ac-richTextBlock { overflow-wrap: anywhere }
table, td, th { border-collapse: collapse }
</style><div id="card"></div>`;

/** Runs in the page. Folded parts are opened when asked for. */
function drawCard({ card, hostConfig, open }) {
  const { AdaptiveCards, markdownit } = globalThis;
  const markdown = markdownit({ html: false, linkify: true });
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text);
    result.didProcess = true;
  };
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  shown.parse(
    open ? JSON.parse(JSON.stringify(card).replaceAll('"isVisible":false', '"isVisible":true')) : card,
  );
  const place = globalThis.document.getElementById('card');
  place.replaceChildren(shown.render());
}

async function takePicture(page, name, card, width, open, folder) {
  await page.setViewportSize({ width, height: 600 });
  await page.evaluate(drawCard, { card, hostConfig: HOST_CONFIG, open });
  const file = join(folder, `${name}-${width}${open ? '-open' : ''}.png`);
  await page.screenshot({ path: file, fullPage: true });
}

async function main([folder, part = '']) {
  if (!folder)
    throw new Error('Name the folder for the pictures: npm run screens -- FOLDER [part of a name]');
  mkdirSync(folder, { recursive: true });
  const golden = join(root, 'test', 'golden');
  const names = readdirSync(golden)
    .filter((file) => file.includes(part))
    .map((file) => file.replace(/\.json$/u, ''));
  const executablePath = process.env.CHROMIUM ?? (await sparticuz.executablePath());
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-zygote'],
  });
  try {
    const page = await browser.newPage();
    await page.setContent(PAGE);
    await page.addScriptTag({ path: join(root, 'node_modules/adaptivecards/dist/adaptivecards.min.js') });
    await page.addScriptTag({
      path: join(root, 'node_modules/markdown-it/dist/browser/markdown-it.umd.min.js'),
    });
    for (const name of names) {
      const { card } = JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'));
      for (const width of WIDTHS) await takePicture(page, name, card, width, false, folder);
      await takePicture(page, name, card, 800, true, folder);
    }
    console.log(`${names.length} cards drawn into ${resolve(folder)}`);
  } finally {
    await browser.close();
  }
}

await main(process.argv.slice(2));
