import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createCommandHandler, streamOf } from '../../../src/commands/handle-command';
import { LAB_TENANT_ID } from '../../../src/lab/channel/people';
import type { Clock, LogEntry } from '../../../src/ports';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import type { Place } from '../../store/support/open-at';
import { openAt } from '../../store/support/open-at';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import type { PostgresServer } from '../../support/postgres/start-postgres';
import { startPostgres } from '../../support/postgres/start-postgres';
import { chaosSettings, clockOf } from './chaos-settings';
import type { Fleet, Seat } from './fleet';
import { createFleet } from './fleet';
import type { Fault, Injector } from './injector';
import { startInjector } from './injector';
import type { Findings } from './judge';
import { judge } from './judge';
import type { CardsFound } from './judge-cards';
import { createCardJudge } from './judge-cards';
import type { Crowd } from './people';
import { startCrowd } from './people';
import type { World } from './world';
import { startWorld } from './world';

export interface ChaosOptions {
  readonly store: 'sqlite' | 'postgres';
  /** Faults are injected until this says so; afterwards everything is brought to its end and judged. */
  readonly isEnough: (so: { readonly faults: number; readonly elapsedMs: number }) => boolean;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly clusters?: number;
  /** Mean time between two faults, ms. */
  readonly everyMs?: number;
}

export interface ChaosReport extends Findings {
  readonly faults: readonly Fault[];
  /** Cards that were not the present state when all had come to rest. */
  readonly wrongCards: readonly string[];
  /** Cards that nobody can edit any more beside those that are kept up to date. */
  readonly copies: number;
  readonly auditProblem: string | null;
  readonly figures: {
    readonly incidentsClosed: number;
    readonly requests: number;
    readonly granted: number;
    readonly votes: number;
    readonly clicks: number;
    readonly clicksUnanswered: number;
    readonly stepsCalled: number;
    readonly stepsActed: number;
    readonly stepsUnknown: number;
    readonly logEntries: number;
  };
  /** What the processes said last about trouble, for a run that failed. */
  readonly said: readonly string[];
}

const SEATS: Readonly<Record<ChaosOptions['store'], readonly Seat[]>> = {
  sqlite: [{ seat: 'bot', roles: ['teams', 'runner'] }],
  postgres: [
    { seat: 'teams-a', roles: ['teams'] },
    { seat: 'teams-b', roles: ['teams'] },
    { seat: 'runner-a', roles: ['runner'] },
    { seat: 'runner-b', roles: ['runner'] },
  ],
};

const SPEED = 20;
/** On a database leases go by its clock; on a file by the fast one, where only the death of the process ends them. */
const LEASE_MS = { sqlite: 3_600_000, postgres: 2_000 } as const;
const PAUSE_BASE_MS = 2_000;
/** How long everything may take to come to its end after the last fault, ms: only a broken promise needs it. */
const REST_MS = 180_000;
/** How long cards may be on their way after that, ms. */
const CARDS_MS = 60_000;
const TELL_EVERY_MS = 20_000;

interface Ground {
  readonly folder: string;
  readonly server: PostgresServer | null;
  readonly place: Place;
  readonly clock: Clock;
  readonly names: readonly string[];
}

/** Runs the bot's own processes under kills and pauses, then brings all to rest and judges. Leaves nothing behind. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
  const server = options.store === 'postgres' ? await startPostgres() : null;
  const place: Place = server
    ? { kind: 'postgres', connection: await server.newSchema() }
    : { kind: 'sqlite', file: path.join(folder, 'bot.sqlite') };
  const fast = { since: Date.now(), speed: SPEED };
  const names = Array.from({ length: options.clusters ?? 4 }, (_, index) => `chaos-${index + 1}`);
  const ground: Ground = { folder, server, place, clock: clockOf(fast), names };
  const parts: { fleet?: Fleet; injector?: Injector; world?: World; client?: BotFrameworkClient } = {};
  try {
    const atPoint: Injector['atPoint'] = async (process, point) =>
      parts.injector ? parts.injector.atPoint(process, point) : { goesOn: true };
    const ledgerFile = path.join(folder, 'ledger.jsonl');
    const world = await startWorld({ clusters: names, clock: ground.clock, ledgerFile, atPoint });
    parts.world = world;
    let deliveries = 0;
    const client = await startBotFrameworkClient(
      () => {
        const urls = parts.fleet?.teamsUrls() ?? [];
        return `${urls[(deliveries += 1) % Math.max(1, urls.length)] ?? 'http://127.0.0.1:9'}/api/messages`;
      },
      { now: () => ground.clock.now(), botPatienceMs: 4_000 },
    );
    parts.client = client;
    const { issuer, openIdMetadataUrl, loginUrl, serviceUrl } = client.channel.addresses();
    const identity = botIdentitySchema.parse({
      ...{ ...TEST_APP, tenantId: LAB_TENANT_ID, issuer, openIdMetadataUrl, loginUrl },
      allowedServiceUrls: [serviceUrl],
    });
    const fleet = createFleet(SEATS[options.store], {
      ...{ place, clusters: names, worldUrl: world.url, serviceUrl, identity, clock: fast },
      leaseMs: LEASE_MS[options.store],
    });
    parts.fleet = fleet;
    await fleet.start();
    await fleet.settle();
    await client.channel.install();
    return await rage(options, ground, { ...parts, fleet, world, client }, (injector) => {
      parts.injector = injector;
    });
  } finally {
    await parts.fleet?.end();
    await parts.client?.stop();
    await parts.world?.stop();
    await server?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cast {
  readonly fleet: Fleet;
  readonly world: World;
  readonly client: BotFrameworkClient;
}

async function rage(
  { isEnough, random, say, everyMs = 700 }: ChaosOptions,
  { server, place, clock, names }: Ground,
  { fleet, world, client }: Cast,
  setInjector: (injector: Injector) => void,
): Promise<ChaosReport> {
  const store = await openAt(place, { isDatabaseTime: true });
  try {
    const handler = createCommandHandler({ store, clock, newId: () => '', onEffects: () => undefined });
    const crowd = startCrowd({
      clusters: names,
      client,
      world,
      look: (name) => handler.load(name),
      clock,
      random,
    });
    const databaseAway =
      server &&
      (async (awayMs: number): Promise<void> => {
        await server.stop();
        await wait(awayMs);
        await server.start();
      });
    const injector = startInjector({
      fleet: () => fleet,
      leaseMs: PAUSE_BASE_MS,
      random,
      everyMs,
      databaseAway,
    });
    setInjector(injector);
    const begunAt = Date.now();
    for (let told = begunAt; ; await wait(100)) {
      const faults = injector.faults().length;
      if (isEnough({ faults, elapsedMs: Date.now() - begunAt })) break;
      if (Date.now() - told < TELL_EVERY_MS) continue;
      told = Date.now();
      say(`${faults} faults, ${crowd.closed()} incidents closed`);
    }
    await injector.end();
    say('no more faults; waiting until everything has come to its end');
    await fleet.settle();
    await within(REST_MS, crowd.finish(), 'not every incident could be closed', fleet.said());
    const settings = chaosSettings(names, client.channel.addresses().serviceUrl);
    const judgeCards = createCardJudge({ settings, store, clock, handler });
    const cards = await cardsAtRest(client, () => judgeCards(client.fromBot()));
    const histories = await Promise.all(names.map((name) => store.readHistory(streamOf(name), 10_000_000)));
    const audit = await store.verifyAudit();
    return {
      ...judge({ histories, ledger: world.ledger(), deeds: crowd.deeds() }),
      faults: injector.faults(),
      wrongCards: cards.wrong,
      copies: cards.copies,
      auditProblem: audit.firstProblem && `${audit.firstProblem.sequence}: ${audit.firstProblem.problem}`,
      figures: figuresOf(histories, world, crowd, audit.entries),
      said: fleet.said(),
    };
  } finally {
    await store.close();
  }
}

/** Cards may be on their way: waits until none is wrong, or until waiting longer would be kind. */
async function cardsAtRest(client: BotFrameworkClient, look: () => Promise<CardsFound>): Promise<CardsFound> {
  const end = Date.now() + CARDS_MS;
  for (;;) {
    await client.channel.link.idle();
    const found = await look();
    if (found.wrong.length === 0 || Date.now() > end) return found;
    await wait(250);
  }
}

async function within(
  limitMs: number,
  work: Promise<void>,
  what: string,
  said: readonly string[],
): Promise<void> {
  const stop = new AbortController();
  const late = wait(limitMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(
      `${what} within ${limitMs} ms after the last fault. The processes said:\n${said.join('\n')}`,
    );
  });
  await Promise.race([work, late]).finally(() => stop.abort());
}

function figuresOf(
  histories: readonly (readonly LogEntry[])[],
  world: World,
  crowd: Crowd,
  logEntries: number,
): ChaosReport['figures'] {
  const all = histories.flat();
  const count = (kind: string): number => all.filter((entry) => entry.kind === kind).length;
  const lines = (what: string): number => world.ledger().filter((line) => line.what === what).length;
  const ended = all.filter(({ kind }) => kind === 'StepEnded');
  return {
    incidentsClosed: crowd.closed(),
    requests: count('RequestOpened'),
    granted: count('RequestGranted'),
    votes: count('VoteCast'),
    clicks: crowd.deeds().length,
    clicksUnanswered: crowd.deeds().filter(({ answer }) => answer === 'error').length,
    stepsCalled: lines('called'),
    stepsActed: lines('acted'),
    stepsUnknown: ended.filter(({ body }) => body['outcome'] === 'unknown').length,
    logEntries,
  };
}
