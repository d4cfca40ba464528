import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import {
  type ClientMessage,
  clientMessageSchema,
  closeCodes,
  encodeOutputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../shared/protocol/index.ts';
import { Connection, type ScreenOutput, type TerminalScreen } from './connection.ts';
import type { ConnectionStatus } from './page-state.ts';

/** The other end: a real socket that a test drives by hand. */
class Peer {
  readonly messages: ClientMessage[] = [];
  readonly input: Buffer[] = [];
  readonly #socket: ServerSocket;

  constructor(socket: ServerSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      const bytes = data as Buffer;
      if (isBinary) this.input.push(bytes);
      else this.messages.push(clientMessageSchema.parse(JSON.parse(bytes.toString())));
    });
  }

  send(message: ServerMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  output(channel: number, offset: number, text: string): void {
    this.#socket.send(encodeOutputFrame({ channel, offset, bytes: new TextEncoder().encode(text) }));
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  find<Type extends ClientMessage['type']>(type: Type): Promise<Extract<ClientMessage, { type: Type }>> {
    return vi.waitFor(() => {
      const found = this.messages.find((message) => message.type === type);
      if (!found) throw new Error(`no ${type} yet`);
      return found as Extract<ClientMessage, { type: Type }>;
    });
  }

  async welcome(): Promise<void> {
    expect(await this.find('hello')).toEqual({ type: 'hello', version: PROTOCOL_VERSION });
    this.send({ type: 'welcome', version: PROTOCOL_VERSION, role: 'learner' });
  }
}

class Screen implements TerminalScreen {
  text = '';
  state = '';
  write({ bytes }: ScreenOutput, onDrawn: () => void): void {
    this.text += new TextDecoder().decode(bytes);
    onDrawn();
  }
  clear(): void {
    this.text = '';
  }
  size(): { cols: number; rows: number } {
    return { cols: 80, rows: 24 };
  }
  adopt(): void {}
  setState(state: string): void {
    this.state = state;
  }
}

let server: WebSocketServer;
let connection: Connection;
let statuses: ConnectionStatus[];
let introductions: number;
const peers: Peer[] = [];

async function nextPeer(count: number): Promise<Peer> {
  await vi.waitFor(() => expect(peers.length).toBe(count));
  return peers[count - 1] as Peer;
}

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => peers.push(new Peer(socket)));
  await once(server, 'listening');
  statuses = [];
  introductions = 0;
  connection = new Connection({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    introduce: async () => {
      introductions += 1;
    },
    random: () => 0,
    onStatus: (status) => statuses.push(status),
    onExercise: () => {},
    onTerminals: () => {},
    onPreviews: () => {},
    onProblem: () => {},
  });
});

afterEach(async () => {
  connection.suspend();
  peers.length = 0;
  for (const client of server.clients) client.terminate();
  server.close();
  await once(server, 'close');
});

async function openShell(screen: Screen) {
  const link = connection.openTerminal('main', screen);
  connection.start();
  const peer = await nextPeer(1);
  await peer.welcome();
  await peer.find('terminal.open');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live: 0 });
  await vi.waitFor(() => expect(screen.state).toBe('open'));
  return { link, peer };
}

test('rules 1 and 2: introduces itself, says hello first, and sends what waited after the welcome', async () => {
  connection.watch('web-app');
  connection.run('web-app');
  connection.start();
  const peer = await nextPeer(1);
  await peer.find('hello');
  expect(introductions).toBe(1);
  expect(peer.messages).toHaveLength(1);
  await peer.welcome();
  await peer.find('exercise.run');
  expect(peer.messages.map(({ type }) => type)).toEqual(['hello', 'exercise.watch', 'exercise.run']);
});

test('rule 3: says how the sandbox stands, with the place in the line', async () => {
  connection.start();
  const peer = await nextPeer(1);
  await peer.welcome();
  const waiting = { state: 'waiting', place: 3, expectedSeconds: 240 } as const;
  peer.send({ type: 'sandbox', sandbox: waiting });
  peer.send({ type: 'sandbox', sandbox: { state: 'starting' } });
  peer.send({ type: 'sandbox', sandbox: { state: 'failed', message: 'The disk is full.' } });
  await vi.waitFor(() =>
    expect(statuses).toEqual([
      { state: 'connecting' },
      waiting,
      { state: 'starting' },
      { state: 'failed', message: 'The disk is full.' },
    ]),
  );
});

test('rules 3 and 17: a shell that its sandbox took along comes back with the sandbox, when it is asked for', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  peer.send({ type: 'sandbox', sandbox: { state: 'stopped', reason: 'idle' } });
  peer.send({ type: 'terminal.closed', terminal: 'main', reason: 'lost' });
  await vi.waitFor(() => expect(screen.state).toBe('lost'));
  expect(statuses.at(-1)).toEqual({ state: 'stopped', reason: 'idle' });
  link.reopen();
  const second = await nextPeer(2);
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ after: null });
});

test('rules 7, 12 and 19: after a broken socket the terminal goes on where it was, and exercises are watched again', async () => {
  const screen = new Screen();
  connection.watch('web-app');
  const { peer } = await openShell(screen);
  peer.output(7, 0, '$ doc');
  await vi.waitFor(() => expect(screen.text).toBe('$ doc'));
  peer.terminate();

  const second = await nextPeer(2);
  expect(statuses.at(-1)).toEqual({ state: 'reconnecting' });
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ after: 5 });
  await second.find('exercise.watch');
  second.send({ type: 'terminal.opened', terminal: 'main', channel: 0, from: 5, live: 5 });
  second.output(0, 5, 'ker ps');
  await vi.waitFor(() => expect(screen.text).toBe('$ docker ps'));
  expect(introductions).toBe(1);
});

test('rule 12: clears the screen when the server no longer has what follows', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen);
  peer.output(7, 0, 'old');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 900, live: 900 });
  peer.output(7, 900, 'new');
  await vi.waitFor(() => expect(screen.text).toBe('new'));
});

test('rule 12: output that leaves a gap is asked for again over a new socket', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen);
  peer.output(7, 0, 'abc');
  peer.output(7, 4, 'e');
  const second = await nextPeer(2);
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ after: 3 });
  expect(screen.text).toBe('abc');
});

test('rule 13: acknowledges the rest of the output once the terminal is quiet', async () => {
  const { peer } = await openShell(new Screen());
  peer.output(7, 0, 'abc');
  expect(await peer.find('terminal.ack')).toEqual({ type: 'terminal.ack', terminal: 'main', offset: 3 });
});

test('rules 9 and 11: a long paste comes in frames that fit, and nothing is typed without a shell', async () => {
  const { link, peer } = await openShell(new Screen());
  link.type('x'.repeat(150_000));
  await vi.waitFor(() => expect(peer.input).toHaveLength(3));
  expect(peer.input.every((frame) => frame[0] === 7)).toBe(true);
  peer.terminate();
  const second = await nextPeer(2);
  await second.welcome();
  link.type('lost');
  await second.find('terminal.open');
  expect(second.input).toHaveLength(0);
});

test('rule 17: a shell that ended is not opened again until it is asked for', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  peer.output(7, 0, 'exit');
  peer.send({ type: 'terminal.closed', terminal: 'main', reason: 'exited' });
  await vi.waitFor(() => expect(screen.state).toBe('exited'));
  peer.messages.length = 0;
  link.reopen();
  expect(await peer.find('terminal.open')).toMatchObject({ after: null });
});

test('rule 7: says why a socket is closed for good, stays away, and comes back when asked', async () => {
  connection.start();
  const peer = await nextPeer(1);
  await peer.find('hello');
  peer.close(closeCodes.tooMany);
  await vi.waitFor(() => expect(statuses.at(-1)?.state).toBe('failed'));
  expect(peers).toHaveLength(1);
  connection.restart();
  await (await nextPeer(2)).welcome();
});

test('a page that is put aside has no socket, and gets one when it is shown again', async () => {
  connection.start();
  await (await nextPeer(1)).welcome();
  connection.suspend();
  await vi.waitFor(() => expect(server.clients.size).toBe(0));
  connection.resume();
  await (await nextPeer(2)).welcome();
});
