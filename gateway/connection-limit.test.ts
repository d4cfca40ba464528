import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { limitConnections } from './connection-limit.ts';

test('an address holds so many connections and no more, until it lets one go', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  limitConnections(server, 2);
  server.on('connection', (socket) => void socket.write('welcome'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  const isWelcome = async (socket: ReturnType<typeof dial>) =>
    Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]);
  const first = dial();
  expect(await isWelcome(first)).toBe(true);
  expect(await isWelcome(dial())).toBe(true);
  expect(await isWelcome(dial())).toBe(false);
  first.destroy();
  await expect.poll(() => isWelcome(dial())).toBe(true);
});
