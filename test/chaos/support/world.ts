import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../../src/incident/json';
import type { Clock, PowerShellOutcome } from '../../../src/ports';
import { scriptedCluster } from '../../failure-modes/support/scripted-cluster';
import type { ScriptedCluster } from '../../failure-modes/support/scripted-cluster';
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

/** The clusters of a run, behind the PowerShell port of all its processes, with the ledger. */
export interface World {
  readonly url: string;
  cluster(name: string): ScriptedCluster;
  ledger(): readonly LedgerLine[];
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
const pointSchema = z.object({ process: z.string(), point: z.enum(POINTS) });
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
  const server = createServer((request, response) => {
    text(request)
      .then(async (body) => response.end(JSON.stringify(await answer(request.url ?? '', JSON.parse(body)))))
      .catch((error: unknown) => response.writeHead(500).end(JSON.stringify(String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cluster: named,
    ledger: () => lines,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      closeSync(file);
    },
  };
}

function clusterIn(parameters: JsonObject): string {
  const { connection } = z.object({ connection: z.object({ sessionFactory: z.string() }) }).parse(parameters);
  return connection.sessionFactory;
}
