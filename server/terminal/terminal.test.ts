import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { ACK_WINDOW_BYTES, DRAWING_WINDOW_BYTES } from '../../src/shared/protocol/index.ts';
import { openKeptScrollback } from './scrollback-file.ts';
import { ShellMarks } from './shell-marks.ts';
import { Terminal, type TerminalListener, type TerminalSize } from './terminal.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const size = { cols: 80, rows: 24 };

/** A terminal whose shell is the test itself: it writes as far as it is allowed, and sees what it is told. */
async function openTerminal({ capacityBytes = 1024 * 1024, isAtPrompt = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-terminal-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const kept = await openKeptScrollback({
    path: join(folder, 'main'),
    capacityBytes,
    onStored: () => terminal.noteStored(),
    onError: (error) => {
      throw error;
    },
  });
  const terminal: Terminal = new Terminal({
    kept,
    marks: new ShellMarks(),
    size,
    onCommandFinished: () => {},
    onClosed: () => {},
  });
  cleanUps.push(() => terminal[Symbol.asyncDispose]());
  const told = { typed: '', sizes: [] as TerminalSize[], limit: DRAWING_WINDOW_BYTES, stored: 0, hangUps: 0 };
  const link = terminal.listen({ onOpened: () => {}, onFailed: () => {} });
  terminal.connect({
    type: (bytes) => {
      told.typed += Buffer.from(bytes).toString();
    },
    typeAtPrompt: async (bytes) => {
      if (isAtPrompt) told.typed += Buffer.from(bytes).toString();
      return isAtPrompt;
    },
    resize: (cols, rows) => told.sizes.push({ cols, rows }),
    allow: (limit, stored) => Object.assign(told, { limit, stored }),
    hangUp: () => {
      told.hangUps += 1;
    },
  });
  link.onOpened(0, 0);
  let end = 0;
  const write = (output: string | Uint8Array) => {
    const bytes = Buffer.from(output);
    link.onOutput(end, bytes);
    end += bytes.length;
  };
  /** As much as the holder would send now. */
  const flood = (byte = 65) => {
    const { limit } = told;
    while (end < limit) write(Buffer.alloc(Math.min(20_000, limit - end), byte));
    return end;
  };
  return { terminal, link, told, write, flood, kept };
}

function look(terminal: Terminal, after: number | null, from: TerminalSize = size, windowBytes?: number) {
  const seen = {
    starts: [] as number[],
    modes: '',
    live: 0,
    text: '',
    end: 0,
    sizes: [] as TerminalSize[],
    closed: undefined as string | undefined,
  };
  const listener: TerminalListener = {
    onStart(start, live, modes) {
      seen.starts.push(start);
      seen.modes = modes;
      seen.live = live;
      seen.text = '';
      seen.end = start;
    },
    onOutput(offset, bytes) {
      expect(offset).toBe(seen.end);
      seen.text += Buffer.from(bytes).toString('latin1');
      seen.end += bytes.length;
    },
    onResized: (to) => seen.sizes.push(to),
    onClosed: (reason) => {
      seen.closed = reason;
    },
  };
  const subscription = terminal.subscribe(after, from, listener, windowBytes);
  return { seen, subscription };
}

test('rule 12: whoever comes back gets exactly what they missed, wherever they were cut off', async () => {
  const { terminal, write } = await openTerminal();
  write('one two ');
  write('three');
  for (let after = 0; after <= 13; after += 1) {
    const { seen, subscription } = look(terminal, after);
    expect(seen).toMatchObject({ starts: [after], live: 13, text: 'one two three'.slice(after) });
    subscription[Symbol.dispose]();
  }
});

test('rule 12: who begins anew on a full screen gets its modes, and the program is asked to draw anew', async () => {
  const { terminal, write, told } = await openTerminal({ capacityBytes: 32 * 1024 });
  write('\x1b[?1049h\x1b[?1h');
  for (let count = 0; count < 20; count += 1) write(Buffer.alloc(16 * 1024, 65));
  told.sizes.length = 0;
  const { seen: first } = look(terminal, null);
  expect(first.modes).toBe('\x1b[?1049h\x1b[?1h');
  expect(told.sizes).toEqual([{ cols: 80, rows: 23 }, size]);

  write('\x1b[?1049l\x1b[?1l');
  told.sizes.length = 0;
  const { seen } = look(terminal, first.end);
  expect(seen.modes).toBe('');
  expect(told.sizes).toEqual([]);
});

test('rule 12: who was sent more than the server had stored when it was killed goes on there', async () => {
  const { terminal, link } = await openTerminal();
  // As far as the holder has it.
  link.onOpened(0, 10);
  link.onOutput(0, Buffer.from('abc'));
  const { seen } = look(terminal, 8);
  const { seen: fresh } = look(terminal, null);
  expect(seen).toMatchObject({ starts: [8], live: 10, text: '' });
  expect(fresh).toMatchObject({ starts: [0], live: 10, text: 'abc' });
  link.onOutput(3, Buffer.from('defgh'));
  link.onOutput(8, Buffer.from('ijkl'));
  expect(seen).toMatchObject({ starts: [8], text: 'ijkl' });
  expect(fresh.text).toBe('abcdefghijkl');
  expect(look(terminal, 13).seen.starts).toEqual([0]);
});

test('rule 12: an offset that was never reached starts from the oldest byte', async () => {
  const { terminal, write } = await openTerminal();
  write('abc');
  expect(look(terminal, 99).seen).toMatchObject({ starts: [0], text: 'abc' });
  expect(look(terminal, null).seen).toMatchObject({ starts: [0], text: 'abc' });
});

test('rules 12 and 13: of any output each of any pages gets every byte once, however they acknowledge', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.nat(60_000), fc.constantFrom('ack-a', 'ack-b', 'leave-b')), { maxLength: 40 }),
      async (steps) => {
        const { terminal, write, told, kept } = await openTerminal({ capacityBytes: 8 * ACK_WINDOW_BYTES });
        const one = look(terminal, null);
        let other = look(terminal, null);
        let before = '';
        for (const step of steps) {
          if (step === 'ack-a') one.subscription.acknowledge(one.seen.end);
          else if (step === 'ack-b') other.subscription.acknowledge(other.seen.end);
          else if (step === 'leave-b') {
            before += other.seen.text;
            other.subscription[Symbol.dispose]();
            other = look(terminal, other.seen.end);
          } else write(Buffer.alloc(Math.min(step as number, told.limit - kept.scrollback.end), before.length % 251));
        }
        for (let at = -1; at !== one.seen.end; ) {
          at = one.seen.end;
          one.subscription.acknowledge(at);
        }
        for (let at = -1; at !== other.seen.end; ) {
          at = other.seen.end;
          other.subscription.acknowledge(at);
        }
        expect(one.seen.end).toBe(kept.scrollback.end);
        expect(one.seen.text).toBe(before + other.seen.text);
      },
    ),
    { numRuns: 40 },
  );
});

test('rule 13: a client gets one window beyond its last acknowledgement, and no byte is lost', async () => {
  const { terminal, flood } = await openTerminal({ capacityBytes: 4 * ACK_WINDOW_BYTES });
  const { seen, subscription } = look(terminal, null);
  expect(flood()).toBe(ACK_WINDOW_BYTES);
  expect(seen.end).toBe(ACK_WINDOW_BYTES);
  subscription.acknowledge(ACK_WINDOW_BYTES / 2);
  expect(flood(66)).toBe(1.5 * ACK_WINDOW_BYTES);
  subscription.acknowledge(1.5 * ACK_WINDOW_BYTES);
  flood(67);
  expect(seen.end).toBe(2.5 * ACK_WINDOW_BYTES);
  expect(seen.starts).toEqual([0]);
});

test('rule 13: what was there before a client came is sent in the largest window, the rest in its own', async () => {
  const { terminal, write } = await openTerminal();
  write(Buffer.alloc(ACK_WINDOW_BYTES + 1000, 65));
  const { seen, subscription } = look(terminal, 0, size, DRAWING_WINDOW_BYTES);
  expect(seen.end).toBe(ACK_WINDOW_BYTES);
  subscription.acknowledge(2000);
  expect(seen.end).toBe(ACK_WINDOW_BYTES + 1000);
  write(Buffer.alloc(2 * DRAWING_WINDOW_BYTES, 66));
  expect(seen.end).toBe(ACK_WINDOW_BYTES + 1000);
  subscription.acknowledge(ACK_WINDOW_BYTES);
  expect(seen.end).toBe(ACK_WINDOW_BYTES + DRAWING_WINDOW_BYTES);
});

test('rule 13: a terminal without clients is never stopped', async () => {
  const { terminal, flood, told } = await openTerminal({ capacityBytes: 64 * 1024 });
  for (let count = 0; count < 32; count += 1) {
    const end = flood();
    expect(told.limit).toBeGreaterThan(end - 1);
    look(terminal, null).subscription[Symbol.dispose]();
  }
  expect(told.limit).toBeGreaterThan(16 * ACK_WINDOW_BYTES);
});

test('rule 13: the quickest client sets the pace, and one left behind starts again from what is kept', async () => {
  const { terminal, flood } = await openTerminal({ capacityBytes: 2 * ACK_WINDOW_BYTES });
  const slow = look(terminal, null);
  const quick = look(terminal, null);
  for (let count = 0; count < 24; count += 1) {
    flood(66);
    quick.subscription.acknowledge(quick.seen.end);
  }
  expect(quick.seen.starts).toEqual([0]);
  expect(slow.seen.end).toBe(ACK_WINDOW_BYTES);
  slow.subscription.acknowledge(ACK_WINDOW_BYTES);
  expect(slow.seen.starts).toHaveLength(2);
  expect(slow.seen.end).toBe((slow.seen.starts[1] ?? 0) + ACK_WINDOW_BYTES);
  slow.subscription.acknowledge(slow.seen.end);
  expect(slow.seen.end).toBe(quick.seen.end);
});

test('a client cannot acknowledge what it was not sent', async () => {
  const { terminal, flood, told } = await openTerminal();
  const { seen, subscription } = look(terminal, null);
  subscription.acknowledge(Number.MAX_SAFE_INTEGER);
  flood();
  expect(seen.end).toBe(ACK_WINDOW_BYTES);
  expect(told.limit).toBe(ACK_WINDOW_BYTES);
});

test('the holder is told what is in the file, so that it can forget it', async () => {
  const { flood, told } = await openTerminal();
  const end = flood();
  await expect.poll(() => told.stored, { timeout: 5_000 }).toBe(end);
});

test('output that does not follow what is here starts everybody anew', async () => {
  const { terminal, link, write } = await openTerminal();
  write('abc');
  const { seen, subscription } = look(terminal, null);
  subscription.acknowledge(3);
  link.onOpened(5_000, 5_000);
  link.onOutput(5_000, Buffer.from('another'));
  expect(seen).toMatchObject({ starts: [0, 5_000], text: 'another' });
});

test('rule 14: the last to say so sets the size, and the others are told', async () => {
  const { terminal, told } = await openTerminal();
  const one = look(terminal, null);
  expect(told.sizes).toEqual([]);
  const other = look(terminal, null, { cols: 100, rows: 30 });
  expect(one.seen.sizes).toEqual([{ cols: 100, rows: 30 }]);
  one.subscription.resize({ cols: 90, rows: 20 });
  expect(other.seen.sizes).toEqual([{ cols: 90, rows: 20 }]);
  expect(told.sizes).toEqual([
    { cols: 100, rows: 30 },
    { cols: 90, rows: 20 },
  ]);
  one.subscription[Symbol.dispose]();
  expect(other.seen.sizes.at(-1)).toEqual({ cols: 100, rows: 30 });
  expect(told.sizes.at(-1)).toEqual({ cols: 100, rows: 30 });
});

test('rule 15: of many answers one is passed on, that of who typed last', async () => {
  const { terminal, told } = await openTerminal();
  const one = look(terminal, null);
  const other = look(terminal, null);
  const answer = () => {
    told.typed = '';
    one.subscription.answer(Buffer.from('one'));
    other.subscription.answer(Buffer.from('other'));
    return told.typed;
  };
  expect(answer()).toBe('one');
  other.subscription.type(Buffer.from('x'));
  expect(answer()).toBe('other');
  other.subscription[Symbol.dispose]();
  told.typed = '';
  one.subscription.answer(Buffer.from('one'));
  expect(told.typed).toBe('one');
});

const PROMPT = '\x1b]633;P;Cwd=/\x07\x1b[?2004h\x1b]633;A\x07$ \x1b]633;B\x07';

test('rule 18: a command is pasted at the prompt in place of what was half typed', async () => {
  const { terminal, told, write } = await openTerminal();
  const running = terminal.run('echo one\necho two\n');
  write(PROMPT);
  expect(await running).toBe(true);
  expect(told.typed).toBe('\x05\x15\x1b[200~echo one\recho two\x1b[201~\r');
});

test('rule 18: a prompt that is still being printed is waited for, so that a paste is marked', async () => {
  const { terminal, told, write } = await openTerminal();
  const running = terminal.run('echo one');
  const cut = PROMPT.indexOf('\x1b[?2004h');
  write(PROMPT.slice(0, cut));
  await new Promise((done) => setImmediate(done));
  write(PROMPT.slice(cut));
  expect(await running).toBe(true);
  expect(told.typed).toBe('\x05\x15\x1b[200~echo one\x1b[201~\r');
});

test('rule 18: nothing is typed where a command runs, or where the rest of one is waited for', async () => {
  for (const busy of ['\x1b]633;C\x07', '\x1b]633;F\x07> ']) {
    const { terminal, told, write } = await openTerminal();
    write(`${PROMPT}${busy}`);
    expect(await terminal.run('ls')).toBe(false);
    expect(told.typed).toBe('');
  }
});

test('rule 18: nor where the shell says that it is at its prompt, and is not in the foreground', async () => {
  const { terminal, told, write } = await openTerminal({ isAtPrompt: false });
  write(PROMPT);
  expect(await terminal.run('ls')).toBe(false);
  expect(told.typed).toBe('');
});

test('rule 17: a shell that ended is told, and one that was cut off', async () => {
  const { terminal, link } = await openTerminal();
  const { seen } = look(terminal, null);
  link.onExited(0);
  expect(seen.closed).toBe('exited');
  const another = await openTerminal();
  const { seen: other } = look(another.terminal, null);
  another.terminal.close('lost');
  expect(other.closed).toBe('lost');
});
