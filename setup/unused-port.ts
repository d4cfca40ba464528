import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of this machine's loopback that was free a moment ago, for a program that can't choose one itself. */
export async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port.');
  return address.port;
}
