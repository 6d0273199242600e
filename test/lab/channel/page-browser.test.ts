import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { INCIDENT_CHANNEL, personByKey } from '../../../src/lab/channel/people';
import { startBotFrameworkClient } from '../../support/bot-framework-client';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { openBrowser } from '../../support/browser';
import { activitiesOf, cardActivity, startEchoBot } from './echo-bot';
import type { EchoBot } from './echo-bot';
import { incidentCard } from './incident-card';

const CARD = 'application/vnd.microsoft.card.adaptive';
const approver = personByKey('approver1');

describe('the page in a real browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let bot: EchoBot;
  let client: BotFrameworkClient;
  let url: string;
  let complaints: string[];
  const pictures = process.env['LAB_PAGE_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'lab-page-'));

  beforeAll(async () => {
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    bot = await startEchoBot();
    client = await startBotFrameworkClient(bot.endpoint(), { page: true, extras });
    url = client.channel.addresses().url;
    bot.connect(client.channel.addresses());
    bot.onMessage = async ({ conversation, text }) => {
      if (text?.includes('check'))
        await bot.call('POST', activitiesOf(conversation.id), cardActivity(incidentCard()));
      else
        await bot.call('POST', activitiesOf(conversation.id), {
          type: 'message',
          text: '**Commands**\n\n- `check`\n- `status`',
        });
    };
    bot.onInvoke = () => ({
      status: 200,
      body: {
        statusCode: 200,
        type: CARD,
        value: incidentCard({ voted: 'Ana Ribeiro', refreshFor: [approver.id] }),
      },
    });
    complaints = [];
    context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
    page = await context.newPage();
    page.on('console', (entry) => entry.type() === 'error' && complaints.push(entry.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (sent) => !sent.url().startsWith(url) && complaints.push(`asked for ${sent.url()}`));
  });
  afterEach(async () => {
    await context.close();
    await client.stop();
    await bot.stop();
  });

  const open = (person: string) => page.goto(`${url}/#person=${person}`);
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const sayCheck = async () => {
    await page.getByLabel('New post').fill('check hci-lab');
    await page.keyboard.press('Enter');
    await page.getByText('The orchestrator crashes about once a minute').first().waitFor();
  };
  const become = async (name: string) => {
    await page.getByRole('radio', { name }).check({ force: true });
    await page.getByText(`you are ${name}`).waitFor();
  };
  const overflow = () =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it('lets one person ask and another click, each with an own view', async () => {
    await open('asker');
    await page.getByText('No messages yet').waitFor();
    await picture('empty-1600');
    await sayCheck();
    expect(bot.received[0]).toMatchObject({
      from: { id: personByKey('asker').id },
      text: '<at>Incident Bot</at> check hci-lab',
    });
    await picture('asker-1600');

    await become('Ana Ribeiro');
    await page.getByLabel('Reason').fill('crash loop confirmed');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('You have voted').first().waitFor();
    expect(bot.received.at(-1)).toMatchObject({
      type: 'invoke',
      from: { aadObjectId: approver.aadObjectId },
      value: {
        trigger: 'manual',
        action: { verb: 'approve', data: { request: 'r-1', reason: 'crash loop confirmed' } },
      },
    });
    await page.getByText('Only you see this view').waitFor();
    await picture('approver-1600');

    await become('Ben Okafor');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await page.getByText('You have voted').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('refreshes by itself the card that names the person, and nobody else', async () => {
    const card = cardActivity(incidentCard({ refreshFor: [approver.id] }));
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), card);
    await open('asker');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(bot.received).toEqual([]);
    await become('Ana Ribeiro');
    await page.getByText('You have voted').first().waitFor();
    expect(bot.received).toMatchObject([{ type: 'invoke', value: { trigger: 'automatic' } }]);
  });

  it('shows a private answer to its person only, and that the bot is gone', async () => {
    bot.onInvoke = () => ({
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'You are not an approver.',
      },
    });
    await open('asker');
    await sayCheck();
    await become('Leo Tan');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.notice', { hasText: 'You are not an approver.' }).waitFor();
    await page.locator('.toast', { hasText: 'You are not an approver.' }).waitFor();
    await picture('notice-1600');
    await become('Omar Haddad');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await page.locator('.notice, .toast').count()).toBe(0);

    await bot.stop();
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('status');
    await page.keyboard.press('Enter');
    await page.getByText('The bot cannot be reached. Messages').waitFor();
    await page.locator('.notice.error').waitFor();
    await picture('gone-1600');
  });

  it.each([
    [360, 740, 'light'],
    [768, 1000, 'dark'],
    [1920, 1080, 'dark'],
  ] as const)('fits %i px without sideways scrolling', async (width, height, theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    await open('asker');
    await sayCheck();
    await picture(`check-${width}`);
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: /Crash loop, two nodes/ }).click();
    await page.getByLabel('Scenario', { exact: true }).waitFor();
    await picture(`panel-${width}`);
    expect(await overflow()).toBe(0);
    await page.getByRole('navigation').getByRole('button', { name: 'Incident Bot' }).click();
    await page.getByLabel('New message').fill('help');
    await page.keyboard.press('Enter');
    await page.getByText('Commands').waitFor();
    await picture(`chat-${width}`);
    expect(await overflow()).toBe(0);
  });

  it('works with the keyboard alone', async () => {
    await open('asker');
    await page.getByText('No messages yet').waitFor();
    await page.getByRole('radio', { name: 'Omar Haddad' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('you are Ana Ribeiro, approver').waitFor();
    await page.getByLabel('New post').focus();
    await page.keyboard.type('check');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Approve' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('You have voted').first().waitFor();
    expect(await page.evaluate('document.activeElement.className')).toContain('message');
    expect(bot.received.map((activity) => activity.from.name)).toEqual(['Ana Ribeiro', 'Ana Ribeiro']);
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) <script>alert(1)</script>';
    const card = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: `card ${hostile}`, wrap: true }],
    };
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(card));
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), { type: 'message', text: `text ${hostile}` });
    const plain = { type: 'message', textFormat: 'plain', text: '**plain** stays' };
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), plain);
    await client.as('asker').inChannel().say(hostile, { mention: false });
    await open('asker');
    await page.locator('.message').nth(3).waitFor();
    expect(
      await page.locator('#messages img, #messages script, #messages a[href^="javascript"]').count(),
    ).toBe(0);
    expect(await page.locator('#messages').innerText()).toContain('card <img src=x onerror=alert(1)>');
    expect(await page.getByText('**plain** stays').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  const extras = {
    getScenarios: () => [
      {
        name: 'loop',
        title: 'Crash loop, two nodes',
        note: 'Ends when the right monitoring session is stopped.',
      },
      { name: 'healthy', title: 'Healthy cluster' },
    ],
    current: () => 'loop',
    switchScenario: async () => undefined,
    getFaults: () => [{ name: 'down', title: 'Node 2 becomes unreachable' }],
    injectFault: async () => undefined,
  };
});
