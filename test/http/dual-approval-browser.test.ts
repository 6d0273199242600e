import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { personByKey } from '../../src/lab/channel/people';
import type { Settings } from '../../src/runbook/settings';
import { openBrowser } from '../support/browser';
import type { LabBot } from './support/lab-bot';
import { startLabBot } from './support/lab-bot';
import { pagePerson } from './support/page-person';

/** How long the bot may take for one thing, ms: it only bounds a failure. */
const LIMIT_MS = 300_000;

/** A mitigation that needs two people, with what each of them enters before the vote. */
interface DualApproval {
  readonly scenario: string;
  readonly adjust: (settings: Settings) => Settings;
  readonly ask: string;
  /** Fills in what the card wants besides the click, e.g. that the owner agrees. */
  readonly fillIn: (card: Locator) => Promise<void>;
  /** The commands that it runs on the cluster, as the ledger names them. */
  readonly changes: readonly string[];
}

/** The first mitigation as if it had production impact: two votes, and a person has to ask. The asker is an approver too. */
const STOP_CALLER: DualApproval = {
  scenario: 'monitoring-session',
  adjust: (settings) => ({
    ...settings,
    rules: {
      ...settings.rules,
      ladder: settings.rules.ladder.map((rung) => ({
        ...rung,
        impact: 'production',
        votesNeeded: 2,
        askedBy: 'person',
      })),
    },
    access: {
      ...settings.access,
      members: settings.access.members.map((member) =>
        member.person.objectId === personByKey('asker').aadObjectId
          ? { ...member, roles: ['operator', 'approver'] }
          : member,
      ),
    },
  }),
  ask: 'ask 1',
  fillIn: (card) => card.getByRole('checkbox', { name: /the owner agrees/ }).check(),
  changes: ['Remove-WSManInstance'],
};

describe('two people approve on the page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let bot: LabBot;

  beforeAll(async () => {
    const { scenario, adjust } = STOP_CALLER;
    [browser, bot] = await Promise.all([openBrowser(), startLabBot({ scenario, adjust, page: true })]);
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
  }, 120_000);
  afterAll(async () => {
    await context.close();
    await browser.close();
    await bot.stop();
  }, 60_000);

  const changes = () =>
    bot.cluster.ledger().flatMap((entry) => (entry.kind === 'change' ? [entry.command] : []));

  it('invariant 3: one asks and is refused, one approves and is refused a second vote, another one approves, it is fixed', async () => {
    const { ask, fillIn } = STOP_CALLER;
    const seat = pagePerson(page);
    const approve = async () => {
      await fillIn(seat.cardWith('Approve'));
      await seat.button('Approve').click();
    };
    await page.goto(`${bot.client.channel.addresses().url}/#person=asker`);
    await seat.sees('Incident opened');
    await seat.tellBot(ask);
    await seat.button('Approve').waitFor();
    await approve();
    await seat.isTold('You asked for this yourself');

    await seat.become('Ana Ribeiro');
    await approve();
    await seat.sees('Ana Ribeiro approved');
    await approve();
    await seat.isTold('already recorded');
    expect(changes()).toEqual([]);

    await seat.become('Ben Okafor');
    await approve();
    await seat.sees('Fixed and closed');
    expect(changes()).toEqual(STOP_CALLER.changes);
    const voters = (await bot.history()).filter((entry) => entry.kind === 'VoteCast');
    expect(voters).toHaveLength(2);

    const panel = page.getByRole('complementary', { name: 'Lab panel' });
    await panel.getByText('Remove-WSManInstance', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Reveal' }).click();
    await panel.getByText('Nobody: every caller has the valid certificate').waitFor();
  }, 1_200_000);
});
