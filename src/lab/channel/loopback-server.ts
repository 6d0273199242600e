import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRouter, HttpFault, sendFault } from './router';
import type { Route } from './router';

const LOOPBACK = '127.0.0.1';
const LOOPBACK_NAMES = [LOOPBACK, 'localhost', '[::1]'];

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`. @throws Error before the server has started. */
  url(): string;
  start(): Promise<void>;
  /** Ends every open connection too, so that nothing keeps the process alive. */
  stop(): Promise<void>;
}

/**
 * An HTTP server that only this machine can reach: bound to 127.0.0.1, and it refuses requests under any other name, so that a
 * web page cannot reach it through a name of its own that resolves to this machine (DNS rebinding).
 * @param port 0 for any free one
 */
export function createLoopbackServer(port: number, routes: readonly Route[]): LoopbackServer {
  const route = createRouter(routes);
  let address: string | null = null;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      refuseOtherNames(request, address);
      await route(request, response);
    } catch (error) {
      sendFault(response, error);
    }
  };
  const server: Server = createServer((request, response) => void handle(request, response));

  return {
    url() {
      if (!address) throw new Error('The lab channel has not started yet; await start() first.');
      return address;
    },
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: LOOPBACK, port }, () => resolve(server.off('error', reject) && undefined));
      }).catch((error: unknown) => {
        throw new Error(
          `The lab channel cannot listen on ${LOOPBACK}:${port}: ${String(error)}. Stop what uses the port, or name another one: simulation.channelPort in a configuration (0 takes any).`,
        );
      });
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error('The lab channel has no port.');
      address = `http://${LOOPBACK}:${bound.port}`;
    },
    async stop() {
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** @throws Error when the address is not on this machine: the lab's tokens must not leave it. */
export function assertLoopback(address: string, what: string): void {
  const { hostname, protocol } = new URL(address);
  if (protocol !== 'http:' || !LOOPBACK_NAMES.includes(hostname)) {
    throw new Error(
      `The lab channel works on loopback only: ${what} must be http://127.0.0.1:<port>/..., not ${address}.`,
    );
  }
}

function refuseOtherNames(request: IncomingMessage, address: string | null): void {
  const port = address ? new URL(address).port : '';
  const allowed = [LOOPBACK, 'localhost'].map((name) => `${name}:${port}`);
  if (!allowed.includes(request.headers.host ?? '')) {
    throw new HttpFault(421, 'MisdirectedRequest', `Open the lab channel as ${address ?? LOOPBACK}.`);
  }
}
