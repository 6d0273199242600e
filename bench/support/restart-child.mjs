/*
 * The product as it is built, started on a store that is there: node restart-child.mjs STORE CLUSTERS. Says, when /readyz answers 200, how long that took from
 * the start of the process, and ends. PowerShell is not looked for, and nothing is found on the clusters.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createApp } = require('../../dist/app.js');
const { parseConfig } = require('../../dist/config.js');
const { settingsOf, configuredClusters, configuredAccess } = require('../../dist/settings-of.js');
const { openStore } = require('../../dist/store/open-store.js');

const [file, clusters] = process.argv.slice(2);
const loadedMs = performance.now();
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const names = Array.from({ length: Number(clusters) }, (_, number) => ({
  name: `c-${number}`,
  nodes: ['n1'],
  connection: { transport: 'winrm' },
}));
const people = [
  { objectId: '3e9a6b27-1c54-4d8f-b6e0-98d2f7435a1c', name: 'Ana Ribeiro', roles: ['approver'] },
];
const config = parseConfig(
  JSON.stringify({ clusters: names, people, mode: 'run', mitigations: ['1'] }),
  'bench',
);
const tenantId = '5f1c2a70-9d3e-4b58-8a46-1e0c7d92b3f5';
const store = await openStore({ file, isOnlyProcess: true });
const app = createApp({
  settings: settingsOf(config, configuredClusters(config), configuredAccess(config, tenantId)),
  server: { host: '127.0.0.1', port: 0 },
  store,
  teams: null,
  runner: {
    powershell: {
      run: async () => ({ kind: 'not-started', reason: 'only measured' }),
      close: async () => undefined,
    },
    scriptHash: 'bench',
  },
  leaseMs: 30_000,
  clock: { now: () => Date.now() },
  logger,
});
const { url } = await app.start();
const { status } = await fetch(`${url}/readyz`);
process.stdout.write(JSON.stringify({ status, loadedMs, readyMs: performance.now() }));
process.exit(0);
