import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ScenarioPanel } from '../../../src/lab/channel/page-state';
import { startBotFrameworkClient } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { activitiesOf, cardActivity, startEchoBot } from './echo-bot';
import type { EchoBot } from './echo-bot';
import { incidentCard } from './incident-card';

/** The widths at which the page is looked at, in px, with a height and the system's preferred colours. */
export const WINDOWS = [
  [360, 740, 'light'],
  [768, 1000, 'dark'],
  [1280, 800, 'light'],
  [1920, 1080, 'dark'],
] as const;

/** The page in a real browser, with a bot that answers `check` with a card and anything else with text. */
export interface PageBench {
  readonly page: Page;
  readonly bot: EchoBot;
  readonly client: BotFrameworkClient;
  readonly url: string;
  /** Errors of the page's scripts, refused styles, and requests to elsewhere. */
  readonly complaints: readonly string[];
  open(person: string): Promise<void>;
  sayCheck(): Promise<void>;
  become(name: string): Promise<void>;
  picture(name: string): Promise<void>;
  /** How many px the page is wider than its window. */
  overflow(): Promise<unknown>;
  close(): Promise<void>;
}

export async function openPageBench(browser: Browser, extras: ScenarioPanel): Promise<PageBench> {
  const bot = await startEchoBot();
  const client = await startBotFrameworkClient(bot.endpoint(), { page: true, extras });
  const { url } = client.channel.addresses();
  bot.connect(client.channel.addresses());
  bot.onMessage = async ({ conversation, text }) => {
    const help = { type: 'message', text: '**Commands**\n\n- `check`\n- `status`' };
    const answer = text?.includes('check') ? cardActivity(incidentCard()) : help;
    await bot.call('POST', activitiesOf(conversation.id), answer);
  };
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (entry) => entry.type() === 'error' && complaints.push(entry.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (sent) => !sent.url().startsWith(url) && complaints.push(`asked for ${sent.url()}`));
  const kept = process.env['LAB_PAGE_PICTURES'];
  const pictures = kept ?? mkdtempSync(join(tmpdir(), 'lab-page-'));

  return {
    ...{ page, bot, client, url, complaints },
    open: async (person) => void (await page.goto(`${url}/#person=${person}`)),
    sayCheck: async () => {
      await page.getByLabel('New post').fill('check hci-lab');
      await page.keyboard.press('Enter');
      await page
        .getByRole('feed')
        .getByText('The orchestrator crashes about once a minute')
        .first()
        .waitFor();
    },
    become: async (name) => {
      await page.getByRole('radio', { name }).check({ force: true });
      await page.getByText(`you are ${name}`).waitFor({ state: 'attached' });
    },
    picture: async (name) => void (await page.screenshot({ path: join(pictures, `${name}.png`) })),
    overflow: () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    close: async () => {
      await context.close();
      await client.stop();
      await bot.stop();
      if (kept === undefined) rmSync(pictures, { recursive: true, force: true });
    },
  };
}
