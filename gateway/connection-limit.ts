import type { Server } from 'node:net';
import { AddressLimit } from './address-limit.ts';

/** Lets no address hold more connections than this. Unix sockets have no address, and no limit. */
export function limitConnections(server: Server, most: number): void {
  const limit = new AddressLimit(most);
  server.on('connection', (socket) => {
    if (socket.remoteAddress === undefined) return;
    const giveBack = limit.take(socket.remoteAddress);
    if (giveBack) socket.once('close', giveBack);
    else socket.destroy();
  });
}
