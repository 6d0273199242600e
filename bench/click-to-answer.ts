import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { streamOf } from '../src/commands/handle-command';
import { LAB_TENANT_ID } from '../src/lab/channel/people';
import type { IncomingActivity } from '../src/lab/channel/shapes';
import type { LogEntry } from '../src/ports';
import type { Settings } from '../src/runbook/settings';
import { botIdentitySchema } from '../src/teams/bot-identity';
import type { ScriptedBot } from '../test/failure-modes/support/scripted-bot';
import { AGREE, startScriptedBot, withVotes } from '../test/failure-modes/support/scripted-bot';
import { TEST_APP } from '../test/support/bot-framework-client';
import { startEchoWithWrite } from './support/echo-with-write';
import { median, quantile, say } from './support/figures';

/*
 * From a vote's HTTP request to its answer, when the vote is on the disk; in turns with a bare botbuilder bot that writes and flushes one line to the same
 * disk. Both run in this process, and each request begins when the work after the one before has ended.
 */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { clicks: { type: 'string', default: '120' }, warm: { type: 'string', default: '30' } },
});
const WARM = Number(values.warm);
const CLICKS = Number(values.clicks) + WARM;
const REST_MS = 150;

const openedSchema = z.object({ request: z.object({ id: z.string(), digest: z.string() }) });

const objectIdOf = (number: number): string => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;

/** Votes that each request gets here; it needs one more, so that none of them ends the waiting. */
const VOTES = 3;
const CLUSTERS = Math.ceil(CLICKS / VOTES);

/** Four people may vote, and each of many clusters waits for all of them. */
function withRequests(settings: Settings): Settings {
  const base = withVotes(VOTES + 1)(settings);
  const members = Array.from({ length: VOTES + 1 }, (_, number) => ({
    person: { tenantId: base.access.tenantId, objectId: objectIdOf(number), name: `Person ${number}` },
    roles: ['approver'] as const,
  }));
  // A watch in the middle of a click would be measured with it.
  const detection = { ...base.detection, watchMs: 3_600_000, watchInIncidentMs: 3_600_000 };
  const clusters = base.clusters.flatMap((one) =>
    Array.from({ length: CLUSTERS }, (_, number) => ({ ...one, name: `c-${number}` })),
  );
  return { ...base, clusters, detection, access: { ...base.access, members } };
}

async function everyEvent(bot: ScriptedBot, kind: string): Promise<readonly LogEntry[]> {
  const streams = Array.from({ length: CLUSTERS }, (_, number) => streamOf(`c-${number}`));
  const all = await Promise.all(streams.map((stream) => bot.store().readHistory(stream, 1000)));
  return all.flat().filter((entry) => entry.kind === kind);
}

/** Waits until each cluster has asked. */
async function everyRequest(bot: ScriptedBot): Promise<readonly { id: string; digest: string }[]> {
  for (;;) {
    const asked = await everyEvent(bot, 'RequestOpened');
    if (asked.length === CLUSTERS) return asked.map(({ body }) => openedSchema.parse(body).request);
    await wait(200);
  }
}

async function main(): Promise<void> {
  const bot = await startScriptedBot({ adjust: withRequests, roster: 'everybody' });
  const { client } = bot;
  const { serviceUrl, issuer, openIdMetadataUrl, loginUrl } = client.channel.addresses();
  const identity = botIdentitySchema.parse({
    ...{ ...TEST_APP, tenantId: LAB_TENANT_ID, issuer, openIdMetadataUrl, loginUrl },
    allowedServiceUrls: [serviceUrl],
  });
  const echo = await startEchoWithWrite(identity, path.join(path.dirname(bot.database().name), 'echo.log'));
  try {
    const ask = await bot.askCard();
    const requests = await everyRequest(bot);
    await client.as('viewer').refresh(ask, 'manual');
    const sample = client.channel.link.deliveries().at(-1);
    if (!sample) throw new Error('nothing was delivered');
    const token = await client.token();
    const click = (number: number): IncomingActivity => {
      const { id = '', digest = '' } = requests[number % CLUSTERS] ?? {};
      const data = { request: id, digest: digest.slice(0, 12), ...AGREE };
      const voter = Math.floor(number / CLUSTERS);
      return {
        ...sample.activity,
        id: `f:${randomUUID()}`,
        from: { id: `29:person-${voter}`, name: `Person ${voter}`, aadObjectId: objectIdOf(voter) },
        value: { action: { type: 'Action.Execute', verb: 'approve', data }, trigger: 'manual' },
      };
    };
    const timed = async (url: string, activity: IncomingActivity): Promise<number> => {
      const body = JSON.stringify(activity);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const begun = performance.now();
      const answer = await fetch(url, { method: 'POST', headers, body });
      await answer.text();
      const tookMs = performance.now() - begun;
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
      return tookMs;
    };
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let number = 0; number < CLICKS; number += 1) {
      const activity = click(number);
      const first = number % 2 === 0;
      const turns = [
        async () => ours.push(await timed(bot.messagesUrl(), activity)),
        async () => theirs.push(await timed(echo.url, activity)),
      ];
      for (const turn of first ? turns : turns.reverse()) {
        await turn();
        await wait(REST_MS);
      }
    }
    const votes = (await everyEvent(bot, 'VoteCast')).length;
    if (votes !== CLICKS) throw new Error(`${votes} of ${CLICKS} votes were stored`);
    const [mine, yardstick] = [ours.slice(WARM), theirs.slice(WARM)];
    const row = (name: string, all: readonly number[]): void =>
      say(
        `${name}: median ${median(all).toFixed(2)} ms, 95 % within ${quantile(all, 0.95).toFixed(2)} ms (${all.length} clicks)`,
      );
    row('click to durable answer', mine);
    row('botbuilder echo, write and fsync', yardstick);
    say(`ratio of the medians: ${(median(mine) / median(yardstick)).toFixed(2)}`);
  } finally {
    await echo.stop();
    await bot.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
