import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Answers JSON with JSON on loopback; what goes wrong is a 500 with its words. */
export async function listen(
  answer: (path: string, body: unknown) => Promise<unknown>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    text(request)
      .then(async (body) => response.end(JSON.stringify(await answer(request.url ?? '', JSON.parse(body)))))
      .catch((error: unknown) => response.writeHead(500).end(JSON.stringify(String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
