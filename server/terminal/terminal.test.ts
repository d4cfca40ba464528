import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { ACK_WINDOW_BYTES } from '../../src/shared/protocol/index.ts';
import { openKeptScrollback } from './scrollback-file.ts';
import { Terminal } from './terminal.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A terminal whose shell is the test itself: it writes into `shell` and sees whether the terminal reads on. */
async function openTerminal({
  capacityBytes = 1024 * 1024,
  isReachable = true,
  resize = async (_cols: number, _rows: number) => {},
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-terminal-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const shell = new PassThrough();
  const kept = await openKeptScrollback({
    path: join(folder, 'main'),
    capacityBytes,
    onError: (error) => {
      throw error;
    },
  });
  const terminal = await Terminal.open(
    {
      holder: {
        attach: async () => ({
          stream: shell,
          resize,
          shown: (bytes) => bytes,
          [Symbol.dispose]: () => shell.destroy(),
        }),
        isReachable: async () => isReachable,
      },
      kept,
      size: { cols: 80, rows: 24 },
      onOutput: () => {},
      onClosed: () => {},
      onError: (error) => {
        throw error;
      },
    },
    AbortSignal.timeout(1_000),
  );
  cleanUps.push(() => terminal[Symbol.asyncDispose]());
  return { terminal, shell };
}

function listen(terminal: Terminal, after: number | null) {
  const seen = { starts: [] as number[], text: '', end: 0, closed: undefined as string | undefined };
  const subscription = terminal.subscribe(after, {
    onStart(from) {
      seen.starts.push(from);
      seen.text = '';
      seen.end = from;
    },
    onOutput(offset, bytes) {
      expect(offset).toBe(seen.end);
      seen.text += Buffer.from(bytes).toString('latin1');
      seen.end += bytes.length;
    },
    onClosed: (reason) => {
      seen.closed = reason;
    },
  });
  return { seen, subscription };
}

const written = (stream: PassThrough, bytes: string | Buffer) =>
  new Promise<void>((done) => stream.write(bytes, () => setImmediate(done)));

test('rule 12: whoever comes back gets exactly what they missed, wherever they were cut off', async () => {
  const { terminal, shell } = await openTerminal();
  await written(shell, 'one two ');
  await written(shell, 'three');
  for (let after = 0; after <= 13; after += 1) {
    const { seen, subscription } = listen(terminal, after);
    expect(seen).toMatchObject({ starts: [after], text: 'one two three'.slice(after) });
    subscription[Symbol.dispose]();
  }
});

test('rule 12: an offset that was never reached starts from the oldest byte', async () => {
  const { terminal, shell } = await openTerminal();
  await written(shell, 'abc');
  expect(listen(terminal, 99).seen).toMatchObject({ starts: [0], text: 'abc' });
  expect(listen(terminal, null).seen).toMatchObject({ starts: [0], text: 'abc' });
});

test('rule 13: a client gets one window beyond its last acknowledgement, and no byte is lost', async () => {
  const { terminal, shell } = await openTerminal({ capacityBytes: 4 * ACK_WINDOW_BYTES });
  const { seen, subscription } = listen(terminal, null);
  for (let count = 0; count < 24; count += 1) shell.write(Buffer.alloc(ACK_WINDOW_BYTES / 8, 65 + count));
  await expect.poll(() => seen.end).toBe(ACK_WINDOW_BYTES);
  expect(shell.isPaused()).toBe(true);
  subscription.acknowledge(ACK_WINDOW_BYTES / 2);
  await expect.poll(() => seen.end).toBe(1.5 * ACK_WINDOW_BYTES);
  subscription.acknowledge(1.5 * ACK_WINDOW_BYTES);
  await expect.poll(() => seen.end).toBe(2.5 * ACK_WINDOW_BYTES);
  subscription.acknowledge(2.5 * ACK_WINDOW_BYTES);
  await expect.poll(() => seen.end).toBe(3 * ACK_WINDOW_BYTES);
  expect(seen.starts).toEqual([0]);
});

test('rule 13: a terminal without clients is never stopped', async () => {
  const { terminal, shell } = await openTerminal({ capacityBytes: 64 * 1024 });
  for (let count = 0; count < 32; count += 1) await written(shell, Buffer.alloc(64 * 1024));
  expect(shell.isPaused()).toBe(false);
  listen(terminal, null).subscription[Symbol.dispose]();
  await written(shell, Buffer.alloc(2 * ACK_WINDOW_BYTES));
  expect(shell.isPaused()).toBe(false);
});

test('rule 13: the quickest client sets the pace, and one left behind starts again from what is kept', async () => {
  const { terminal, shell } = await openTerminal({ capacityBytes: 1024 });
  const slow = listen(terminal, null);
  const quick = listen(terminal, null);
  for (let count = 0; count < 24; count += 1) {
    await written(shell, Buffer.alloc(ACK_WINDOW_BYTES / 8, '\n'));
    quick.subscription.acknowledge(quick.seen.end);
  }
  expect(quick.seen.starts).toEqual([0]);
  expect(slow.seen.end).toBe(ACK_WINDOW_BYTES);
  slow.subscription.acknowledge(ACK_WINDOW_BYTES);
  expect(slow.seen.starts).toHaveLength(2);
  expect(slow.seen.end).toBe(quick.seen.end);
});

test('a client cannot acknowledge what it was not sent', async () => {
  const { terminal, shell } = await openTerminal();
  const { seen, subscription } = listen(terminal, null);
  subscription.acknowledge(Number.MAX_SAFE_INTEGER);
  for (let count = 0; count < 16; count += 1) shell.write(Buffer.alloc(ACK_WINDOW_BYTES / 8));
  await expect.poll(() => seen.end).toBe(ACK_WINDOW_BYTES);
  expect(shell.isPaused()).toBe(true);
});

test('rule 17: a shell that ended is told from one whose place is gone', async () => {
  for (const [isReachable, reason] of [
    [true, 'exited'],
    [false, 'lost'],
  ] as const) {
    const { terminal, shell } = await openTerminal({ isReachable });
    const { seen } = listen(terminal, null);
    shell.destroy();
    await expect.poll(() => seen.closed).toBe(reason);
  }
});

test('rule 14: of a thousand sizes at once the shell is told the first and the last', async () => {
  const told: number[] = [];
  const { terminal } = await openTerminal({
    resize: async (cols) => {
      told.push(cols);
      await new Promise((done) => setImmediate(done));
    },
  });
  await Promise.all(Array.from({ length: 1_000 }, (_, index) => terminal.resize(index, 24)));
  expect(told).toEqual([0, 999]);
});

test('what is typed into a shell that does not read is kept only up to a bound', async () => {
  const { terminal, shell } = await openTerminal();
  shell.pause();
  for (let count = 0; count < 1_000; count += 1) terminal.write(Buffer.alloc(64 * 1024));
  expect(shell.writableLength).toBeLessThanOrEqual(1024 * 1024);
});
