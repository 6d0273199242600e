import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../../src/incident/json';
import type { Clock, PowerShellOutcome } from '../../../src/ports';
import { scriptedCluster } from '../../failure-modes/support/scripted-cluster';
import type { ScriptedCluster } from '../../failure-modes/support/scripted-cluster';
import { listen } from './listen';
import type { Point } from './points';
import { POINTS } from './points';

/** What reached a cluster, and what became of it: written by the cluster, never by the bot. */
export interface LedgerLine {
  readonly what: 'called' | 'acted' | 'refused as late';
  readonly key: string;
  readonly fence: number;
  readonly cluster: string;
  readonly requestId: string;
  readonly process: string;
  /** Epoch ms by the run's clock. */
  readonly at: number;
}

/** The clusters of a run, with the ledger, and the place where a process tells that it is at a point. */
export interface World {
  readonly url: string;
  /** Somebody calls with the old certificate again: the crashes come back. */
  crashAgain(cluster: string, number: number): void;
  ledger(): readonly LedgerLine[];
  /** Whether the run of a request changed something on a cluster. */
  hasActed(requestId: string): boolean;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly clusters: readonly string[];
  readonly clock: Clock;
  /** An append-only file; each line is on the disk before anything follows from it. */
  readonly ledgerFile: string;
  /** A process is at a point and waits there. @returns whether a call that is under way still reaches the cluster */
  readonly atPoint: (process: string, point: Point) => Promise<{ readonly goesOn: boolean }>;
}

const runSchema = z.object({
  process: z.string(),
  request: z.object({
    operation: z.string(),
    parameters: z.record(z.string(), z.json()),
    deadlineMs: z.number(),
  }),
});
/** A process says that it is at a point. */
export const pointSchema = z.object({ process: z.string(), point: z.enum(POINTS) });
const ticketSchema = z.object({ key: z.string(), fence: z.number(), notAfterUtc: z.iso.datetime() });
const calledSchema = z.object({
  connection: z.object({ sessionFactory: z.string() }),
  requestId: z.string(),
  ticket: ticketSchema,
});

/** Starts the clusters on loopback. The name of a cluster travels as the name of its session factory. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const clusters = new Map(options.clusters.map((name) => [name, scriptedCluster(options.clock)]));
  const file = openSync(options.ledgerFile, 'ax');
  const lines: LedgerLine[] = [];
  const note = (line: LedgerLine): void => {
    writeSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
    lines.push(line);
  };
  const named = (name: string): ScriptedCluster => {
    const cluster = clusters.get(name);
    if (!cluster) throw new Error(`There is no cluster ${name} in this run.`);
    return cluster;
  };
  const change = async (
    process: string,
    request: z.infer<typeof runSchema>['request'],
    cluster: string,
  ): Promise<PowerShellOutcome> => {
    const { requestId, ticket } = calledSchema.parse(request.parameters);
    const { key, fence } = ticket;
    const noted = (what: LedgerLine['what']): void =>
      note({ what, key, fence, cluster, requestId, process, at: options.clock.now() });
    noted('called');
    const { goesOn } = await options.atPoint(process, 'during the remote call');
    if (!goesOn) return { kind: 'unknown', reason: 'the call was lost on its way' };
    // The one thing of a node's journal that a scripted cluster does: it does not begin what comes too late.
    if (options.clock.now() > Date.parse(ticket.notAfterUtc)) {
      noted('refused as late');
      return { kind: 'unknown', reason: 'too late' };
    }
    const outcome = await named(cluster).run(request);
    noted('acted');
    await options.atPoint(process, 'after the act, before its answer');
    return outcome;
  };
  const answer = async (path: string, body: unknown): Promise<JsonValue | PowerShellOutcome> => {
    if (path === '/point') {
      const { process, point } = pointSchema.parse(body);
      await options.atPoint(process, point);
      return {};
    }
    const { process, request } = runSchema.parse(body);
    const name = clusterIn(request.parameters);
    return request.operation === 'Stop-Caller' ? change(process, request, name) : named(name).run(request);
  };
  const server = await listen(answer);
  return {
    url: server.url,
    crashAgain: (cluster, number) =>
      named(cluster).crashAgain({ node: 'n1', processId: 5000 + number, owner: 'CONTOSO\\anna' }),
    ledger: () => lines,
    hasActed: (requestId) => lines.some((line) => line.what === 'acted' && line.requestId === requestId),
    stop: async () => {
      await server.stop();
      closeSync(file);
    },
  };
}

function clusterIn(parameters: JsonObject): string {
  const { connection } = z.object({ connection: z.object({ sessionFactory: z.string() }) }).parse(parameters);
  return connection.sessionFactory;
}
