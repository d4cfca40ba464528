import { type EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import {
  ACK_WINDOW_BYTES,
  clientMessageSchema,
  encodeOutputFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '../shared/protocol/index.ts';
import { Connection, type ScreenOutput, type TerminalScreen } from './connection.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function portOf(server: EventEmitter & { address(): unknown }): Promise<number> {
  if (server.address() === null) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface Look {
  sent: number;
  acknowledged: number;
}

/** A server with one shell, by SPEC rules 10, 12 and 13: as faithful as it is short. */
class ShellPeer {
  readonly #whole: Uint8Array;
  readonly #keptBytes: number;
  readonly #frameBytes: number;
  readonly #looks = new Map<ServerSocket, Look>();
  #written = 0;
  /** Acknowledgements beyond what was sent. */
  readonly faults: string[] = [];
  /** All that was acknowledged, by any client. */
  acknowledged = 0;
  /** Beginnings that did not go on where their client was. */
  readonly beginnings: number[] = [];
  readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' });

  constructor(whole: Uint8Array, { keptBytes = whole.length, frameBytes = 32 * 1024 } = {}) {
    this.#whole = whole;
    this.#keptBytes = keptBytes;
    this.#frameBytes = frameBytes;
    this.server.on('connection', (socket) => {
      socket.on('error', () => {});
      socket.on('close', () => this.#looks.delete(socket));
      socket.on('message', (data, isBinary) => {
        if (!isBinary) this.#receive(socket, String(data));
      });
    });
    cleanUps.push(() => {
      for (const client of this.server.clients) client.terminate();
      this.server.close();
    });
  }

  /** The shell writes as much as it may: not while everybody who looks is a window behind. */
  write(bytes: number): boolean {
    const looks = [...this.#looks.values()];
    const isStopped = looks.length > 0 && looks.every((look) => this.#written - look.acknowledged >= ACK_WINDOW_BYTES);
    if (!isStopped) this.#written = Math.min(this.#whole.length, this.#written + bytes);
    for (const [socket, look] of this.#looks) this.#sendTo(socket, look);
    return this.#written < this.#whole.length;
  }

  get #start(): number {
    return Math.max(0, this.#written - this.#keptBytes);
  }

  #receive(socket: ServerSocket, text: string): void {
    const message = clientMessageSchema.parse(JSON.parse(text));
    if (message.type === 'hello') this.#say(socket, { type: 'welcome', version: PROTOCOL_VERSION, role: 'learner' });
    if (message.type === 'terminal.open') {
      const { after } = message;
      const goesOn = after !== null && after >= this.#start && after <= this.#written;
      this.#begin(socket, goesOn ? after : this.#start, goesOn);
    }
    const look = this.#looks.get(socket);
    if (message.type !== 'terminal.ack' || !look) return;
    if (message.offset > look.sent) this.faults.push(`${message.offset} acknowledged, ${look.sent} sent`);
    look.acknowledged = Math.max(look.acknowledged, message.offset);
    this.acknowledged = Math.max(this.acknowledged, message.offset);
    this.#sendTo(socket, look);
  }

  #begin(socket: ServerSocket, from: number, goesOn: boolean): void {
    if (!goesOn) this.beginnings.push(from);
    const look = { sent: from, acknowledged: from };
    this.#looks.set(socket, look);
    this.#say(socket, { type: 'terminal.opened', terminal: 'main', channel: 3, from, live: this.#written, modes: '' });
    this.#sendTo(socket, look);
  }

  #sendTo(socket: ServerSocket, look: Look): void {
    if (look.sent < this.#start) {
      if (look.acknowledged < look.sent) return;
      return this.#begin(socket, this.#start, false);
    }
    const limit = Math.min(this.#written, look.acknowledged + ACK_WINDOW_BYTES);
    while (look.sent < limit) {
      const bytes = this.#whole.subarray(look.sent, Math.min(limit, look.sent + this.#frameBytes));
      socket.send(encodeOutputFrame({ channel: 3, offset: look.sent, bytes }));
      look.sent += bytes.length;
    }
  }

  #say(socket: ServerSocket, message: ServerMessage): void {
    socket.send(JSON.stringify(message));
  }
}

interface Cut {
  readonly of: 'answers' | 'requests';
  readonly afterBytes: number;
}

/** Passes a connection's bytes on, until so many have gone one way: then both ends are cut off. Once for each cut, in order; later connections live. */
class CuttingProxy {
  readonly #server: Server;
  readonly #cuts: Cut[];
  /** What went to the client over connections that were not cut. */
  connections = 0;
  answeredBytes = 0;
  requestedBytes = 0;

  constructor(port: number, cuts: readonly Cut[]) {
    this.#cuts = [...cuts];
    const sockets = new Set<Socket>();
    this.#server = createServer({ noDelay: true }, (near) => {
      const far = connect({ port, host: '127.0.0.1', noDelay: true });
      this.connections += 1;
      const cut = this.#cuts.shift();
      const end = () => {
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) sockets.add(socket.on('error', end).on('close', end));
      far.on('data', (chunk) => {
        this.answeredBytes += chunk.length;
        this.#pass(chunk, near, cut?.of === 'answers' ? cut : undefined, far.bytesRead, end);
      });
      near.on('data', (chunk) => {
        this.requestedBytes += chunk.length;
        this.#pass(chunk, far, cut?.of === 'requests' ? cut : undefined, near.bytesRead, end);
      });
    });
    this.#server.listen(0, '127.0.0.1');
    cleanUps.push(() => {
      for (const socket of sockets) socket.destroy();
      this.#server.close();
    });
  }

  async url(): Promise<string> {
    return `ws://127.0.0.1:${await portOf(this.#server)}`;
  }

  #pass(chunk: Buffer, to: Socket, cut: Cut | undefined, soFar: number, end: () => void): void {
    const missing = cut === undefined ? Number.POSITIVE_INFINITY : cut.afterBytes - (soFar - chunk.length);
    if (missing > chunk.length) return void to.write(chunk);
    to.write(chunk.subarray(0, Math.max(0, missing)), end);
  }
}

/** Draws in its own time: at once, or a write at a time, each in a later turn of the loop. */
class Screen implements TerminalScreen {
  readonly #chunks: Uint8Array[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #turnsPerDraw: number;
  clears = 0;
  drawnBytes = 0;
  onChange = () => {};

  constructor(turnsPerDraw = 0) {
    this.#turnsPerDraw = turnsPerDraw;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  write({ bytes }: ScreenOutput, onDrawn: () => void): void {
    this.#do(() => {
      this.#chunks.push(bytes);
      this.drawnBytes += bytes.length;
      onDrawn();
      this.onChange();
    });
  }

  endReplay(): void {}
  clear(): void {
    this.#do(() => {
      this.#chunks.length = 0;
      this.drawnBytes = 0;
      this.clears += 1;
    });
  }

  size() {
    return { cols: 80, rows: 24 };
  }
  adopt(): void {}
  setState(): void {}
  tell(): void {}

  #do(step: () => void): void {
    if (this.#turnsPerDraw === 0) return step();
    if (this.#waiting.push(step) === 1) this.#later(this.#turnsPerDraw);
  }

  #later(turns: number): void {
    setImmediate(() => {
      if (turns > 1) return this.#later(turns - 1);
      this.#waiting[0]?.();
      this.#waiting.shift();
      if (this.#waiting.length > 0) this.#later(this.#turnsPerDraw);
    });
  }
}

/** The page's real connection, which loses no time before it comes back. */
function connectTo(url: string, screen: Screen): Connection {
  const connection = new Connection({
    url,
    introduce: async () => {},
    random: () => 0,
    onStatus: ({ state }) => {
      if (state === 'reconnecting') setImmediate(() => connection.wake());
    },
    onExercise: () => {},
    onTerminals: () => {},
    onPreviews: () => {},
    onEngineImages: () => {},
    onEngineContainers: () => {},
    onFileStamps: () => {},
    onProblem: () => {},
  });
  cleanUps.push(() => connection.suspend());
  connection.openTerminal('main', screen);
  connection.start();
  return connection;
}

function untilDrawn(screen: Screen, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    screen.onChange = () => {
      if (holds()) resolve();
    };
    screen.onChange();
  });
}

const output = Buffer.from(
  Array.from({ length: 6 }, (_, line) => `line ${line} größe \x1b[3${line}m✓\x1b[0m\r\n`).join(''),
);

async function drawThrough(cuts: readonly Cut[]): Promise<CuttingProxy> {
  const peer = new ShellPeer(output, { frameBytes: 17 });
  const proxy = new CuttingProxy(await portOf(peer.server), cuts);
  const screen = new Screen();
  peer.write(output.length / 2);
  const connection = connectTo(await proxy.url(), screen);
  await untilDrawn(screen, () => screen.drawnBytes >= Math.floor(output.length / 2));
  peer.write(output.length);
  await untilDrawn(screen, () => screen.drawnBytes >= output.length);
  expect(screen.bytes.equals(output)).toBe(true);
  expect([screen.clears, peer.faults]).toEqual([0, []]);
  connection.suspend();
  return proxy;
}

test.each(['answers', 'requests'] as const)(
  'rules 10 and 12: the connection cut behind every single byte of the %s, and all output comes once and in order',
  async (of) => {
    const whole = await drawThrough([]);
    const total = of === 'answers' ? whole.answeredBytes : whole.requestedBytes;
    expect(total).toBeGreaterThan(200);
    for (let afterBytes = 0; afterBytes <= total; afterBytes += 1) {
      const { connections } = await drawThrough([{ of, afterBytes }]);
      // Requests end with an acknowledgement that comes when nobody waits for it any more.
      if (of === 'answers') expect(connections).toBe(afterBytes < total ? 2 : 1);
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    }
  },
  60_000,
);

/** A run that hangs fails with its seed. */
const LIMITS = { numRuns: 15, timeout: 10_000 };

/** Far more than a window. */
const flood = Buffer.alloc(768 * 1024, Buffer.from(Array.from({ length: 251 }, (_, index) => index)));

const someCuts = fc.array(
  fc.record({
    of: fc.constantFrom('answers', 'requests'),
    afterBytes: fc.oneof(fc.nat(500), fc.nat(flood.length)),
  }) as fc.Arbitrary<Cut>,
  { maxLength: 6 },
);

test('rules 10, 12 and 13: a flood over connections that break again and again comes once and in order, to quick and slow readers at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ cuts: someCuts, turnsPerDraw: fc.nat(5) }), { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1_000, max: 70_000 }),
      fc.integer({ min: 10_000, max: 200_000 }),
      async (readers, frameBytes, chunkBytes) => {
        const peer = new ShellPeer(flood, { frameBytes });
        const port = await portOf(peer.server);
        const screens = await Promise.all(
          readers.map(async ({ cuts, turnsPerDraw }) => {
            const screen = new Screen(turnsPerDraw);
            connectTo(await new CuttingProxy(port, cuts).url(), screen);
            return screen;
          }),
        );
        const writing = setInterval(() => {
          if (!peer.write(chunkBytes)) clearInterval(writing);
        }, 0);
        cleanUps.push(() => clearInterval(writing));
        await Promise.all(screens.map((screen) => untilDrawn(screen, () => screen.drawnBytes >= flood.length)));
        for (const screen of screens) expect(screen.bytes.equals(flood)).toBe(true);
        expect(peer.faults).toEqual([]);
        for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
      },
    ),
    LIMITS,
  );
}, 60_000);

test('rule 12: where the server keeps too little, what is on the screen is still one piece of the output, to its very end', async () => {
  await fc.assert(
    fc.asyncProperty(
      someCuts,
      fc.nat(3),
      fc.integer({ min: 1_000, max: 300_000 }),
      async (cuts, turnsPerDraw, keptBytes) => {
        const peer = new ShellPeer(flood, { keptBytes });
        const screen = new Screen(turnsPerDraw);
        connectTo(await new CuttingProxy(await portOf(peer.server), cuts).url(), screen);
        const writing = setInterval(() => {
          if (!peer.write(50_000)) clearInterval(writing);
        }, 0);
        cleanUps.push(() => clearInterval(writing));
        const begins = () => peer.beginnings.at(-1) ?? 0;
        await untilDrawn(screen, () => screen.drawnBytes > 0 && begins() + screen.drawnBytes === flood.length);
        expect(screen.bytes.equals(flood.subarray(begins()))).toBe(true);
        expect(peer.faults).toEqual([]);
        for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
      },
    ),
    LIMITS,
  );
}, 60_000);
