import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { closeCodes, MAX_CLIENT_FRAME_BYTES } from '../../src/shared/protocol/index.ts';
import { createOwnOrigin } from '../edge/origin.ts';
import { RawClient, rawFrame } from './raw-client.ts';
import { createSocketServer, type SocketServer } from './socket-server.ts';

const TEXT = 0x81;
const BINARY = 0x82;
const FIRST_PIECE = 0x02;
const NEXT_PIECE = 0x00;
const PING = 0x89;

let http: Server;
let sockets: SocketServer;
let url: string;
/** What sessions were given: one entry a socket. */
let sessions: { learner: LearnerId; heard: string[]; isOver: boolean }[];
const clients: Disposable[] = [];

const ada = learnerIdSchema.parse('a'.repeat(32));
const json = (message: object) => JSON.stringify(message);
const hello = json({ type: 'hello', version: 3 });

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  sessions = [];
  sockets = createSocketServer({
    // Who has a cookie is who it says.
    readVisitor: async (cookie) =>
      cookie ? { id: learnerIdSchema.parse(cookie), role: 'learner', isSignedIn: false } : undefined,
    ownOrigin: createOwnOrigin(new URL(url)),
    onSocket: (socket, learner) => {
      const session = { learner: learner.id, heard: [] as string[], isOver: false };
      sessions.push(session);
      socket.on('message', (data) => session.heard.push(String(data)));
      return {
        [Symbol.dispose]: () => {
          session.isOver = true;
        },
      };
    },
    onError: (error) => expect.fail(String(error)),
  });
  http.on('upgrade', (request, socket, head) => void sockets.upgrade(request, socket, head));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client[Symbol.dispose]();
  sockets[Symbol.dispose]();
  http.closeAllConnections();
  http.close();
  await once(http, 'close');
  vi.useRealTimers();
});

async function upgrade(cookie: string = ada, headers: string[] = []): Promise<RawClient> {
  const client = await RawClient.upgrade(url, cookie, headers);
  clients.push(client);
  return client;
}

/** A page as browsers have it: answers pings, and closes. */
async function openPage(cookie: string = ada) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
  clients.push({ [Symbol.dispose]: () => socket.terminate() });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await once(socket, 'open');
  return { socket, closed };
}

/** Looks again whenever something may have come. Unlike vi.waitFor it leaves the time alone. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setImmediate(next));
}

/** Resolves when the server has seen all that was sent before. */
async function settle(socket: WebSocket): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.ping();
  await once(socket, 'pong');
}

test('rule 2: who does not say hello in time is closed; who does is not', async () => {
  const [silent, greeted] = [await openPage(), await openPage()];
  greeted.socket.send(hello);
  await settle(greeted.socket);
  vi.advanceTimersByTime(9_999);
  await settle(silent.socket);
  vi.advanceTimersByTime(1);
  expect(await silent.closed).toBe(closeCodes.malformed);
  expect(greeted.socket.readyState).toBe(WebSocket.OPEN);
  await settle(greeted.socket);
});

test('rule 2: a hello that comes byte by byte, or in pieces without end, is none', async () => {
  for (const slow of [rawFrame(TEXT, Buffer.from(hello)).subarray(0, 12), rawFrame(0x01, Buffer.from('{'))]) {
    const client = await upgrade();
    client.write(slow);
    await until(() => sessions.at(-1)?.isOver === false);
    vi.advanceTimersByTime(10_000);
    client.end();
    expect(await client.closed).toBe(closeCodes.malformed);
  }
});

test('rule 4: a socket that does not answer a ping by the next is ended, and its session with it', async () => {
  const answers = await openPage();
  const client = await upgrade();
  for (const page of [answers.socket]) page.send(hello);
  client.write(rawFrame(TEXT, Buffer.from(hello)));
  await settle(answers.socket);
  vi.advanceTimersByTime(25_000);
  await once(answers.socket, 'ping');
  await settle(answers.socket);
  vi.advanceTimersByTime(25_000);
  expect(await client.closed).toBeUndefined();
  expect(sessions.map(({ isOver }) => isOver)).toEqual([false, true]);
});

test('rule 6: 400 control messages at once and 40 a second are heard; more closes the socket', async () => {
  const { socket, closed } = await openPage();
  socket.send(hello);
  for (let count = 1; count < 400; count += 1) socket.send(json({ type: 'ping', id: count }));
  await until(() => sessions[0]?.heard.length === 400);
  for (let second = 0; second < 3; second += 1) {
    vi.advanceTimersByTime(1_000);
    for (let count = 0; count < 40; count += 1) socket.send(json({ type: 'exercise.run', exercise: 'x' }));
    await until(() => sessions[0]?.heard.length === 440 + 40 * second);
  }

  socket.send(json({ type: 'ping', id: 0 }));
  expect(await closed).toBe(closeCodes.tooFast);
});

test('rule 6: what is typed and acknowledged is not counted', async () => {
  const { socket } = await openPage();
  socket.send(hello);
  for (let count = 0; count < 2_000; count += 1) {
    socket.send(json({ type: 'terminal.ack', terminal: 'main', offset: count }));
    socket.send(Buffer.from('\0x'));
  }
  await until(() => sessions[0]?.heard.length === 4_001);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

test('rule 6: the pings of WebSocket itself are counted too', async () => {
  const client = await upgrade();
  client.write(rawFrame(TEXT, Buffer.from(hello)));
  for (let count = 0; count < 500; count += 1) client.write(rawFrame(PING, Buffer.alloc(0)));
  client.end();
  expect(await client.closed).toBe(closeCodes.tooFast);
});

test('rules 6, 23 and 24: after eight hours with nothing but pings, looks and acknowledgements a socket is closed', async () => {
  const [unused, used] = [await openPage(), await openPage()];
  for (const { socket } of [unused, used]) socket.send(hello);
  const pass = async (hours: number) => {
    for (let passed = 0; passed < hours * 3_600; passed += 25) {
      for (const { socket, closed } of [unused, used]) {
        socket.send(json({ type: 'ping', id: passed }));
        socket.send(json({ type: 'terminal.ack', terminal: 'main', offset: passed }));
        socket.send(json({ type: 'engine.watch', parts: ['images'] }));
        socket.send(json({ type: 'files.watch', paths: ['Dockerfile'] }));
        await Promise.race([settle(socket), closed]);
      }
      vi.advanceTimersByTime(25_000);
      // Each answers the server's ping of this round.
      for (const { socket, closed } of [unused, used]) await Promise.race([settle(socket), closed]);
    }
  };
  await pass(4);
  used.socket.send(Buffer.from('\0x'));
  await pass(3.95);
  expect(unused.socket.readyState).toBe(WebSocket.OPEN);
  await pass(0.1);
  expect(await unused.closed).toBe(closeCodes.idle);
  expect(used.socket.readyState).toBe(WebSocket.OPEN);
});

test('rule 6: whom the server closes makes room, though they never answer the close', async () => {
  const raw = await Promise.all(Array.from({ length: 8 }, () => upgrade()));
  const { closed } = await openPage();
  expect(await closed).toBe(closeCodes.tooMany);
  for (const client of raw) client.write(rawFrame(TEXT, Buffer.from(hello), { isMasked: false }));
  await until(() => {
    vi.advanceTimersByTime(5_000);
    return sessions.every(({ isOver }) => isOver);
  });
  const { socket } = await openPage();
  socket.send(hello);
  await settle(socket);
});

test('rule 9: a frame over the limit is closed with its code before it has come, however it is cut', async () => {
  const tooLong = MAX_CLIENT_FRAME_BYTES + 1;
  const piece = Buffer.alloc(MAX_CLIENT_FRAME_BYTES / 2);
  for (const bytes of [
    [rawFrame(BINARY, Buffer.alloc(10), { claimed: tooLong })],
    [rawFrame(BINARY, Buffer.alloc(10), { claimed: 2 ** 40 })],
    [rawFrame(FIRST_PIECE, piece), rawFrame(NEXT_PIECE, piece), rawFrame(NEXT_PIECE, Buffer.alloc(1))],
    [rawFrame(FIRST_PIECE, piece), ...Array.from({ length: 300 }, () => rawFrame(NEXT_PIECE, Buffer.alloc(0)))],
  ]) {
    const client = await upgrade();
    client.write(rawFrame(TEXT, Buffer.from(hello)));
    for (const part of bytes) client.write(part);
    client.end();
    expect(await client.closed).toBe(closeCodes.tooLarge);
    expect(sessions.at(-1)?.heard).toEqual([hello]);
  }
});

test('rule 9: a frame of exactly the limit is heard', async () => {
  const { socket } = await openPage();
  socket.send(hello);
  socket.send(Buffer.alloc(MAX_CLIENT_FRAME_BYTES, 'x'));
  await until(() => sessions[0]?.heard[1]?.length === MAX_CLIENT_FRAME_BYTES);
});

test('a message in pieces, with a ping between them, is one message', async () => {
  const client = await upgrade();
  client.write(rawFrame(0x01, Buffer.from(hello.slice(0, 9))));
  client.write(rawFrame(PING, Buffer.from('x')));
  client.write(rawFrame(0x80, Buffer.from(hello.slice(9))));
  await until(() => sessions[0]?.heard.length === 1);
  expect(sessions[0]?.heard).toEqual([hello]);
});

test.each([
  ['not masked', rawFrame(TEXT, Buffer.from('{}'), { isMasked: false })],
  ['compressed, though that was not agreed', rawFrame(0xc1, Buffer.alloc(8))],
  ['of a kind that does not exist', rawFrame(0x83, Buffer.alloc(8))],
  ['the next piece of nothing', rawFrame(0x80, Buffer.alloc(8))],
  ['text that is no UTF-8', rawFrame(TEXT, Buffer.from([0xc3, 0x28]))],
  ['a ping in pieces', rawFrame(0x09, Buffer.alloc(1))],
  ['a ping that is too long', rawFrame(PING, Buffer.alloc(126))],
])('rule 8: a frame that is %s closes as malformed', async (_, frame) => {
  const client = await upgrade();
  client.write(rawFrame(TEXT, Buffer.from(hello)));
  client.write(frame);
  client.end();
  expect(await client.closed).toBe(closeCodes.malformed);
});

test('compression is not agreed to, so that no small frame can grow', async () => {
  const client = await upgrade(ada, ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits']);
  expect(client.answer).toContain('101 Switching Protocols');
  expect(client.answer.toLowerCase()).not.toContain('sec-websocket-extensions');
});

test('nothing is heard of a socket after it was closed, though it had come already', async () => {
  const client = await upgrade();
  const messages = [hello, ...Array.from({ length: 600 }, (_, id) => json({ type: 'ping', id }))];
  client.write(Buffer.concat(messages.map((message) => rawFrame(TEXT, Buffer.from(message)))));
  client.end();
  expect(await client.closed).toBe(closeCodes.tooFast);
  // The one that was too many is the last.
  expect(sessions[0]?.heard).toHaveLength(401);
});

test('who is refused is let go, though they keep their end open', async () => {
  for (const [cookie, path] of [
    ['', '/ws'],
    [ada, '/else'],
  ]) {
    const client = await RawClient.connect(url);
    clients.push(client);
    client.write(
      `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nOrigin: ${url}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await client.until(() => client.answer.includes('\r\n\r\n'));
    expect(client.answer).toMatch(/^HTTP\/1.1 40[14] /);
    await until(() => new Promise((resolve) => http.getConnections((_error, count) => resolve(count === 0))));
  }
});

test('a learner who connects again and again is told to wait, and nobody else is', async () => {
  const statuses: (string | undefined)[] = [];
  for (let count = 0; count < 90; count += 1) {
    const client = await upgrade();
    statuses.push(/^HTTP\/1.1 (\d+)/.exec(client.answer)?.[1]);
    client[Symbol.dispose]();
  }
  expect(statuses).toEqual([...Array(80).fill('101'), ...Array(10).fill('429')]);
  expect((await upgrade('b'.repeat(32))).answer).toContain('101');
  vi.advanceTimersByTime(1_000);
  expect((await upgrade()).answer).toContain('101');
});

test('an upgrade that is none is refused as such', async () => {
  const client = await RawClient.connect(url);
  clients.push(client);
  client.write(
    `GET /ws HTTP/1.1\r\nHost: ${new URL(url).host}\r\nOrigin: ${url}\r\nCookie: ${ada}\r\nConnection: Upgrade\r\nUpgrade: nonsense\r\n\r\n`,
  );
  await client.until(() => client.answer.includes('\r\n\r\n'));
  expect(client.answer).toMatch(/^HTTP\/1.1 400 /);
  expect(sessions).toEqual([]);
});
