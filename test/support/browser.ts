import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/**
 * A real Chromium, unpacked into the temporary folder on first use (`CHROMIUM` names another one to use). Its recommended
 * flags switch off the web's own security, which the page's tests are about, so only what a container needs is taken.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? (await sparticuz.executablePath());
  const args = [
    '--no-sandbox',
    '--no-zygote',
    '--disable-dev-shm-usage',
    '--disable-gpu',
    '--font-render-hinting=none',
  ];
  return chromium.launch({ executablePath, headless: true, args });
}
