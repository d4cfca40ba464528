import { once } from 'node:events';
import * as fc from 'fast-check';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import {
  type ClientMessage,
  clientMessageSchema,
  closeCodes,
  PROTOCOL_VERSION,
} from '../../src/shared/protocol/index.ts';
import { newCookie, openSocket, startApp } from '../app-under-test.ts';
import { RawClient, rawFrame } from './raw-client.ts';

const TEXT = 0x1;
const BINARY = 0x2;
const LAST_PIECE = 0x80;

/** Each with a socket and a learner of its own. Together they take a few seconds. A run that hangs fails with its seed. */
const LIMITS = { numRuns: 150, timeout: 10_000 };

const named = new Set<number | undefined>(Object.values(closeCodes));

interface Message {
  readonly opcode: typeof TEXT | typeof BINARY;
  readonly payload: Uint8Array;
}

const text = (payload: string): Message => ({ opcode: TEXT, payload: Buffer.from(payload) });
const hello = text(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION }));

const names = fc.constantFrom('main', 'shell-2', 'web-app', 'x'.repeat(40), 'constructor');
const offsets = fc.oneof(fc.nat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
const classes = fc.constantFrom('1'.repeat(16), 'f'.repeat(16));
const learners = fc.constantFrom('a'.repeat(32), 'f'.repeat(32));
const size = { cols: fc.integer({ min: 2, max: 500 }), rows: fc.integer({ min: 1, max: 300 }) };
const of = <Type extends ClientMessage['type']>(type: Type, fields: object) =>
  fc.record({ type: fc.constant(type), ...fields });

const validMessages = fc.oneof(
  of('hello', { version: fc.constantFrom(PROTOCOL_VERSION, 2, 99) }),
  of('ping', { id: fc.integer() }),
  of('terminal.open', { terminal: names, ...size, after: fc.option(offsets) }),
  of('terminal.resize', { terminal: names, ...size }),
  of('terminal.ack', { terminal: names, offset: offsets }),
  of('terminal.answer', { terminal: names, text: fc.string({ maxLength: 1024 }) }),
  of('terminal.end', { terminal: names }),
  of('terminal.run', { terminal: names, lesson: names, block: fc.nat(999) }),
  of('exercise.watch', { exercise: names }),
  of('exercise.run', { exercise: names }),
  of('exercise.hint', { exercise: names, task: names }),
  of('exercise.solution', { exercise: names }),
  of('help.watch', { place: fc.constant(null) }),
  of('help.raise', { class: classes, text: fc.option(fc.string({ maxLength: 500 })), place: fc.constant(null) }),
  ...(['help.decline', 'help.hand-over', 'help.take-back', 'help.end', 'help.look', 'help.lower'] as const).map(
    (type) => of(type, { class: classes, session: classes }),
  ),
  of('help.agree', { class: classes, session: classes, place: fc.constant(null) }),
  of('help.say', { class: classes, session: classes, text: fc.string({ maxLength: 500 }) }),
  of('help.seen', { class: classes, message: fc.integer({ min: 1 }) }),
  of('help.list', { class: classes }),
  of('help.ask', { class: classes, learner: learners }),
  of('help.message', { class: classes, learner: learners, text: fc.string({ maxLength: 500 }) }),
  of('help.hint', { class: classes, learner: learners, exercise: names, task: names }),
  of('help.open', { class: classes, session: classes, terminal: names }),
  of('help.ack', { session: classes, terminal: names, offset: offsets }),
  of('exercise.answer', { exercise: names, task: names, text: fc.string({ maxLength: 200 }) }),
  of('page.at', { lesson: fc.option(names), exercises: fc.array(names, { maxLength: 20 }) }),
  of('class.watch', { class: fc.constantFrom('0'.repeat(16), '1'.repeat(16)) }),
  of('class.unwatch', {}),
);

/** Valid but for one field, which is gone, or something else. */
const nearlyValid = fc
  .tuple(validMessages, fc.nat(), fc.option(fc.jsonValue(), { nil: undefined }))
  .map(([message, index, value]) => {
    const fields = Object.entries(message);
    const [name] = fields[index % fields.length] ?? [];
    return fields.flatMap(([field, kept]) => {
      if (field !== name) return [[field, kept]];
      return value === undefined ? [] : [[field, value]];
    });
  })
  .map((fields) => text(JSON.stringify(Object.fromEntries(fields))));

const messages: fc.Arbitrary<Message> = fc.oneof(
  { arbitrary: validMessages.map((message) => text(JSON.stringify(message))), weight: 6 },
  { arbitrary: fc.uint8Array({ maxLength: 300 }).map((payload) => ({ opcode: BINARY, payload }) as const), weight: 2 },
  { arbitrary: nearlyValid, weight: 1 },
  { arbitrary: fc.json().map(text), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map(text), weight: 1 },
  // As deep as a frame can be.
  { arbitrary: fc.constantFrom('['.repeat(60_000), '{"a":'.repeat(12_000)).map(text), weight: 1 },
);

/** Where to cut: any number modulo what is left. */
const cuts = fc.array(fc.nat(), { maxLength: 4 });

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** A message as frames of WebSocket: the first says what it is, the last that it is whole. */
function inPieces({ opcode, payload }: Message, places: readonly number[]): Buffer {
  const pieces = cutAt(payload, places);
  return Buffer.concat(
    pieces.map((piece, index) =>
      rawFrame((index === 0 ? opcode : 0) | (index === pieces.length - 1 ? LAST_PIECE : 0), piece),
    ),
  );
}

let url: string;
let log: string[];
let good: Awaited<ReturnType<typeof openSocket>>;
let asked: number;

beforeEach(async () => {
  log = [];
  asked = 0;
  ({ url } = await startApp({ logger: pino({ level: 'warn' }, { write: (line) => void log.push(line) }) }));
  good = await openSocket(url);
  good.socket.send(hello.payload.toString());
});

/** Somebody else's page, which must not notice anything. */
async function expectOthersToBeServed(): Promise<void> {
  const id = asked++;
  good.socket.send(JSON.stringify({ type: 'ping', id }));
  while (!good.messages.some((message) => message.type === 'pong' && message.id === id)) {
    await once(good.socket, 'message');
  }
}

function expectNoBug(): void {
  // The host engine is down, which is said; a bug would be another kind of error.
  expect(log.filter((line) => !line.includes('ENOENT'))).toEqual([]);
}

test('rules 2, 8 and 9: whatever messages come, in whatever pieces, each page gets an answer or a named close', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.tuple(messages, cuts), { maxLength: 30 }),
      cuts,
      async (isGreeted, sent, packets) => {
        using client = await RawClient.upgrade(url, await newCookie(url));
        const last = text(JSON.stringify({ type: 'ping', id: -1 }));
        const all = [...(isGreeted ? [[hello, []] as const] : []), ...sent, [last, []] as const];
        const bytes = Buffer.concat(all.map(([message, places]) => inPieces(message, places)));
        for (const packet of cutAt(bytes, packets)) client.write(packet);
        const isAnswered = () => client.messages.some((message) => message.type === 'pong' && message.id === -1);
        await client.until(() => isAnswered() || client.closeCode !== undefined);
        if (!isAnswered()) expect(named).toContain(client.closeCode);
        expect(client.messages.filter((message) => message.type === 'error' && message.code === 'internal')).toEqual(
          [],
        );
        expect(isAnswered()).toBe(fitsRules(all.map(([message]) => message)));
        await expectOthersToBeServed();
      },
    ),
    LIMITS,
  );
  expectNoBug();
}, 30_000);

test('whatever bytes come after the upgrade, the server ends the connection with the client, or before by a named close', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    // Frames whose head is right, mostly.
    fc
      .array(
        fc.record({
          first: fc.oneof(fc.constantFrom(0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8a), fc.nat(255)),
          payload: fc.uint8Array({ maxLength: 200 }),
          claimed: fc.option(fc.nat(2 ** 33), { freq: 8, nil: undefined }),
          isMasked: fc.boolean(),
        }),
        { maxLength: 10 },
      )
      .map((frames) =>
        Buffer.concat(
          frames.map(({ first, payload, claimed, isMasked }) =>
            rawFrame(first, payload, claimed === undefined ? { isMasked } : { isMasked, claimed }),
          ),
        ),
      ),
  );
  await fc.assert(
    fc.asyncProperty(fc.boolean(), bytes, cuts, async (isGreeted, sent, packets) => {
      using client = await RawClient.upgrade(url, await newCookie(url));
      if (isGreeted) client.write(inPieces(hello, []));
      for (const packet of cutAt(sent, packets)) client.write(packet);
      client.end();
      const code = await client.closed;
      // A client that closes is answered with its own code.
      const isClients = sent.includes(0x88);
      if (code !== undefined && !isClients) expect(named).toContain(code);
      await expectOthersToBeServed();
    }),
    LIMITS,
  );
  expectNoBug();
}, 30_000);

test('whatever comes instead of an upgrade is refused or cut off, and the platform goes on', async () => {
  const lines = fc.array(
    fc.oneof(
      fc.constantFrom('GET /ws HTTP/1.1', 'Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade'),
      fc.constantFrom('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', ''),
      fc.string({ maxLength: 100 }),
      fc.string({ minLength: 20_000, maxLength: 20_000 }).map((value) => `Cookie: ${value}`),
    ),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(lines, async (head) => {
      using client = await RawClient.connect(url);
      client.write(`${head.join('\r\n')}\r\n\r\n`);
      client.end();
      await client.closed;
      expect(client.answer).not.toContain('101 Switching');
      await expectOthersToBeServed();
    }),
    LIMITS,
  );
  expectNoBug();
}, 30_000);

test('a page that floods the server with what is not counted keeps nobody else waiting until it is through', async () => {
  using client = await RawClient.upgrade(url, await newCookie(url));
  const ack = rawFrame(
    LAST_PIECE | TEXT,
    Buffer.from(JSON.stringify({ type: 'terminal.ack', terminal: 'main', offset: 1 })),
  );
  client.write(inPieces(hello, []));
  client.write(Buffer.alloc(ack.length * 50_000, ack));
  client.write(inPieces(text(JSON.stringify({ type: 'ping', id: -1 })), []));
  for (let count = 0; count < 5; count += 1) await expectOthersToBeServed();
  const isThrough = () => client.messages.some(({ type }) => type === 'pong');
  expect(isThrough()).toBe(false);
  await client.until(isThrough);
  expectNoBug();
});

/** Rules 2 and 8, once more: whether all of it is what a page may say. */
function fitsRules(all: readonly Message[]): boolean {
  let isGreeted = false;
  for (const { opcode, payload } of all) {
    if (opcode === BINARY) {
      if (!isGreeted || payload.length === 0) return false;
      continue;
    }
    const message = clientMessageSchema.safeParse(parseJson(payload));
    if (!message.success || (message.data.type === 'hello') === isGreeted) return false;
    if (message.data.type === 'hello' && message.data.version !== PROTOCOL_VERSION) return false;
    isGreeted = true;
  }
  return true;
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString());
  } catch {
    return undefined;
  }
}
