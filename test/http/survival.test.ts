import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { INCIDENT_CHANNEL, LAB_PEOPLE, LAB_TENANT_ID } from '../../src/lab/channel/people';
import { verifyAuditFile } from '../../src/store/verify-audit-file';
import type { BotFrameworkClient } from '../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../support/bot-framework-client';
import { isRunning, temporaryFolder, until } from '../support/powershell';
import type { BotProcess } from './support/start-bot-process';
import { startBotProcess } from './support/start-bot-process';

const SECRETS = { BOT_ID: TEST_APP.appId, BOT_PASSWORD: TEST_APP.appPassword, BOT_TENANT_ID: LAB_TENANT_ID };

/** A lab configuration for a Bot Framework client of somebody else: own issuer, login address and service address. */
function configOf(client: BotFrameworkClient): string {
  const { issuer, openIdMetadataUrl, loginUrl, serviceUrl } = client.channel.addresses();
  return stringify({
    lab: true,
    server: { port: 0 },
    logLevel: 'error',
    teams: { issuer, openIdMetadataUrl, loginUrl, serviceUrls: [serviceUrl] },
    simulation: {
      scenario: 'monitoring-session',
      incidentChannel: { serviceUrl, channelId: INCIDENT_CHANNEL.id },
    },
    people: LAB_PEOPLE.filter((person) => ['operator', 'approver', 'admin'].includes(person.role)).map(
      (person) => ({
        objectId: person.aadObjectId,
        name: person.name,
        roles: [person.role],
      }),
    ),
    timing: {
      settleMs: 3000,
      soakMinimumMs: 8000,
      soakIntervals: 2,
      presenceMinimumMs: 60_000,
      updateQueryMs: 2000,
    },
    detection: { watchMs: 60_000, watchInIncidentMs: 5000, proofGapMs: 300, nodeDeadlineMs: 90_000 },
  });
}

describe('invariants 8 and 14: a power cut in the middle of a step', () => {
  const folder = temporaryFolder('survival');
  const configFile = path.join(folder, 'config.yaml');
  const storeFile = path.join(folder, 'data', 'bot.sqlite');
  let client: BotFrameworkClient;
  let bot: BotProcess;
  let botUrl = '';

  const start = async (): Promise<void> => {
    bot = await startBotProcess(configFile, path.join(folder, 'data'), SECRETS);
    botUrl = bot.url;
  };
  const changes = (): string[] => {
    const ledger = readFileSync(path.join(folder, 'data', 'cluster', 'ledger.jsonl'), 'utf8')
      .trim()
      .split('\n');
    return ledger.filter((line) => line.includes('"kind":"change"'));
  };

  beforeAll(async () => {
    client = await startBotFrameworkClient(() => `${botUrl}/api/messages`);
    writeFileSync(configFile, configOf(client));
    await start();
  }, 240_000);

  afterAll(async () => {
    await bot.kill();
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('leaves the step unknown: never run again, shown as what it is, settled by a person', async () => {
    const ask = await client.waitForCard(({ text }) => text.includes('"verb":"approve"'), 240_000);
    await client.as('approver1').click(ask, 'approve', { ownerAgrees: 'true' });
    await client.waitForCard(({ text }) => text.includes('Running') || text.includes('under way'), 240_000);
    await bot.kill();

    await start();
    const unknown = await client.waitForCard(
      ({ text }) => /unknown/i.test(text) && /settle/i.test(text),
      240_000,
    );
    expect(unknown.text).not.toContain('"verb":"approve"');
    expect(changes().length).toBeLessThanOrEqual(1);

    // What the node's journal proves is told, and it proves no less than what was really done.
    const proven = await client.waitForCard(
      ({ text }) => /the journal of as-n\d (says|has)/.test(text),
      240_000,
    );
    expect(proven.text).toMatch(/unknown/i);
    expect(changes().length === 0 || proven.text.includes('says: begun at')).toBe(true);
    await client.as('asker').inChannel().say('history hci-lab');
    await client.waitForText('what is proven: the journal of');

    await client.as('approver1').inChannel().say('settle hci-lab happened it is gone');
    await client.waitForText('needs the role admin');
    // It is taken when the journal knows of the call, or when its time is over: no run is to meet it.
    const isSettled = async (): Promise<boolean> => {
      await client.as('admin').inChannel().say('settle hci-lab happened the session is gone');
      return client
        .waitForText('was settled', 10_000)
        .then(() => true)
        .catch(() => false);
    };
    await until('it is settled', isSettled, 240_000);
    expect(changes().length).toBeLessThanOrEqual(1);
    expect(await verifyAuditFile(storeFile)).toMatchObject({ firstProblem: null });
  }, 900_000);

  it('ends every process on Ctrl+C, and keeps no password in its files', async () => {
    const { pid } = bot;
    expect(await bot.interrupt()).toBe(0);
    await until('the bot is gone', () => !isRunning(pid));
    const files = readdirSync(path.join(folder, 'data')).filter((file) => file.startsWith('bot.sqlite'));
    for (const file of files)
      expect(readFileSync(path.join(folder, 'data', file)).includes(TEST_APP.appPassword)).toBe(false);
    expect(bot.output()).not.toContain(TEST_APP.appPassword);
  }, 60_000);
});
