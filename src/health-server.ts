import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthServer {
  /** Listens; resolves to the address. Rejects when the port is taken. */
  start(): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
}

export interface HealthServerParts {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Whether the process can do its work now. A rejection counts as no. */
  readonly isReady: () => Promise<boolean>;
}

/** What a supervisor asks of a process that has no other door: `/livez`, `/readyz`. */
export function createHealthServer({ host, port, isReady }: HealthServerParts): HealthServer {
  const server = createServer((request, response) => {
    const answer = (status: number, word: string): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ status: word }));
    };
    if (request.method !== 'GET') return answer(405, 'only GET');
    if (request.url === '/livez') return answer(200, 'alive');
    if (request.url !== '/readyz' && request.url !== '/healthz') return answer(404, 'not found');
    isReady().then(
      (ready) => answer(ready ? 200 : 503, ready ? 'ready' : 'not ready'),
      () => answer(503, 'not ready'),
    );
  });
  return {
    start: async () => {
      const listening = once(server, 'listening');
      server.listen(port, host);
      await listening;
      const name = host.includes(':') ? `[${host}]` : host;
      return { url: `http://${name}:${(server.address() as AddressInfo).port}` };
    },
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
