import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { EngineContainers } from '../shared/engine-views.ts';
import { type FileStamp, MAX_WATCHED_PATHS } from '../shared/file-views.ts';
import {
  type ClientMessage,
  clientMessageSchema,
  closeCodes,
  encodeOutputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../shared/protocol/index.ts';
import type { ExerciseState } from '../shared/views.ts';
import {
  Connection,
  type ScreenOutput,
  type TerminalLink,
  type TerminalScreen,
  type TerminalSize,
} from './connection.ts';
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

  /** As a network that is gone: it hears nothing any more, and says nothing. */
  freeze(): void {
    this.#socket.pause();
  }

  of<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.messages.filter((message) => message.type === type) as Extract<ClientMessage, { type: Type }>[];
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
  replayed = '';
  fits = { cols: 80, rows: 24 };
  adopted: TerminalSize[] = [];
  told: string[] = [];
  write({ bytes }: ScreenOutput, onDrawn: () => void): void {
    this.text += new TextDecoder().decode(bytes);
    onDrawn();
  }
  endReplay(): void {
    this.replayed = this.text;
  }
  clear(): void {
    this.text = '';
  }
  size(): TerminalSize {
    return this.fits;
  }
  adopt(size: TerminalSize): void {
    this.adopted.push(size);
  }
  setState(state: string): void {
    this.state = state;
  }
  tell(text: string): void {
    this.told.push(text);
  }
}

let server: WebSocketServer;
let connection: Connection;
let statuses: ConnectionStatus[];
let introductions: number;
let problems: string[];
let exercises: ExerciseState[];
let containers: EngineContainers[];
let stamps: FileStamp[];
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
  problems = [];
  exercises = [];
  stamps = [];
  containers = [];
  connection = new Connection({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    introduce: async () => {
      introductions += 1;
    },
    random: () => 0,
    onStatus: (status) => statuses.push(status),
    onExercise: (state) => exercises.push(state),
    onTerminals: () => {},
    onPreviews: () => {},
    onEngineImages: () => {},
    onEngineContainers: (engine) => containers.push(engine),
    onFileStamps: (news) => stamps.push(...news),
    onProblem: (problem) => problems.push(problem),
  });
});

afterEach(async () => {
  vi.useRealTimers();
  connection.suspend();
  peers.length = 0;
  for (const client of server.clients) client.terminate();
  server.close();
  await once(server, 'close');
});

async function openShell(screen: Screen, { live = 0 } = {}) {
  const link = connection.openTerminal('main', screen);
  connection.start();
  const peer = await nextPeer(1);
  await peer.welcome();
  await peer.find('terminal.open');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live, modes: '' });
  await vi.waitFor(() => expect(screen.state).toBe('open'));
  return { link, peer };
}

test('rules 1 and 2: introduces itself, says hello first, and sends what waited after the welcome', async () => {
  connection.exercises.watch('web-app');
  connection.exercises.run('web-app');
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
  connection.exercises.watch('web-app');
  const { peer } = await openShell(screen);
  peer.output(7, 0, '$ doc');
  await vi.waitFor(() => expect(screen.text).toBe('$ doc'));
  peer.terminate();

  const second = await nextPeer(2);
  expect(statuses.at(-1)).toEqual({ state: 'reconnecting' });
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ after: 5 });
  await second.find('exercise.watch');
  second.send({ type: 'terminal.opened', terminal: 'main', channel: 0, from: 5, live: 5, modes: '' });
  second.output(0, 5, 'ker ps');
  await vi.waitFor(() => expect(screen.text).toBe('$ docker ps'));
  expect(introductions).toBe(1);
});

test('rule 12: clears the screen when the server no longer has what follows', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen);
  peer.output(7, 0, 'old');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 900, live: 900, modes: '' });
  peer.output(7, 900, 'new');
  await vi.waitFor(() => expect(screen.text).toBe('new'));
});

test('rule 12: the screen hears when all is there that was written before, or that no more of it comes', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen, { live: 6 });
  peer.output(7, 0, 'abc');
  await vi.waitFor(() => expect(screen.text).toBe('abc'));
  expect(screen.replayed).toBe('');
  peer.output(7, 3, 'defghi');
  await vi.waitFor(() => expect(screen.text).toBe('abcdefghi'));
  expect(screen.replayed).toBe('abcdef');
  peer.terminate();
  await vi.waitFor(() => expect(screen.replayed).toBe('abcdefghi'));
});

test('rule 12: a screen that begins anew is put into the modes that it had there', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen);
  peer.output(7, 0, 'old');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 900, live: 900, modes: '\x1b[?1049h' });
  peer.output(7, 900, 'new');
  await vi.waitFor(() => expect(screen.text).toBe('\x1b[?1049hnew'));
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

test('rules 9 and 11: a long paste comes in frames that fit', async () => {
  const { link, peer } = await openShell(new Screen());
  link.type('x'.repeat(150_000));
  await vi.waitFor(() => expect(peer.input).toHaveLength(3));
  expect(peer.input.every((frame) => frame[0] === 7)).toBe(true);
});

/** The connection breaks, and something is typed into a shell that is not open again yet. Resolves when it is, `from` where the server says. */
async function typeBetween({ link, peer, screen, typed, from }: Broken): Promise<Peer> {
  peer.terminate();
  await vi.waitFor(() => expect(screen.state).toBe('waiting'));
  for (const key of typed) link.type(key);
  const second = await nextPeer(2);
  await second.welcome();
  await second.find('terminal.open');
  expect(second.input).toEqual([]);
  second.send({ type: 'terminal.opened', terminal: 'main', channel: 4, from, live: from, modes: '' });
  await vi.waitFor(() => expect(screen.state).toBe('open'));
  return second;
}

interface Broken {
  readonly link: TerminalLink;
  readonly peer: Peer;
  readonly screen: Screen;
  readonly typed: string;
  readonly from: number;
}

test('rule 11: what is typed before a shell is open is sent as soon as it is, once and before a command block', async () => {
  const screen = new Screen();
  const link = connection.openTerminal('main', screen);
  connection.start();
  link.type('ls');
  const peer = await nextPeer(1);
  await peer.welcome();
  link.type('\r');
  await peer.find('terminal.open');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live: 0, modes: '' });
  await vi.waitFor(() => expect(peer.input.map(String)).toEqual(['\x07ls\r']));
  link.type('x');
  await vi.waitFor(() => expect(peer.input.map(String)).toEqual(['\x07ls\r', '\x07x']));
  expect(screen.told).toEqual([]);
});

test('rule 11: what is typed while the page reconnects is sent to the shell that it was typed at', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  link.type('\r');
  peer.output(7, 0, '$ ');
  await vi.waitFor(() => expect(screen.text).toBe('$ '));
  const second = await typeBetween({ link, peer, screen, typed: 'docker ps\r', from: 2 });
  await vi.waitFor(() => expect(second.input.map(String)).toEqual(['\x04docker ps\r']));
  expect(screen.told).toEqual([]);
});

test('rule 11: after a connection that broke while something was typed, nothing follows it, and the learner is told', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  link.type('cd build && ');
  const second = await typeBetween({ link, peer, screen, typed: 'rm -r *\r', from: 0 });
  expect(screen.told).toEqual([expect.stringMatching(/may not have arrived, and what you typed since was not sent/)]);
  link.type('\x03');
  await vi.waitFor(() => expect(second.input.map(String)).toEqual(['\x04\x03']));
});

test('rule 11: who typed only before the connection broke is told that it may be missing', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  link.type('ls');
  await typeBetween({ link, peer, screen, typed: '', from: 0 });
  expect(screen.told).toEqual([expect.stringMatching(/may not have arrived\.$/)]);
});

test('rule 11: a shell that does not go on where the learner left it does not get what they typed', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  peer.output(7, 0, '$ ');
  await vi.waitFor(() => expect(screen.text).toBe('$ '));
  const second = await typeBetween({ link, peer, screen, typed: ':wq\r', from: 900 });
  expect(screen.told).toEqual([expect.stringMatching(/not where you left it/)]);
  link.type('x');
  await vi.waitFor(() => expect(second.input.map(String)).toEqual(['\x04x']));
});

test('rule 11: what was typed too long ago is not sent, and the learner is told', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  vi.useFakeTimers({ toFake: ['Date'] });
  peer.terminate();
  await vi.waitFor(() => expect(screen.state).toBe('waiting'));
  link.type('ls\r');
  vi.setSystemTime(Date.now() + 16_000);
  const second = await typeBetween({ link, peer, screen, typed: '', from: 0 });
  expect(screen.told).toEqual([expect.stringMatching(/too long ago/)]);
  link.type('x');
  await vi.waitFor(() => expect(second.input.map(String)).toEqual(['\x04x']));
});

test('rules 11 and 17: a shell that turns out to have ended gets nothing, and the next one what was typed for it', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  peer.terminate();
  await vi.waitFor(() => expect(screen.state).toBe('waiting'));
  link.type('ls\r');
  const second = await nextPeer(2);
  await second.welcome();
  await second.find('terminal.open');
  second.send({ type: 'terminal.closed', terminal: 'main', reason: 'exited' });
  await vi.waitFor(() => expect(screen.told).toEqual([expect.stringMatching(/has ended/)]));
  link.type('to nobody');
  link.reopen();
  link.type('pwd\r');
  second.send({ type: 'terminal.opened', terminal: 'main', channel: 4, from: 500, live: 500, modes: '' });
  await vi.waitFor(() => expect(second.input.map(String)).toEqual(['\x04pwd\r']));
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

const fakeTime = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });

test('rule 5: after 20 s of silence asks whether the server is there, and connects anew when it does not say so in 10 s', async () => {
  fakeTime();
  const { peer } = await openShell(new Screen());
  peer.messages.length = 0;
  vi.advanceTimersByTime(19_000);
  expect(peer.of('ping')).toEqual([]);
  vi.advanceTimersByTime(1_000);
  const { id } = await peer.find('ping');
  peer.send({ type: 'pong', id });
  peer.output(7, 0, '$ ');
  // The answer has come when what was sent behind it is acknowledged.
  await peer.find('terminal.ack');
  vi.advanceTimersByTime(15_000);
  expect(peers).toHaveLength(1);
  peer.freeze();
  vi.advanceTimersByTime(15_000);
  const second = await nextPeer(2);
  expect(statuses.at(-1)).toEqual({ state: 'reconnecting' });
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ after: 2 });
});

test('who comes back to a page whose network is gone has another connection within two seconds', async () => {
  fakeTime();
  const { peer } = await openShell(new Screen());
  peer.freeze();
  connection.wake();
  vi.advanceTimersByTime(2_000);
  await (await nextPeer(2)).welcome();
});

test('who comes back to a page that is well connected keeps the connection', async () => {
  fakeTime();
  const { peer } = await openShell(new Screen());
  connection.wake();
  const { id } = await peer.find('ping');
  peer.send({ type: 'pong', id });
  peer.output(7, 0, '$ ');
  await peer.find('terminal.ack');
  vi.advanceTimersByTime(10_000);
  expect(peers).toHaveLength(1);
});

test('who comes back while the next attempt is waited for does not wait', async () => {
  connection.start();
  (await nextPeer(1)).terminate();
  await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ state: 'reconnecting' }));
  fakeTime();
  connection.wake();
  await (await nextPeer(2)).welcome();
});

test('a server that takes the connection and says nothing is tried again', async () => {
  fakeTime();
  connection.start();
  await (await nextPeer(1)).find('hello');
  vi.advanceTimersByTime(15_000);
  expect(statuses.at(-1)).toEqual({ state: 'reconnecting' });
  vi.advanceTimersByTime(250);
  await (await nextPeer(2)).welcome();
  expect(introductions).toBe(2);
});

test('rule 7: a server that welcomes and falls over is asked ever more seldom', async () => {
  connection.start();
  const delays: number[] = [];
  for (let count = 1; count <= 3; count += 1) {
    const peer = await nextPeer(count);
    await peer.welcome();
    const dropped = performance.now();
    peer.terminate();
    await nextPeer(count + 1);
    delays.push(performance.now() - dropped);
  }
  for (const [index, delay] of delays.entries()) expect(delay).toBeGreaterThanOrEqual(120 * 2 ** index);
});

test.each([
  ['a key or a click', () => connection.attend()],
  ['a look', () => connection.wake()],
])(
  'rules 6 and 7: closed because nothing was done, the page comes back at %s, and not by itself',
  async (_, comeBack) => {
    const { peer } = await openShell(new Screen());
    fakeTime();
    peer.close(closeCodes.idle);
    await vi.waitFor(() => expect(statuses.at(-1)?.state).toBe('failed'));
    vi.advanceTimersByTime(3_600_000);
    expect(peers).toHaveLength(1);
    comeBack();
    const second = await nextPeer(2);
    await second.welcome();
    await second.find('terminal.open');
  },
);

test('rule 7: after any other close for good, only the learner’s own Retry connects again', async () => {
  connection.start();
  const peer = await nextPeer(1);
  await peer.find('hello');
  peer.close(closeCodes.tooMany);
  await vi.waitFor(() => expect(statuses.at(-1)?.state).toBe('failed'));
  connection.attend();
  connection.wake();
  connection.suspend();
  connection.resume();
  expect(statuses.at(-1)?.state).toBe('failed');
  connection.start();
  await (await nextPeer(2)).welcome();
});

test('rule 18: a command block is asked for once, however often the shell is opened, and told what came of it', async () => {
  const { link, peer } = await openShell(new Screen());
  const block = { lesson: 'layers', block: 2 };
  const outcome = link.run(block);
  await peer.find('terminal.run');
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live: 0, modes: '' });
  peer.send({ type: 'terminal.ran', terminal: 'main', lesson: 'layers', block: 1, outcome: 'typed' });
  peer.send({ type: 'terminal.ran', terminal: 'main', ...block, outcome: 'busy' });
  expect(await outcome).toBe('busy');
  expect(peer.of('terminal.run')).toEqual([{ type: 'terminal.run', terminal: 'main', ...block }]);
});

test('rule 18: the same block asked for twice is answered twice, in order', async () => {
  const { link, peer } = await openShell(new Screen());
  const block = { lesson: 'layers', block: 0 };
  const outcomes = [link.run(block), link.run(block)];
  peer.send({ type: 'terminal.ran', terminal: 'main', ...block, outcome: 'typed' });
  expect(await outcomes[0]).toBe('typed');
  peer.send({ type: 'terminal.ran', terminal: 'main', ...block, outcome: 'busy' });
  expect(await outcomes[1]).toBe('busy');
});

test('rule 18: a command block waits for its shell, and is not typed by a later connection', async () => {
  const link = connection.openTerminal('main', new Screen());
  connection.start();
  const block = { lesson: 'layers', block: 0 };
  const [waiting, lost] = [link.run(block), link.run({ ...block, block: 1 })];
  const peer = await nextPeer(1);
  await peer.welcome();
  await peer.find('terminal.open');
  expect(peer.of('terminal.run')).toEqual([]);
  peer.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live: 0, modes: '' });
  peer.send({ type: 'terminal.ran', terminal: 'main', ...block, outcome: 'typed' });
  expect(await waiting).toBe('typed');
  peer.terminate();
  expect(await lost).toBe('unsent');
  const second = await nextPeer(2);
  await second.welcome();
  await second.find('terminal.open');
  second.send({ type: 'terminal.opened', terminal: 'main', channel: 7, from: 0, live: 0, modes: '' });
  second.output(7, 0, '$ ');
  await second.find('terminal.ack');
  expect(second.of('terminal.run')).toEqual([]);
});

test('rule 18: to a shell that ended, or a terminal that is closed, nothing is sent', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  const asked = link.run({ lesson: 'layers', block: 0 });
  peer.send({ type: 'terminal.closed', terminal: 'main', reason: 'exited' });
  expect(await asked).toBe('unsent');
  expect(await link.run({ lesson: 'layers', block: 0 })).toBe('unsent');
  link.close();
  expect(await link.run({ lesson: 'layers', block: 0 })).toBe('unsent');
});

test('rule 13: what a page shows no longer it still acknowledges, so that the shell goes on', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  // Never drawn.
  screen.write = () => {};
  peer.output(7, 0, 'x'.repeat(1_000));
  peer.send({ type: 'terminal.resized', terminal: 'main', cols: 90, rows: 30 });
  await vi.waitFor(() => expect(screen.adopted).toContainEqual({ cols: 90, rows: 30 }));
  link.close();
  link.type('lost');
  expect(await peer.find('terminal.ack')).toMatchObject({ offset: 1_000 });
  peer.output(7, 1_000, 'y'.repeat(40_000));
  await vi.waitFor(() => expect(peer.of('terminal.ack').at(-1)).toMatchObject({ offset: 41_000 }));
  expect(peer.input).toEqual([]);
  peer.terminate();
  connection.exercises.watch('web-app');
  const second = await nextPeer(2);
  await second.welcome();
  await second.find('exercise.watch');
  expect(second.of('terminal.open')).toEqual([]);
});

test('rule 17: a shell is ended, though the connection was away just then', async () => {
  const { link, peer } = await openShell(new Screen());
  peer.terminate();
  await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ state: 'reconnecting' }));
  link.end();
  link.close();
  const second = await nextPeer(2);
  await second.welcome();
  expect(await second.find('terminal.end')).toEqual({ type: 'terminal.end', terminal: 'main' });
});

test('rule 14: draws in the size that another page has set, and takes its own when it is typed into', async () => {
  const screen = new Screen();
  const { link, peer } = await openShell(screen);
  peer.send({ type: 'terminal.resized', terminal: 'main', cols: 100, rows: 30 });
  await vi.waitFor(() => expect(screen.adopted.at(-1)).toEqual({ cols: 100, rows: 30 }));
  link.type('x');
  link.type('y');
  await vi.waitFor(() => expect(peer.input).toHaveLength(2));
  expect(peer.of('terminal.resize')).toEqual([{ type: 'terminal.resize', terminal: 'main', cols: 80, rows: 24 }]);
  expect(screen.adopted.at(-1)).toEqual({ cols: 80, rows: 24 });
});

test('rule 14: a size that another page set is not the next connection’s, which sets its own', async () => {
  const screen = new Screen();
  const { peer } = await openShell(screen);
  peer.send({ type: 'terminal.resized', terminal: 'main', cols: 100, rows: 30 });
  await vi.waitFor(() => expect(screen.adopted.at(-1)).toEqual({ cols: 100, rows: 30 }));
  screen.fits = { cols: 70, rows: 20 };
  peer.terminate();
  const second = await nextPeer(2);
  await second.welcome();
  expect(await second.find('terminal.open')).toMatchObject({ cols: 70, rows: 20 });
  expect(screen.adopted.at(-1)).toEqual({ cols: 70, rows: 20 });
});

test('rule 15: an answer goes by its own message, and only to a shell that is open', async () => {
  const { link, peer } = await openShell(new Screen());
  link.answer('\x1b[1;1R');
  expect(await peer.find('terminal.answer')).toEqual({ type: 'terminal.answer', terminal: 'main', text: '\x1b[1;1R' });
  expect(peer.input).toEqual([]);
});

test('a paste that no shell takes is not typed in part, and the learner is told', async () => {
  const { link, peer } = await openShell(new Screen());
  link.type('x'.repeat(2 * 1024 * 1024));
  link.type('y');
  await vi.waitFor(() => expect(peer.input.map(String)).toEqual(['\x07y']));
  expect(problems).toEqual([expect.stringContaining('Put it into a file')]);
});

test('rule 18: a command block that the server does not know is not waited for', async () => {
  const { link, peer } = await openShell(new Screen());
  const outcome = link.run({ lesson: 'layers', block: 99 });
  await peer.find('terminal.run');
  peer.send({ type: 'error', code: 'command-block-unknown', message: 'Reload the page.' });
  expect(await outcome).toBe('unsent');
  expect(problems).toEqual(['Reload the page.']);
});

test('rules 20 and 21: an answer goes out again on the next socket until its state is here; hints and solution come in the state', async () => {
  connection.exercises.watch('layers');
  connection.exercises.answer('layers', 'count', '4');
  connection.start();
  const first = await nextPeer(1);
  await first.welcome();
  const answer = { type: 'exercise.answer', exercise: 'layers', task: 'count', text: '4' } as const;
  expect(await first.find('exercise.answer')).toEqual(answer);
  first.terminate();

  const second = await nextPeer(2);
  await second.welcome();
  expect(await second.find('exercise.answer')).toEqual(answer);
  connection.exercises.openHint('layers', 'count');
  connection.exercises.showSolution('layers');
  await second.find('exercise.solution');
  expect(second.messages.map(({ type }) => type)).toEqual([
    'hello',
    'exercise.watch',
    'exercise.answer',
    'exercise.hint',
    'exercise.solution',
  ]);
  const count = { id: 'count', passedAt: null, verdict: null, hints: ['Count.'], hintCount: 2, answer: '4' };
  const state = { exercise: 'layers', tasks: [count], isTried: true, solution: 'docker pull nginx:1.26' };
  second.send({ type: 'exercise.state', ...state });
  await vi.waitFor(() => expect(exercises).toEqual([state]));
  second.terminate();

  const third = await nextPeer(3);
  await third.welcome();
  await third.find('exercise.watch');
  // Answered on the same socket, so nothing is still on its way.
  connection.exercises.run('layers');
  await third.find('exercise.run');
  expect(third.messages.map(({ type }) => type)).toEqual(['hello', 'exercise.watch', 'exercise.run']);
});

test('rule 23: what is on screen is named when it changes, before there is a connection and on the next one', async () => {
  connection.picture(['images']);
  connection.start();
  const first = await nextPeer(1);
  await first.welcome();
  expect(await first.find('engine.watch')).toEqual({ type: 'engine.watch', parts: ['images'] });
  connection.picture([]);
  connection.picture(['containers']);
  await vi.waitFor(() =>
    expect(first.of('engine.watch').map(({ parts }) => parts)).toEqual([['images'], [], ['containers']]),
  );
  const pad = {
    id: 'a',
    name: 'pad',
    image: 'debian',
    imageId: 'b',
    imageBytes: 78,
    state: 'running',
    writtenBytes: 4,
  };
  first.send({ type: 'engine.containers', containers: [pad] });
  await vi.waitFor(() => expect(containers).toEqual([{ containers: [pad] }]));
  first.terminate();
  const second = await nextPeer(2);
  await second.welcome();
  expect((await second.find('engine.watch')).parts).toEqual(['containers']);
});

test('rule 24: what is open is named on each connection, no more of it than a message takes, and news of it are heard', async () => {
  connection.watchFiles(['web-app/Dockerfile', '']);
  connection.start();
  const first = await nextPeer(1);
  await first.welcome();
  expect((await first.find('files.watch')).paths).toEqual(['web-app/Dockerfile', '']);
  first.send({ type: 'files.stamps', stamps: [{ path: 'web-app/Dockerfile', stamp: null }] });
  await vi.waitFor(() => expect(stamps).toEqual([{ path: 'web-app/Dockerfile', stamp: null }]));
  connection.watchFiles(Array.from({ length: 200 }, (_, index) => `${index}`));
  await vi.waitFor(() => expect(first.of('files.watch').at(-1)?.paths).toHaveLength(MAX_WATCHED_PATHS));
  const long = Array.from({ length: 50 }, (_, index) => `${index}${'/'.padEnd(201, '🐳')}`);
  connection.watchFiles(long);
  await vi.waitFor(() => expect(first.of('files.watch')).toHaveLength(3));
  expect(first.of('files.watch').at(-1)?.paths.length).toBeGreaterThan(10);
  first.terminate();
  const second = await nextPeer(2);
  await second.welcome();
  expect((await second.find('files.watch')).paths[0]).toBe(long[0]);
});
