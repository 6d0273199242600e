/**
 * Pictures of the lab's page while two people look at a request, taken from the real lab: bot, PowerShell and simulated cluster.
 * Usage: npm run page-screens -- FOLDER [all]
 * `all` adds every width from 360 to 1920 px, light and dark, to look at.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const PATIENCE_MS = 600_000;
const SHOWN = [
  { name: 'wide', width: 1280, height: 840, theme: 'light', isPanelOpen: true },
  { name: 'narrow', width: 390, height: 800, theme: 'dark', isPanelOpen: false },
];
const LOOKED_AT = [360, 768, 1280, 1920].flatMap((width) =>
  ['light', 'dark'].flatMap((theme) =>
    [true, false].map((isPanelOpen) => ({
      name: `all-${width}-${theme}${isPanelOpen ? '-panel' : ''}`,
      width,
      height: width < 700 ? 740 : 900,
      theme,
      isPanelOpen,
    })),
  ),
);

/** Starts the built lab on free ports. Resolves to the page's address and how to stop it. */
async function startLab(folder) {
  const config = join(folder, 'lab.yaml');
  writeFileSync(config, 'lab: true\nlogLevel: error\nserver: { port: 0 }\nsimulation: { channelPort: 0 }\n');
  const child = spawn(
    process.execPath,
    ['dist/main.js', '--config', config, '--data', join(folder, 'data')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((done) => child.once('close', done));
  const url = await new Promise((found, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      const address = /Open (http:\S+)/.exec(line)?.[1];
      if (address) found(address);
    });
    ended.then((code) => failed(new Error(`The lab ended with code ${code} before it listened.`)));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What has happened when the pictures are taken: a request, somebody who may not vote, and talk in the thread. */
async function play(page, url) {
  const feed = page.getByRole('feed');
  const become = async (name) => {
    await page.getByRole('radio', { name }).check({ force: true });
    await page.getByText(`you are ${name}`).waitFor({ state: 'attached' });
  };
  const reply = async (text) => {
    await feed.getByRole('button', { name: 'Reply' }).last().click();
    await feed.getByRole('textbox', { name: 'Reply' }).fill(text);
    await feed.getByRole('button', { name: '@Incident Bot' }).click();
    await page.getByRole('textbox', { name: 'Reply' }).press('Enter');
    await feed.getByText(text).last().waitFor();
  };
  await page.goto(`${url}/#person=asker`);
  await feed.getByRole('button', { name: 'Approve', exact: true }).first().waitFor();
  await reply('That session is Max Bauer’s. I called him: he forgot it, and agrees.');
  await feed.getByRole('checkbox', { name: /the owner agrees/ }).check();
  await feed.getByRole('button', { name: 'Approve', exact: true }).click();
  await feed.locator('.notice').first().waitFor();
  await become('Ana Ribeiro');
}

async function takePicture(page, { name, width, height, theme, isPanelOpen }, folder) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
  const panel = page.getByRole('complementary', { name: 'Lab panel' });
  if ((await panel.isVisible()) !== isPanelOpen) await page.locator('#panel-toggle').click();
  await page
    .locator('.message .card')
    .first()
    .evaluate((card) => card.scrollIntoView({ block: 'start' }));
  await page.mouse.move(0, 0);
  await page.evaluate(() => globalThis.document.activeElement?.blur());
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function main([folder, which]) {
  if (!folder) throw new Error('Name the folder for the pictures: npm run page-screens -- FOLDER [all]');
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(tmpdir(), 'page-screens-'));
  const lab = await startLab(own);
  const executablePath = process.env.CHROMIUM ?? (await sparticuz.executablePath());
  const args = ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, headless: true, args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await play(page, lab.url);
    const windows = which === 'all' ? [...SHOWN, ...LOOKED_AT] : SHOWN;
    for (const window of windows) await takePicture(page, window, folder);
    console.log(`${windows.length} pictures in ${resolve(folder)}`);
  } finally {
    await browser.close();
    await lab.stop();
    rmSync(own, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
