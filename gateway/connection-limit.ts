import type { Server } from 'node:net';

/** Lets no address hold more connections than this: one sandbox must not take what all share. Unix sockets have no address, and no limit. */
export function limitConnections(server: Server, most: number): void {
  const held = new Map<string, number>();
  server.on('connection', (socket) => {
    const from = socket.remoteAddress;
    if (from === undefined) return;
    const count = (held.get(from) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    held.set(from, count);
    socket.once('close', () => {
      const left = (held.get(from) ?? 1) - 1;
      if (left === 0) held.delete(from);
      else held.set(from, left);
    });
  });
}
