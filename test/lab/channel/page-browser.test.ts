import type { Browser, Page } from 'playwright-core';
import { INCIDENT_CHANNEL, personByKey } from '../../../src/lab/channel/people';
import { createScenarioPanel } from '../../../src/lab/scenario-panel';
import { openBrowser } from '../../support/browser';
import { beginCluster } from './begun-cluster';
import type { BegunCluster } from './begun-cluster';
import { activitiesOf, cardActivity } from './echo-bot';
import type { EchoBot } from './echo-bot';
import { incidentCard } from './incident-card';
import { openPageBench, WINDOWS } from './page-bench';
import type { PageBench } from './page-bench';

const CARD = 'application/vnd.microsoft.card.adaptive';
const approver = personByKey('approver1');

/** In the page: what has the focus, and whether an outline shows it, on the control itself or on what stands for it. */
const WHERE_THE_KEYBOARD_IS = `(() => {
  const one = document.activeElement;
  const name = one === document.body ? 'the end' : (one.ariaLabel ?? one.textContent.trim());
  const shown = [one, one.closest('label'), one.closest('form')].filter(Boolean);
  return { name, isSeen: shown.some((node) => getComputedStyle(node).outlineStyle !== 'none') };
})()`;

describe('the page in a real browser', () => {
  let browser: Browser;
  let begun: BegunCluster;
  let bench: PageBench;
  let page: Page;
  let bot: EchoBot;

  beforeAll(async () => {
    browser = await openBrowser();
    begun = beginCluster('monitoring-session', Date.now());
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    begun.close();
  });

  beforeEach(async () => {
    bench = await openPageBench(
      browser,
      createScenarioPanel(begun.cluster, () => 0),
    );
    ({ page, bot } = bench);
    bot.onInvoke = () => ({
      status: 200,
      body: {
        statusCode: 200,
        type: CARD,
        value: incidentCard({ voted: 'Ana Ribeiro', refreshFor: [approver.id] }),
      },
    });
  });
  afterEach(() => bench.close());

  it('lets one person ask and another click, each with an own view', async () => {
    await bench.open('asker');
    await page.getByText('No messages yet').waitFor();
    await bench.picture('empty-1600');
    await bench.sayCheck();
    expect(bot.received[0]).toMatchObject({
      from: { id: personByKey('asker').id },
      text: '<at>Incident Bot</at> check hci-lab\n',
    });
    await bench.picture('asker-1600');

    await bench.become('Ana Ribeiro');
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
    await bench.picture('approver-1600');

    await bench.become('Ben Okafor');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await page.getByText('You have voted').count()).toBe(0);
    expect(bench.complaints).toEqual([]);
  });

  it('refreshes by itself the card that names the person, and nobody else', async () => {
    const card = cardActivity(incidentCard({ refreshFor: [approver.id] }));
    await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), card);
    await bench.open('asker');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(bot.received).toEqual([]);
    await bench.become('Ana Ribeiro');
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
    await bench.open('asker');
    await bench.sayCheck();
    await bench.become('Leo Tan');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.notice', { hasText: 'You are not an approver.' }).waitFor();
    await page.locator('.toast', { hasText: 'You are not an approver.' }).waitFor();
    await bench.picture('notice-1600');
    await bench.become('Omar Haddad');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    expect(await page.locator('.notice, .toast').count()).toBe(0);

    await bot.stop();
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('status');
    await page.keyboard.press('Enter');
    await page.getByText('The bot cannot be reached. Messages').waitFor();
    await page.locator('.notice.error').waitFor();
    await bench.picture('gone-1600');
  });

  it.each(WINDOWS)('fits %i px without sideways scrolling', async (width, height, theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    await bench.open('asker');
    await bench.sayCheck();
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('textbox', { name: 'Reply' }).fill('status');
    await page.keyboard.press('Enter');
    await page.getByRole('feed').getByText('Commands').waitFor();
    await bench.become('Ana Ribeiro');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('You have voted').first().waitFor();
    await bench.become('Ben Okafor');
    await page.getByRole('button', { name: 'See what Ana Ribeiro sees' }).waitFor();
    await bench.picture(`thread-${width}`);
    expect(await bench.overflow()).toBe(0);
    await page.getByRole('navigation').getByRole('button', { name: 'Incident Bot' }).click();
    await page.getByLabel('New message').fill('help');
    await page.keyboard.press('Enter');
    await page.getByRole('feed').getByText('Commands').waitFor();
    await bench.picture(`chat-${width}`);
    expect(await bench.overflow()).toBe(0);
  });

  it('keeps what was entered into a card, and the place of the keyboard, when the bot draws it anew', async () => {
    const post = await bot.call('POST', activitiesOf(INCIDENT_CHANNEL.id), cardActivity(incidentCard()));
    await bench.open('approver1');
    await page.getByLabel('Reason').fill('the owner is');
    await page.keyboard.press('ArrowLeft');
    const { id } = post.body as { id: string };
    const later = { ...incidentCard(), speak: 'drawn anew' };
    await bot.call('PUT', activitiesOf(INCIDENT_CHANNEL.id, id), cardActivity(later));
    await page.getByText('Edited').waitFor();
    await page.keyboard.type('X');
    expect(await page.getByLabel('Reason').inputValue()).toBe('the owner iXs');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('You have voted').first().waitFor();
    expect(bot.received.at(-1)?.value).toMatchObject({ action: { data: { reason: 'the owner iXs' } } });
  });

  it('names its parts and every control for a screen reader, and tells what is new', async () => {
    await bench.open('asker');
    await bench.sayCheck();
    for (const part of ['banner', 'main'] as const) expect(await page.getByRole(part).count()).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Conversations' }).count()).toBe(1);
    expect(await page.getByRole('complementary', { name: 'Lab panel' }).count()).toBe(1);
    expect(await page.getByRole('group', { name: 'You are' }).getByRole('radio').count()).toBe(8);
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['Azure Local incidents']);
    expect(await page.getByRole('article', { name: 'Thread of Omar Haddad' }).count()).toBe(1);
    for (const role of ['button', 'textbox', 'tab', 'tabpanel', 'img', 'progressbar', 'radio'] as const)
      expect(await page.getByRole(role, { name: /\S/ }).count()).toBe(await page.getByRole(role).count());
    expect(await page.getByRole('log', { name: 'News' }).textContent()).toBe(
      'Incident Bot: hci-lab: orchestrator crash loop',
    );
    expect(await page.getByRole('button', { name: '@Incident Bot' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
  });

  it('shows where the keyboard is at every stop, begins with ways around, and goes by threads', async () => {
    await bench.open('asker');
    await bench.sayCheck();
    await page.goto('about:blank');
    await bench.open('asker');
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    const stops: string[] = [];
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate<{ name: string; isSeen: boolean }>(WHERE_THE_KEYBOARD_IS);
      if (found.name === 'the end') continue;
      if (found.name === stops[0]) break;
      expect(found).toEqual({ name: found.name, isSeen: true });
      stops.push(found.name);
    }
    const first = stops.indexOf('Skip to messages');
    const round = [...stops.slice(first), ...stops.slice(0, first)];
    expect(round.slice(0, 3)).toEqual(['Skip to messages', 'Skip to writing', 'Omar Haddad, Operator']);
    expect(round).toEqual(
      expect.arrayContaining(['#Azure Local incidents', 'Approve', 'New post', 'Cluster', 'Reveal']),
    );
    await bench.client.as('viewer').inChannel().say('another thread', { mention: false });
    await page.getByRole('article', { name: 'Thread of Vera Novak' }).waitFor();
    await page.getByRole('article').first().focus();
    await page.keyboard.press('PageDown');
    const focused = 'document.activeElement.getAttribute("aria-label")';
    expect(await page.evaluate(focused)).toBe('Thread of Vera Novak');
    await page.keyboard.press('PageUp');
    expect(await page.evaluate(focused)).toBe('Thread of Omar Haddad');
  });

  it('works with the keyboard alone', async () => {
    await bench.open('asker');
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
    await bench.client.as('asker').inChannel().say(hostile, { mention: false });
    await bench.open('asker');
    await page.locator('.message').nth(3).waitFor();
    expect(
      await page.locator('#messages img, #messages script, #messages a[href^="javascript"]').count(),
    ).toBe(0);
    expect(await page.locator('#messages').innerText()).toContain('card <img src=x onerror=alert(1)>');
    expect(await page.getByText('**plain** stays').count()).toBe(1);
    expect(bench.complaints).toEqual([]);
  });
});
