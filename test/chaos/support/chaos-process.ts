import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createApp } from '../../../src/app';
import type { Logger } from '../../../src/logger';
import type { Store } from '../../../src/ports';
import type { ClusterSettings } from '../../../src/runbook/settings';
import { openPostgresStore } from '../../../src/store/open-postgres-store';
import { openStore } from '../../../src/store/open-store';
import type { BotIdentity } from '../../../src/teams/bot-identity';
import type { Place } from '../../store/support/open-at';
import { labPowerShell, scriptedPowerShell } from './chaos-powershell';
import type { ClusterKind, FastClock } from './chaos-settings';
import { chaosSettings, clockOf } from './chaos-settings';
import type { Point } from './points';
import { overriding, withPoints } from './points';

/*
 * One process of the bot, as the product wires it, but for two things: PowerShell's port asks the scripted clusters of the run (or tells when a real one is at a point), and the store
 * tells the run when it is at a point. It loads everything, waits for a line on standard input, and only then opens the store and begins.
 */

/** What a process is told, as JSON in its second argument. */
export interface ProcessOrder {
  readonly name: string;
  readonly roles: readonly ('teams' | 'runner')[];
  readonly place: Place;
  readonly kind: ClusterKind;
  readonly clusters: readonly ClusterSettings[];
  readonly worldUrl: string;
  readonly identity: BotIdentity;
  readonly clock: FastClock;
  readonly leaseMs: number;
}

const order = JSON.parse(process.argv[3] ?? '{}') as ProcessOrder;
const clock = clockOf(order.clock);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const logger: Logger = {
  info: () => undefined,
  warn: (fields, message) => say(`warn ${message} ${JSON.stringify(fields)}`),
  error: ({ error, ...fields }, message) =>
    say(`error ${message} ${JSON.stringify(fields)} ${String(error)}`),
};

async function ask(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${order.worldUrl}${path}`, {
    method: 'POST',
    body: JSON.stringify({ process: order.name, ...body }),
  });
  return answer.json();
}

const at = async (point: Point): Promise<void> => void (await ask('/point', { point }));

async function openPlace({ place }: ProcessOrder): Promise<Store> {
  if (place.kind === 'sqlite') return openStore({ file: place.file, isOnlyProcess: true });
  const { store } = await openPostgresStore({ connection: place.connection, now: Date.now(), logger });
  // The database's clock does not go fast: what lasts by the fast clock is as short there.
  return overriding(store, {
    takeCardTurn: (wish) => store.takeCardTurn({ ...wish, leaseMs: wish.leaseMs / order.clock.speed }),
  });
}

async function live(): Promise<void> {
  say('loaded');
  await once(process.stdin, 'data');
  // Whoever started it is gone: nothing is left behind.
  process.stdin.on('end', () => process.exit(0));
  process.stdin.resume();
  const store = withPoints(await openPlace(order), at);
  const powershell = order.kind === 'lab' ? labPowerShell(at) : scriptedPowerShell(ask);
  const app = createApp({
    settings: chaosSettings(order.kind, order.clusters),
    server: { host: '127.0.0.1', port: 0 },
    store,
    clock,
    logger,
    leaseMs: order.leaseMs,
    teams: order.roles.includes('teams') ? { identity: order.identity } : null,
    runner: order.roles.includes('runner') ? { powershell, scriptHash: 'scripted' } : null,
  });
  say(`ready ${(await app.start()).url}`);
}

live().catch((error: unknown) => {
  say(`failed ${String(error)}`);
  process.exit(1);
});
