import path from 'node:path';
import type { App } from '../../src/app';
import { createApp } from '../../src/app';
import { runBackup } from '../../src/backup';
import { streamOf } from '../../src/commands/handle-command';
import type { Logger } from '../../src/logger';
import { openStore } from '../../src/store/open-store';
import { CLUSTER, handlerOn, untilRun } from '../effects/support/a-run';
import { MINUTE, T0 } from '../incident/support/builders';
import { newStoreFile, removeFolders } from '../store/support/folders';
import { eventually } from '../teams/support/eventually';
import { plainSettings } from './support/scripted-bot';
import { scriptedCluster } from './support/scripted-cluster';

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a backup that was taken while a request was granted', () => {
  let app: App | undefined;

  afterEach(async () => {
    await app?.stop();
    removeFolders();
  });

  it('invariant 8: restored, the grant ends as superseded, the chain holds, and nothing runs', async () => {
    const file = newStoreFile();
    const copy = path.join(path.dirname(file), 'copy.sqlite');
    const startedAt = Date.now();
    const clock = { now: () => T0 + MINUTE + (Date.now() - startedAt) };

    const running = await openStore({ file, isOnlyProcess: true });
    const handler = handlerOn(running, clock);
    for (const command of untilRun().slice(0, 3)) await handler.handle(CLUSTER, command);
    expect((await handler.load(CLUSTER)).incident?.request?.status).toBe('granted');
    const output = { stdout: { write: () => undefined }, stderr: { write: () => undefined } };
    expect(await runBackup(['--store', file, '--to', copy], output)).toBe(0);
    await running.close();

    const store = await openStore({ file: copy, isOnlyProcess: true });
    const cluster = scriptedCluster(clock);
    const settings = plainSettings('http://127.0.0.1:9/');
    app = createApp({
      settings: { ...settings, clusters: settings.clusters.map((one) => ({ ...one, name: CLUSTER })) },
      server: { host: '127.0.0.1', port: 0 },
      store,
      teams: null,
      runner: { powershell: cluster, scriptHash: 'scripts-1' },
      leaseMs: 3_600_000,
      clock,
      logger: quiet,
      isRestored: true,
    });
    await app.start();
    const kinds = async () =>
      (await store.readHistory(streamOf(CLUSTER), 1000)).map((entry) =>
        entry.kind === 'RequestEnded' ? `RequestEnded as ${JSON.stringify(entry.body['as'])}` : entry.kind,
      );
    // The bot asks anew, with the facts of now: what was left of the old grant had its turn before that.
    await eventually(async () => (await kinds()).filter((kind) => kind === 'RequestOpened').length === 2);
    const all = await kinds();
    expect(all.filter((kind) => kind.startsWith('RequestEnded'))).toEqual(['RequestEnded as "superseded"']);
    expect(all).not.toContain('RunStarted');
    expect(cluster.changes).toEqual([]);
    expect((await store.verifyAudit()).firstProblem).toBeNull();
  });
});
