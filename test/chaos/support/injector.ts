import { setTimeout as wait } from 'node:timers/promises';
import type { Fleet } from './fleet';
import type { Point } from './points';
import { POINTS } from './points';

export type Where = Point | 'anywhere';
export type FaultKind = 'kill -9' | 'short pause' | 'pause past the lease' | 'database away';

export interface Fault {
  readonly where: Where;
  readonly kind: FaultKind;
  readonly process: string;
}

export interface Injector {
  /** Called by the world when a process is at a point. */
  atPoint(process: string, point: Point): Promise<{ readonly goesOn: boolean }>;
  faults(): readonly Fault[];
  /** No more faults; resolves when the last one is over. */
  end(): Promise<void>;
}

export interface InjectorParts {
  readonly fleet: () => Fleet;
  readonly leaseMs: number;
  readonly random: () => number;
  /** Mean time from one fault to the next, ms. */
  readonly everyMs: number;
  /** How long one waits for a process to come to the chosen point before the next fault is chosen, ms. */
  readonly patienceMs: number;
  /** The first named point that is chosen; the others follow in their order. */
  readonly first: Point;
  /** Takes the database away for so many ms; null: it cannot be. */
  readonly databaseAway: ((forMs: number) => Promise<void>) | null;
}

/** Chooses faults: the named points in turn, and between them any moment. */
export function startInjector(parts: InjectorParts): Injector {
  const { random, leaseMs } = parts;
  const faults: Fault[] = [];
  let armed: { readonly point: Point; readonly kind: FaultKind; readonly hit: () => void } | null = null;
  let isOver = false;
  const from = POINTS.indexOf(parts.first);
  let turn = 0;

  const strike = async (process: string, where: Where, kind: FaultKind): Promise<boolean> => {
    const fleet = parts.fleet();
    const forMs = kind === 'short pause' ? leaseMs * (0.1 + 0.6 * random()) : leaseMs * (1.3 + random());
    const struck = kind === 'kill -9' ? await fleet.kill(process) : fleet.pause(process, forMs);
    if (struck) faults.push({ where, kind, process });
    return struck;
  };
  const anyKind = (): FaultKind => {
    const chance = random();
    if (chance < 0.6) return 'kill -9';
    return chance < 0.8 ? 'short pause' : 'pause past the lease';
  };
  const atPoint: Injector['atPoint'] = async (process, point) => {
    if (armed?.point !== point) return { goesOn: true };
    const { kind, hit } = armed;
    armed = null;
    const struck = await strike(process, point, kind);
    hit();
    // A call that was under way when its sender died may have reached the cluster, or not.
    return { goesOn: !struck || kind !== 'kill -9' || random() < 0.5 };
  };
  const atTheNextPoint = async (): Promise<void> => {
    const point = POINTS[(from + turn) % POINTS.length];
    if (!point) return;
    // The second time round the kinds are others.
    const kind = turn < POINTS.length ? 'kill -9' : anyKind();
    turn += 1;
    const hit = new Promise<void>((resolve) => (armed = { point, kind, hit: resolve }));
    await Promise.race([hit, wait(parts.patienceMs, undefined, { ref: false })]);
    armed = null;
  };
  const anywhere = async (): Promise<void> => {
    if (parts.databaseAway && random() < 0.08) {
      faults.push({ where: 'anywhere', kind: 'database away', process: 'the database' });
      return parts.databaseAway(500 + random() * 2500);
    }
    const members = parts.fleet().members();
    const victim = members[Math.floor(random() * members.length)];
    if (victim) await strike(victim.name, 'anywhere', anyKind());
  };
  const work = (async () => {
    while (!isOver) {
      await wait(parts.everyMs * 2 * random());
      if (isOver) return;
      await (random() < 0.7 ? atTheNextPoint() : anywhere());
    }
  })();
  return {
    atPoint,
    faults: () => faults,
    end: async () => {
      isOver = true;
      await work;
    },
  };
}
