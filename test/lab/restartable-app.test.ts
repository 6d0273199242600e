import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../src/config';
import { openDataFolder } from '../../src/data-folder';
import { createRestartableApp } from '../../src/restartable-app';
import type { RestartableApp } from '../../src/restartable-app';
import type { ClusterSettings } from '../../src/runbook/settings';

const clusterNamed = (name: string): ClusterSettings => ({
  name,
  nodes: [`${name}-n1`],
  connection: {},
  certificateSubjects: [],
  rootNames: [],
  channel: null,
  protectedVms: [],
  botHostVm: null,
});

/** A bot that only writes down what becomes of it. */
function begin(told: string[]): RestartableApp {
  return createRestartableApp({
    port: 0,
    open: ([cluster], port) => {
      const name = cluster?.name ?? '?';
      told.push(`open ${name} on ${port}`);
      return Promise.resolve({
        start: () => Promise.resolve({ url: 'http://127.0.0.1:4711' }),
        stop: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          told.push(`stopped ${name}`);
        },
      });
    },
    forget: () => told.push('forgotten'),
    started: (url) => Promise.resolve(void told.push(`started ${url}`)),
  });
}

describe('a bot that is started anew', () => {
  it('stops first, forgets, and only then has the change done; it keeps its port', async () => {
    const told: string[] = [];
    const app = begin(told);
    await app.start([clusterNamed('old')]);
    await app.startAnew(() => {
      told.push('changed');
      return [clusterNamed('new')];
    });
    expect(told).toEqual([
      ...['open old on 0', 'started http://127.0.0.1:4711'],
      ...['stopped old', 'forgotten', 'changed'],
      ...['open new on 4711', 'started http://127.0.0.1:4711'],
    ]);
  });

  it('two changes follow one another, and a stop comes after the one that is under way', async () => {
    const told: string[] = [];
    const app = begin(told);
    await app.start([clusterNamed('a')]);
    const all = [app.startAnew(() => [clusterNamed('b')]), app.startAnew(() => [clusterNamed('c')])];
    await Promise.all(all);
    const last = app.startAnew(() => [clusterNamed('d')]);
    await Promise.all([last, app.stop()]);
    expect(told.filter((one) => /^(open|stopped)/u.test(one))).toEqual([
      ...['open a on 0', 'stopped a', 'open b on 4711', 'stopped b', 'open c on 4711', 'stopped c'],
    ]);
  });

  it('a bot that cannot start does not keep the next change from being done', async () => {
    const told: string[] = [];
    const app = begin(told);
    await app.start([clusterNamed('a')]);
    await expect(
      app.startAnew(() => {
        throw new Error('There is no such scenario.');
      }),
    ).rejects.toThrow('no such scenario');
    await app.startAnew(() => [clusterNamed('b')]);
    expect(told.at(-1)).toBe('started http://127.0.0.1:4711');
  });
});

describe('the store of the bot before', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'data-folder-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is set aside with all its files, not overwritten', () => {
    const data = openDataFolder(parseConfig('{ lab: true }', 'a test'), folder);
    for (const suffix of ['', '-wal']) writeFileSync(`${data.storeFile}${suffix}`, `first${suffix}`);
    data.setStoreAside(Date.UTC(2026, 9, 14, 21, 40, 0));
    expect(existsSync(data.storeFile)).toBe(false);
    expect(readdirSync(folder).toSorted()).toEqual([
      'bot.until-2026-10-14T21-40-00-000Z.sqlite',
      'bot.until-2026-10-14T21-40-00-000Z.sqlite-wal',
    ]);
    expect(readFileSync(path.join(folder, 'bot.until-2026-10-14T21-40-00-000Z.sqlite'), 'utf8')).toBe(
      'first',
    );
  });
});
