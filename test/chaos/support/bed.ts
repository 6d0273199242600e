import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { INCIDENT_CHANNEL, LAB_TENANT_ID } from '../../../src/lab/channel/people';
import type { Clock, Store } from '../../../src/ports';
import type { ClusterSettings, Settings } from '../../../src/runbook/settings';
import { botIdentitySchema } from '../../../src/teams/bot-identity';
import type { Place } from '../../store/support/open-at';
import { openAt } from '../../store/support/open-at';
import type { BotFrameworkClient } from '../../support/bot-framework-client';
import { startBotFrameworkClient, TEST_APP } from '../../support/bot-framework-client';
import type { PostgresServer } from '../../support/postgres/start-postgres';
import { startPostgres } from '../../support/postgres/start-postgres';
import type { ClusterKind } from './chaos-settings';
import { chaosSettings, clockOf, scriptedClusters } from './chaos-settings';
import type { Fleet, Seat } from './fleet';
import { createFleet } from './fleet';
import type { Injector } from './injector';
import { startLabWorld } from './lab-world';
import type { World } from './world';
import { startWorld } from './world';

/** Real processes of the bot on a real store, with their channel and their clusters. */
export interface Bed {
  readonly names: readonly string[];
  readonly settings: Settings;
  readonly clock: Clock;
  /** Null: the store is a file. */
  readonly server: PostgresServer | null;
  /** The same store, opened by nobody of the fleet. */
  readonly store: Store;
  readonly fleet: Fleet;
  readonly world: World;
  readonly client: BotFrameworkClient;
  /** Ends every process and leaves nothing behind. */
  end(): Promise<void>;
}

export interface BedOptions {
  readonly store: 'sqlite' | 'postgres';
  readonly kind: ClusterKind;
  readonly clusters: number;
  readonly seats: readonly Seat[];
  readonly atPoint: Injector['atPoint'];
}

/** Real PowerShell goes no faster than it does. */
const SPEED = { scripted: 20, lab: 1 } as const;
/** On a database leases go by its clock; on a file by the fast one, where only the death of the process ends them. */
const LEASE_MS = {
  scripted: { sqlite: 3_600_000, postgres: 2_000 },
  lab: { sqlite: 3_600_000, postgres: 5_000 },
} as const;

interface Opened {
  server?: PostgresServer;
  client?: BotFrameworkClient;
  world?: World;
  fleet?: Fleet;
  store?: Store;
}

/** Starts it all; every process listens when it resolves. */
export async function openBed(options: BedOptions): Promise<Bed> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
  const opened: Opened = {};
  const end = async (): Promise<void> => {
    await opened.fleet?.end();
    await opened.store?.close();
    await opened.client?.stop();
    await opened.world?.stop();
    await opened.server?.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await open(options, folder, opened)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Fills `opened` as it goes, so that what was started can be ended when the next thing fails. */
async function open(
  { store: storeKind, kind, clusters: count, seats, atPoint }: BedOptions,
  folder: string,
  opened: Opened,
): Promise<Omit<Bed, 'end'>> {
  const server = storeKind === 'postgres' ? await startPostgres() : null;
  if (server) opened.server = server;
  const place: Place = server
    ? { kind: 'postgres', connection: await server.newSchema() }
    : { kind: 'sqlite', file: path.join(folder, 'bot.sqlite') };
  const fast = { since: Date.now(), speed: SPEED[kind] };
  const clock = clockOf(fast);
  const names = Array.from({ length: count }, (_, index) => `chaos-${index + 1}`);
  let deliveries = 0;
  const client = await startBotFrameworkClient(
    () => {
      const urls = opened.fleet?.teamsUrls() ?? [];
      return `${urls[(deliveries += 1) % Math.max(1, urls.length)] ?? 'http://127.0.0.1:9'}/api/messages`;
    },
    { now: () => clock.now(), botPatienceMs: 4_000 },
  );
  opened.client = client;
  const { issuer, openIdMetadataUrl, loginUrl, serviceUrl } = client.channel.addresses();
  const { world, clusters } = await startClusters({ kind, names, clock, folder }, serviceUrl, atPoint);
  opened.world = world;
  const identity = botIdentitySchema.parse({
    ...{ ...TEST_APP, tenantId: LAB_TENANT_ID, issuer, openIdMetadataUrl, loginUrl },
    allowedServiceUrls: [serviceUrl],
  });
  const fleet = createFleet(seats, {
    ...{ place, kind, clusters, worldUrl: world.url, identity, clock: fast },
    leaseMs: LEASE_MS[kind][storeKind],
  });
  opened.fleet = fleet;
  await fleet.start();
  await fleet.settle();
  await client.channel.install();
  const store = await openAt(place, { isDatabaseTime: true });
  opened.store = store;
  return { names, settings: chaosSettings(kind, clusters), clock, server, store, fleet, world, client };
}

interface Ground {
  readonly kind: ClusterKind;
  readonly names: readonly string[];
  readonly clock: Clock;
  readonly folder: string;
}

async function startClusters(
  { kind, names, clock, folder }: Ground,
  serviceUrl: string,
  atPoint: Injector['atPoint'],
): Promise<{ readonly world: World; readonly clusters: readonly ClusterSettings[] }> {
  if (kind === 'lab') {
    const channel = { serviceUrl, channelId: INCIDENT_CHANNEL.id };
    const world = await startLabWorld({ clusters: names, clock, folder, atPoint }, channel);
    return { world, clusters: world.clusters };
  }
  const ledgerFile = path.join(folder, 'ledger.jsonl');
  const world = await startWorld({ clusters: names, clock, ledgerFile, atPoint });
  return { world, clusters: scriptedClusters(names, serviceUrl) };
}
