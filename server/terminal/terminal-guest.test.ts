import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DRAWING_WINDOW_BYTES } from '../../src/shared/protocol/index.ts';
import { openKeptScrollback } from './scrollback-file.ts';
import { ShellMarks } from './shell-marks.ts';
import { Terminal, type TerminalListener, type TerminalSize } from './terminal.ts';

const size = { cols: 80, rows: 24 };

/** A terminal whose shell is the test itself. */
async function openTerminal(capacityBytes = 1024 * 1024) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-guest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
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
  onTestFinished(() => terminal[Symbol.asyncDispose]());
  const told = { typed: '', sizes: [] as TerminalSize[], limit: 0 };
  const link = terminal.listen({ onOpened: () => {}, onFailed: () => {} });
  terminal.connect({
    type: (bytes) => {
      told.typed += Buffer.from(bytes).toString();
    },
    typeAtPrompt: async () => false,
    resize: (cols, rows) => told.sizes.push({ cols, rows }),
    allow: (limit) => Object.assign(told, { limit }),
    hangUp: () => {},
  });
  link.onOpened(0, 0);
  let end = 0;
  const write = (output: string | Uint8Array) => {
    const bytes = Buffer.from(output);
    link.onOutput(end, bytes);
    end += bytes.length;
    return end;
  };
  return { terminal, told, write };
}

function listener() {
  const seen = { starts: [] as number[], modes: '', text: '', sizes: [] as TerminalSize[], closed: '' };
  const hears: TerminalListener = {
    onStart(start, _live, modes) {
      seen.starts.push(start);
      seen.modes = modes;
      seen.text = '';
    },
    onOutput: (_offset, bytes) => {
      seen.text += Buffer.from(bytes).toString('latin1');
    },
    onResized: (to) => seen.sizes.push(to),
    onClosed: (reason) => {
      seen.closed = reason;
    },
  };
  return { seen, hears };
}

test('rule 34: a guest sees what is on the screen, what comes, and the size that it has; what was wiped off before is not theirs', async () => {
  const { terminal, write, told } = await openTerminal();
  const learner = terminal.subscribe(null, { cols: 100, rows: 30 }, listener().hears);
  write('export TOKEN=secret\r\n\x1b[H\x1b[2J\x1b[3J$ ls\r\n');
  const { seen, hears } = listener();
  const guest = terminal.admit(hears);
  write('Dockerfile\r\n');
  expect(seen.text).toBe('$ ls\r\nDockerfile\r\n');
  expect(seen.sizes).toEqual([{ cols: 100, rows: 30 }]);
  learner.resize({ cols: 90, rows: 20 });
  expect(seen.sizes.at(-1)).toEqual({ cols: 90, rows: 20 });
  guest[Symbol.dispose]();
  write('later');
  expect(seen.text).not.toContain('later');
  expect(told.sizes).toEqual([
    { cols: 100, rows: 30 },
    { cols: 90, rows: 20 },
  ]);
});

test('rule 34: a guest neither sets the pace nor holds it up, and one who fell behind begins with the screen', async () => {
  const { terminal, write, told } = await openTerminal(64 * 1024);
  const learner = terminal.subscribe(null, size, listener().hears, DRAWING_WINDOW_BYTES);
  const slow = listener();
  const idle = terminal.admit(slow.hears, DRAWING_WINDOW_BYTES);
  const quick = terminal.admit(listener().hears);
  let end = 0;
  for (let line = 0; line < 12_000; line += 1) end = write('0123456789abcdef\r\n');
  const before = told.limit;
  quick.acknowledge(end);
  expect(told.limit).toBe(before);
  // The learner has drawn all of it: the shell goes on, whatever the guests do.
  for (let drawn = 0; drawn <= end; drawn += 40_000) learner.acknowledge(drawn);
  learner.acknowledge(end);
  expect(told.limit).toBeGreaterThan(end);
  expect(slow.seen.text.length).toBeLessThanOrEqual(DRAWING_WINDOW_BYTES);
  for (let drawn = 0; drawn < end; drawn += DRAWING_WINDOW_BYTES / 2) idle.acknowledge(drawn);
  idle.acknowledge(end);
  expect(slow.seen.starts).toHaveLength(2);
  expect(slow.seen.text.length).toBeLessThan(100 * 18);
});

test('rules 15 and 34: no answer of a terminal comes from a guest, nor is it a guest’s typing that decides whose do', async () => {
  const { terminal, told } = await openTerminal();
  const learner = terminal.subscribe(null, size, listener().hears);
  const guest = terminal.admit(listener().hears);
  expect('answer' in guest).toBe(false);
  expect('resize' in guest).toBe(false);
  guest.type(Buffer.from('ls'));
  learner.answer(Buffer.from('<answer>'));
  expect(told.typed).toBe('ls<answer>');
});

test('a guest of a program that has the whole screen has it drawn anew, in the size that it had', async () => {
  const { terminal, write, told } = await openTerminal();
  terminal.subscribe(null, size, listener().hears);
  write('\x1b[?1049hvim');
  const { seen, hears } = listener();
  terminal.admit(hears);
  expect(seen.modes).toContain('\x1b[?1049h');
  expect(told.sizes).toEqual([{ cols: 80, rows: 23 }, size]);
});

test('when the learner’s page goes, the window that is left is never a guest’s', async () => {
  const { terminal, told } = await openTerminal();
  const learner = terminal.subscribe(null, { cols: 100, rows: 30 }, listener().hears);
  const guest = listener();
  terminal.admit(guest.hears);
  learner[Symbol.dispose]();
  expect(told.sizes).toEqual([{ cols: 100, rows: 30 }]);
  terminal.close('exited');
  expect(guest.seen.closed).toBe('exited');
});
