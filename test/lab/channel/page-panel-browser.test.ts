import type { Browser, Page } from 'playwright-core';
import { createScenarioPanel } from '../../../src/lab/scenario-panel';
import { openBrowser } from '../../support/browser';
import { beginCluster, takeInbox } from './begun-cluster';
import type { BegunCluster } from './begun-cluster';
import { openPageBench, WINDOWS } from './page-bench';
import type { PageBench } from './page-bench';

describe('the lab panel in a real browser', () => {
  let browser: Browser;
  let begun: BegunCluster;
  let bench: PageBench;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
  }, 120_000);
  afterAll(() => browser.close());

  beforeEach(async () => {
    begun = beginCluster('stale-lcm', Date.now());
    bench = await openPageBench(
      browser,
      createScenarioPanel(begun.cluster, () => 0),
    );
    ({ page } = bench);
  });
  afterEach(async () => {
    await bench.close();
    begun.close();
  });

  const panel = () => page.getByRole('complementary', { name: 'Lab panel' });
  const tab = (name: string) => page.getByRole('tab', { name }).click();

  it('shows the cluster as of the last look: beats, nodes, groups, update, changes', async () => {
    await bench.open('asker');
    await panel().getByText('Crashing about every 6 s').waitFor();
    const picture = panel().getByRole('img', { name: /^Crashes of the last ten minutes/ });
    expect(await picture.getAttribute('aria-label')).toContain(
      '38 crashes in ten minutes, the last on as-n1',
    );
    expect(await picture.locator('.beat').count()).toBe(38);
    expect(await picture.locator('.change').count()).toBe(1);
    expect(
      await panel()
        .getByText(/as of .* ago\. It goes on when the bot looks\./)
        .count(),
    ).toBe(1);
    expect(await panel().getByRole('list', { name: 'Nodes' }).getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/as-n1\s+Orchestrator and 3 more\s+Up/),
      expect.stringMatching(/as-n2\s+Up/),
      expect.stringMatching(/as-n3\s+Up/),
    ]);
    await panel().getByRole('list', { name: 'Nodes' }).getByText('as-n3').click();
    await panel().getByRole('cell', { name: 'LcmController' }).last().waitFor();
    expect(
      await panel()
        .getByRole('row', { name: /^Orchestrator as-n1 Online$/ })
        .count(),
    ).toBe(1);
    expect(await panel().getByRole('progressbar', { name: 'Update progress' }).count()).toBe(1);
    await panel().getByText('Remove-WSManInstance', { exact: true }).waitFor();
    expect(bench.complaints).toEqual([]);
  });

  it('tells who holds the old certificate only when asked, and not what comes next', async () => {
    await bench.open('asker');
    await panel().getByText('The lab knows. The bot does not').waitFor();
    const culprit = panel().getByText('The LCM controller on as-n3');
    expect(await culprit.count()).toBe(0);
    await panel().getByRole('button', { name: 'Reveal' }).click();
    await culprit.waitFor();
    await tab('Scenarios');
    await panel().getByRole('button', { name: 'Surprise me' }).click();
    await page.getByRole('button', { name: 'Lab panel, scenario: Mystery scenario' }).waitFor();
    await tab('Cluster');
    await panel().getByText('Not begun').waitFor();
    expect(await panel().getByRole('button', { name: 'Reveal' }).getAttribute('aria-expanded')).toBe('false');
    expect(await culprit.count()).toBe(0);
  });

  it('lists every scenario with what it is, the unseen ones apart, and switches while it runs', async () => {
    await bench.open('asker');
    await tab('Scenarios');
    await panel().getByText('The guide has seen the first two callers only').waitFor();
    const running = panel().locator('button[aria-current="true"]');
    expect(await running.innerText()).toContain('The LCM controller kept the old certificate');
    const next = panel().getByRole('button', { name: 'Only a restart of the node helps' });
    expect(await next.innerText()).toContain('Hypothetical');
    await next.focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: 'Lab panel, scenario: Only a restart of the node helps' })
      .waitFor();
    expect(begun.cluster.snapshot().scenario).toBe('node-restart');
    expect(await running.innerText()).toContain('Only a restart of the node helps');
    const focused = 'document.activeElement.getAttribute("aria-labelledby")';
    expect(await page.evaluate(focused)).toBe('scenario-node-restart');
  });

  it('breaks the cluster and Teams, shows what is broken, and mends it', async () => {
    await bench.open('asker');
    await tab('Faults');
    await panel().getByText('Nothing is broken on purpose.').waitFor();
    const click = panel().getByRole('switch', { name: 'Deliver the next click three times' });
    await click.click();
    await panel().getByRole('button', { name: 'End: Deliver the next click three times' }).waitFor();
    expect(bench.client.channel.faults.waiting()).toBe(1);
    await click.focus();
    await page.keyboard.press('Space');
    await panel().getByText('Nothing is broken on purpose.').waitFor();
    expect(bench.client.channel.faults.waiting()).toBe(0);

    await panel().getByLabel('Node', { exact: true }).selectOption('as-n2');
    const unreachable = panel().getByRole('switch', { name: 'Cannot be reached' });
    await unreachable.click();
    await panel().getByText('Takes effect when the bot looks next.').waitFor();
    expect(begun.cluster.waiting()).toEqual([{ kind: 'node-unreachable', node: 'as-n2' }]);
    expect(await unreachable.getAttribute('aria-checked')).toBe('false');
    takeInbox(begun.cluster.folder);
    await panel().getByText('Takes effect when the bot looks next.').waitFor({ state: 'detached' });
    expect(await panel().getByLabel('Node', { exact: true }).inputValue()).toBe('as-n2');
  });

  it.each(WINDOWS)('fits %i px, in every tab', async (width, height, theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    await bench.open('asker');
    await bench.sayCheck();
    if (width < 1280) await page.getByRole('button', { name: /^Lab panel, scenario/ }).click();
    for (const name of ['Cluster', 'Scenarios', 'Faults']) {
      await tab(name);
      await panel().getByRole('tabpanel', { name }).getByRole('heading').first().waitFor();
      await bench.picture(`panel-${name.toLowerCase()}-${width}`);
      expect(await bench.overflow()).toBe(0);
    }
  });

  it('is walked by keyboard: opened, tabs by arrow keys, closed by Escape, and back to where one was', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await bench.open('asker');
    const toggle = page.getByRole('button', { name: /^Lab panel, scenario: The LCM/ });
    await toggle.focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate('document.activeElement.textContent');
    await page.waitForFunction('document.activeElement.id === "tab-cluster"');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Scenarios');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Faults');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Cluster');
    expect(await page.evaluate('document.querySelector("main").inert')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    expect(await page.evaluate('document.activeElement.id')).toBe('panel-toggle');
    expect(await page.evaluate('document.querySelector("main").inert')).toBe(false);
  });
});
