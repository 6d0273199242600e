import { setTimeout as wait } from 'node:timers/promises';
import type { CommandHandler } from '../../../src/commands/handle-command';
import { personByKey } from '../../../src/lab/channel/people';
import type { MitigationRequest } from '../../../src/incident/mitigation-request';
import type { Clock } from '../../../src/ports';
import type { BotFrameworkClient, SeenCard } from '../../support/bot-framework-client';
import type { World } from './world';

/** What one person did about a request, as that person saw it. */
export interface Deed {
  readonly person: string;
  readonly objectId: string;
  readonly requestId: string;
  readonly verb: string;
  /** Epoch ms by the run's clock; the answer came at `answeredAt`. */
  readonly at: number;
  readonly answeredAt: number;
  /** `card`: the bot showed the new state; `message`: words only; `error`: nothing the person could rely on. */
  readonly answer: 'card' | 'message' | 'error' | 'sent';
}

export interface Crowd {
  deeds(): readonly Deed[];
  /** Incidents that ended, of all clusters. */
  closed(): number;
  /** Nobody starts a new crash loop; resolves when every incident is closed. */
  finish(): Promise<void>;
}

export interface CrowdParts {
  readonly clusters: readonly string[];
  readonly client: BotFrameworkClient;
  readonly world: World;
  /** Where things stand, read past the bot. */
  readonly look: CommandHandler['load'];
  readonly clock: Clock;
  /** How long they look at a card between two things they do, at least, ms. */
  readonly pauseMs: number;
  readonly random: () => number;
}

const AGREE = { ownerAgrees: 'true' };
const STRANGERS = ['viewer', 'outsider', 'asker', 'guest'] as const;

/** People who work with every cluster at once: they vote, repeat themselves, deny, withdraw, click without a right to, settle and ask again. */
export function startCrowd(parts: CrowdParts): Crowd {
  const deeds: Deed[] = [];
  let closed = 0;
  let isFinishing = false;
  const lives = parts.clusters.map(async (cluster) => {
    let isCrashing = true;
    let callers = 0;
    for (;;) {
      const turn = await takeTurn(parts, cluster, deeds).catch(() => 'waits' as const);
      if (turn === 'is closed' && isCrashing) {
        isCrashing = false;
        closed += 1;
      }
      if (!isCrashing && isFinishing) return;
      if (!isCrashing) {
        callers += 1;
        parts.world.crashAgain(cluster, callers);
        isCrashing = true;
        await untilOpen(parts, cluster);
      }
      await wait(parts.pauseMs * (1 + 4 * parts.random()));
    }
  });
  return {
    deeds: () => deeds,
    closed: () => closed,
    finish: async () => {
      isFinishing = true;
      await Promise.all(lives);
    },
  };
}

async function untilOpen({ look }: CrowdParts, cluster: string): Promise<void> {
  for (;;) {
    const state = await look(cluster).catch(() => null);
    if (state?.incident?.status === 'open') return;
    await wait(100);
  }
}

/** One thing that one person does, if there is something to do. */
async function takeTurn(parts: CrowdParts, cluster: string, deeds: Deed[]): Promise<'is closed' | 'waits'> {
  const { incident } = await parts.look(cluster);
  if (!incident) return 'waits';
  if (incident.status === 'closed') return 'is closed';
  const { run, request, validation } = incident;
  const admin = parts.client.as('admin').inPersonalChat();
  if (run?.result === 'unknown' && run.settled === null) {
    const acted = parts.world.hasActed(run.requestId);
    await admin.say(`settle ${cluster} ${acted ? 'happened' : 'did-not-happen'} looked at the cluster`);
  } else if (validation?.result === 'cannot-tell') await admin.say(`settle ${cluster} not-fixed it crashes`);
  else if (request?.status === 'pending') await decideOn(parts, request, deeds);
  else if (!run || run.endedAt !== null)
    if (!request || request.status === 'ended')
      if (parts.random() < 0.3) await parts.client.as('asker').inPersonalChat().say(`ask 1 ${cluster}`);
  return 'waits';
}

async function decideOn(parts: CrowdParts, request: MitigationRequest, deeds: Deed[]): Promise<void> {
  const card = newestCard(parts.client, request.id);
  if (!card) return;
  const chance = parts.random();
  const approver = parts.random() < 0.5 ? 'approver1' : 'approver2';
  const click = (person: string, verb: string): Promise<void> =>
    act(parts, { person, verb, card, request }, deeds);
  if (chance < 0.04) return click(approver, 'deny');
  if (chance < 0.08) return click(approver, 'withdraw');
  if (chance < 0.16)
    return click(STRANGERS[Math.floor(parts.random() * STRANGERS.length)] ?? 'viewer', 'approve');
  // Nobody waits for the answer before clicking again.
  const times = chance < 0.4 ? 3 : 1;
  await Promise.all(Array.from({ length: times }, () => click(approver, 'approve')));
}

async function act(
  parts: CrowdParts,
  {
    person,
    verb,
    card,
    request,
  }: { person: string; verb: string; card: SeenCard; request: MitigationRequest },
  deeds: Deed[],
): Promise<void> {
  const { objectId, at } = { objectId: personByKey(person).aadObjectId, at: parts.clock.now() };
  const data = { request: request.id, digest: request.digest.slice(0, 12), ...AGREE };
  const outcome = await parts.client.as(person).forge(card.message, verb, data);
  deeds.push({
    ...{ person, objectId, requestId: request.id, verb, at },
    answeredAt: parts.clock.now(),
    answer: outcome.kind,
  });
}

function newestCard(client: BotFrameworkClient, requestId: string): SeenCard | undefined {
  const asking = `"request":"${requestId}"`;
  return client
    .fromBot()
    .map((message) => ({ message, card: message.revisions.at(-1)?.card ?? null }))
    .flatMap(({ message, card }) => (card ? [{ message, card, text: JSON.stringify(card) }] : []))
    .filter(({ text }) => text.includes(asking))
    .at(-1);
}
