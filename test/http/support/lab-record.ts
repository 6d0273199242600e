import { setTimeout as pause } from 'node:timers/promises';
import type { CheckReport } from '../../../src/incident/evidence';
import type { LogEntry } from '../../../src/ports';
import type { SeenCard } from '../../support/bot-framework-client';
import type { LabBot } from './lab-bot';

const MINUTE = 60_000;

/** Rungs that ended, with what came of them: `2 not-fixed`. */
export async function rungsOf(bot: LabBot): Promise<readonly string[]> {
  const ended = (await bot.history()).filter((entry) => entry.kind === 'RungEnded');
  return ended.map((entry) => {
    const { rung, result } = entry.body['record'] as { rung: string; result: string };
    return `${rung} ${result}`;
  });
}

/** How runs ended: `succeeded`, `partial`. */
export async function runsOf(bot: LabBot): Promise<readonly string[]> {
  const ended = (await bot.history()).filter((entry) => entry.kind === 'RunEnded');
  return ended.map(({ body }) => (body as { result: string }).result);
}

/** What was changed on the cluster, as the simulated commands noted it: `Command target @ node that acted`. */
export function changesOf(bot: LabBot): readonly string[] {
  return bot.cluster
    .ledger()
    .filter((entry) => entry.kind === 'change')
    .map((entry) => `${entry.command} ${entry.target} @ ${entry.node}`);
}

/** How requests ended: `3 run-ended`, `3 superseded`. */
export async function requestsOf(bot: LabBot): Promise<readonly string[]> {
  const history = await bot.history();
  const rungs = new Map(
    history.flatMap(({ kind, body }) => {
      const request = body['request'] as { id: string; terms: { id: string } } | undefined;
      return kind === 'RequestOpened' && request ? [[request.id, request.terms.id] as const] : [];
    }),
  );
  return history.flatMap(({ kind, body }) => {
    const { requestId, as } = body as { requestId: string; as: string };
    return kind === 'RequestEnded' ? [`${rungs.get(requestId) ?? '?'} ${as}`] : [];
  });
}

/** Waits until that is asked for, and approves it as `who`. @returns the card as it was before the vote */
export async function approveWhenAsked(
  bot: LabBot,
  title: string,
  who = 'approver1',
  deadlineMs = 5 * MINUTE,
): Promise<SeenCard> {
  const ask = await bot.client.waitForCard(
    ({ text }) => text.includes(title) && text.includes('"verb":"approve"'),
    deadlineMs,
  );
  await bot.client.as(who).click(ask, 'approve');
  return ask;
}

/** Waits until the log holds that. @throws Error with what it looked for, when it never comes */
export async function waitForEntry(
  bot: LabBot,
  what: string,
  isIt: (entry: LogEntry) => boolean,
  deadlineMs = 5 * MINUTE,
): Promise<LogEntry> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = (await bot.history()).find(isIt);
    if (found) return found;
    if (performance.now() > end) throw new Error(`Waited ${deadlineMs} ms for ${what}.`);
    await pause(250);
  }
}

/** Waits until the update has told where it works: what depends on that is then known, not unknown. */
export function waitForPlan(bot: LabBot): Promise<LogEntry> {
  return waitForEntry(bot, 'an answer about the update', ({ kind, body }) => {
    const report = body['report'] as CheckReport | undefined;
    return kind === 'CheckFinished' && Boolean(report?.update.busyNodes);
  });
}
