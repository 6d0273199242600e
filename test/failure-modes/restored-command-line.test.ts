import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { runBackup } from '../../src/backup';
import { streamOf } from '../../src/commands/handle-command';
import type { IncidentCommand } from '../../src/incident/commands';
import { INCIDENT_CHANNEL, LAB_PEOPLE, LAB_TENANT_ID } from '../../src/lab/channel/people';
import { openStore } from '../../src/store/open-store';
import { handlerOn } from '../effects/support/a-run';
import type { BotProcess } from '../http/support/start-bot-process';
import { startBotProcess } from '../http/support/start-bot-process';
import { ADA, ask, check, crashing, SECOND, vote } from '../incident/support/builders';
import type { BotFrameworkClient } from '../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../support/bot-framework-client';
import { temporaryFolder } from '../support/powershell';

const CLUSTER = 'hci-lab';
const SECRETS = { BOT_ID: TEST_APP.appId, BOT_PASSWORD: TEST_APP.appPassword, BOT_TENANT_ID: LAB_TENANT_ID };
const PATIENCE_MS = 240_000;
const silent = { stdout: { write: () => undefined }, stderr: { write: () => undefined } };

/** A PowerShell that says what it is and does nothing: what a restored store needs does not wait for a cluster. */
const DUMB_POWERSHELL = `#!${process.execPath}
if (process.argv.includes('-Version')) console.log('PowerShell 7.4.0');
`;

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
    people: LAB_PEOPLE.filter(({ role }) => role === 'approver').map(({ aadObjectId, name }) => ({
      objectId: aadObjectId,
      name,
      roles: ['approver'],
    })),
  });
}

/** A store in which a request is open since just now, and its backup, as the command makes it. */
async function backupWith(folder: string, status: 'pending' | 'granted'): Promise<string> {
  const file = path.join(folder, 'before.sqlite');
  const copy = path.join(folder, 'copy.sqlite');
  const begun = Date.now() - 5 * SECOND;
  const commands: readonly IncidentCommand[] = [
    check(crashing(begun)),
    ask(begun + SECOND, '1', null),
    ...(status === 'granted' ? [vote(begun + 2 * SECOND, ADA)] : []),
  ];
  const store = await openStore({ file });
  const handler = handlerOn(store, { now: () => Date.now() });
  for (const command of commands) await handler.handle(CLUSTER, command);
  expect((await handler.load(CLUSTER)).incident?.request?.status).toBe(status);
  expect(await runBackup(['--store', file, '--to', copy], silent)).toBe(0);
  await store.close();
  return copy;
}

describe('npm start -- --restored', () => {
  const folder = temporaryFolder('restored');
  let client: BotFrameworkClient;
  let bot: BotProcess | undefined;
  let botUrl = '';

  afterEach(async () => {
    await bot?.kill();
    await client.stop();
  }, PATIENCE_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['granted', 'pending'] as const)(
    'invariant 8: on a backup with a %s request ends it as superseded, tells the channel, and runs nothing',
    async (status) => {
      const own = path.join(folder, status);
      const data = path.join(own, 'data');
      mkdirSync(data, { recursive: true });
      copyFileSync(await backupWith(own, status), path.join(data, 'bot.sqlite'));
      client = await startBotFrameworkClient(() => `${botUrl}/api/messages`);
      const configFile = path.join(own, 'config.yaml');
      writeFileSync(configFile, configOf(client));
      const powershell = path.join(own, 'pwsh');
      writeFileSync(powershell, DUMB_POWERSHELL);
      chmodSync(powershell, 0o755);

      const environment = { ...SECRETS, POWERSHELL: powershell };
      bot = await startBotProcess(configFile, data, environment, ['--restored']);
      botUrl = bot.url;
      await client.channel.install();
      const told = await client.waitForText('the store was restored from a backup', PATIENCE_MS);
      expect(JSON.stringify(told)).toContain('**Superseded**, nothing ran');
      await client.waitForCard(
        ({ text }) => text.includes('hci-lab') && !text.includes('"verb":"approve"'),
        PATIENCE_MS,
      );
      expect(await bot.interrupt()).toBe(0);

      const store = await openStore({ file: path.join(data, 'bot.sqlite') });
      const entries = await store.readHistory(streamOf(CLUSTER), 1000);
      const { firstProblem } = await store.verifyAudit();
      await store.close();
      const ends = entries.filter(({ kind }) => kind === 'RequestEnded').map(({ body }) => body['as']);
      expect([ends, firstProblem]).toEqual([['superseded'], null]);
      expect(entries.map(({ kind }) => kind)).not.toContain('RunStarted');
    },
    2 * PATIENCE_MS,
  );
});
