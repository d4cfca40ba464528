import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { type ShellPlace, TooManyTerminalsError } from './sandbox-shells.ts';
import type { Terminal } from './terminal.ts';
import { Terminals } from './terminals.ts';

const size = { cols: 80, rows: 24 };

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
  sandbox = await harness.host.open(newSandboxId(), within(30_000));
});
afterAll(async () => harness[Symbol.asyncDispose]());

const killHolder = () => run('pkill -9 -x holder');
afterEach(killHolder);

const run = (command: string) => sandbox.exec(['sh', '-c', command], { signal: within(10_000) });

function keepIn(folder: string) {
  return new Terminals({
    folder,
    onCommandFinished: () => {},
    onError: (error) => {
      throw error;
    },
  });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-shells-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A sandbox as a process reaches it that may be killed: its connections break, and it makes no others. */
function mortal(sandbox: ReadySandbox) {
  const streams: Duplex[] = [];
  let isKilled = false;
  const place: ShellPlace = {
    id: sandbox.id,
    async dial(target, signal) {
      if (isKilled) throw new Error('The process that asks was killed.');
      const stream = await sandbox.dial(target, signal);
      streams.push(stream);
      return stream;
    },
  };
  return {
    place,
    kill() {
      isKilled = true;
      for (const stream of streams) stream.destroy();
    },
  };
}

/** All that a page would see, and whether it came in order and without gaps. */
function look(terminal: Terminal, after: number | null = null) {
  const seen = { text: '', end: 0, starts: 0, closed: undefined as string | undefined };
  const subscription = terminal.subscribe(after, size, {
    onStart(from) {
      seen.starts += 1;
      seen.end = from;
    },
    onOutput(offset, bytes) {
      expect(offset).toBe(seen.end);
      seen.end += bytes.length;
      seen.text += Buffer.from(bytes).toString();
      queueMicrotask(() => subscription.acknowledge(seen.end));
    },
    onResized() {},
    onClosed(reason) {
      seen.closed = reason;
    },
  });
  return {
    seen,
    type: (text: string) => subscription.type(Buffer.from(text)),
    until: (text: string | RegExp) => expect.poll(() => seen.text, { timeout: 20_000 * patience }).toMatch(text),
    untilClosed: (reason: string) => expect.poll(() => seen.closed, { timeout: 20_000 * patience }).toBe(reason),
  };
}

/** The numbers of lines `line N` in the order in which they were seen. */
const linesOf = (text: string) => [...text.matchAll(/line (\d+)\r\n/g)].map(([, digits]) => Number(digits));
const COUNT = 'stty -echo; for i in $(seq 1 30000); do echo "line $i"; done; echo al""l\r';
const all = Array.from({ length: 30_000 }, (_, index) => index + 1);

test('a stream to the holder that breaks is made anew, and no byte is lost', async () => {
  await using terminals = keepIn(newFolder());
  const page = look(await terminals.of(sandbox).open('mended', size));
  await page.until(/\$ /);
  page.type(COUNT);
  for (let breaks = 1; breaks <= 3; breaks += 1) {
    await page.until(`line ${breaks * 3_000}\r\n`);
    // The courier's parent lies outside of the sandbox; the holder's does not.
    await run('for p in $(pgrep -x holder); do [ "$(ps -o ppid= -p "$p" | tr -d " ")" != 0 ] || kill -9 "$p"; done');
  }
  await page.until('all\r\n');
  expect(linesOf(page.seen.text)).toEqual(all);
  expect(page.seen).toMatchObject({ starts: 1, closed: undefined });
});

test('a server that is killed and started again goes on where it was, and no byte is lost', async () => {
  const process = mortal(sandbox);
  const folder = newFolder();
  await using killed = keepIn(folder);
  const before = look(await killed.of(process.place).open('restarted', size));
  await before.until(/\$ /);
  before.type(COUNT);
  await before.until('line 5000\r\n');
  // What it had not written yet is lost with it.
  const left = newFolder();
  process.kill();
  cpSync(folder, left, { recursive: true });
  const { end: known, text } = before.seen;
  await using terminals = keepIn(left);
  const page = look(await terminals.of(sandbox).open('restarted', size), known);
  await page.until('all\r\n');
  expect(page.seen.starts).toBe(1);
  expect(linesOf(text + page.seen.text)).toEqual(all);
});

test('a holder that is killed takes its shells along, and the next is another', async () => {
  await using terminals = keepIn(newFolder());
  const shells = terminals.of(sandbox);
  const page = look(await shells.open('killed', size));
  await page.until(/\$ /);
  page.type('before=yes\r');
  await killHolder();
  await page.untilClosed('lost');
  const next = look(await shells.open('killed', size));
  await next.until(/\$ $|\$ .*\x07$/);
  next.type('echo "before is <$before>"\r');
  await next.until('before is <>');
});

test('a learner who takes the holder over again and again loses their own shells, and nothing goes round in circles', async () => {
  await using terminals = keepIn(newFolder());
  const page = look(await terminals.of(sandbox).open('stolen', size));
  await page.until(/\$ /);
  page.type('while :; do /usr/local/lib/drydock/holder < /dev/zero > /dev/null 2>&1; done\r');
  await page.untilClosed('lost');
});

test('shells are named as long as they run, to whoever asks; four may', async () => {
  const folder = newFolder();
  await using terminals = keepIn(folder);
  const shells = terminals.of(sandbox);
  const heard: string[][] = [];
  using _listening = shells.listen((names) => heard.push([...names]));
  await shells.open('main', size);
  const second = look(await shells.open('shell-2', size));
  await Promise.all([shells.open('shell-3', size), shells.open('shell-4', size)]);
  await expect(shells.open('shell-5', size)).rejects.toThrow(TooManyTerminalsError);
  expect(shells.names).toEqual(['main', 'shell-2', 'shell-3', 'shell-4']);

  await using others = keepIn(folder);
  const named: string[][] = [];
  using _other = others.of(sandbox).listen((names) => named.push([...names]));
  await expect.poll(() => named.at(-1)).toEqual(['main', 'shell-2', 'shell-3', 'shell-4']);

  // That was another server's reach for the holder. What is typed until it is mended goes to nobody.
  await expect
    .poll(() => {
      second.type('exit\r');
      return second.seen.closed;
    })
    .toBe('exited');
  await expect.poll(() => heard.at(-1)).toEqual(['main', 'shell-3', 'shell-4']);
  for (const name of ['main', 'shell-3', 'shell-4']) (await shells.open(name, size)).hangUp();
  await expect.poll(() => shells.names).toEqual([]);
});

test('a command that is run waits for a new shell’s prompt, and is not typed into what runs', async () => {
  await using terminals = keepIn(newFolder());
  const terminal = await terminals.of(sandbox).open('runs', size);
  const page = look(terminal);
  expect(await terminal.run('cat <<END\none\ttwo\nEND\nsleep 60')).toBe(true);
  await page.until(/one\ttwo\r\n/);
  await page.until(/633;C/);
  expect(await terminal.run('echo never')).toBe(false);
  page.type('\x03');
  await page.until(/633;D;130/);
  page.type('echo half typ');
  await page.until('half typ');
  await expect.poll(() => terminal.run('echo $((6 * 7))')).toBe(true);
  await page.until(/\n42\r\n|C\x0742\r\n/);
  page.type('unset PS0 PROMPT_COMMAND; PS1=">> "; vim\r');
  await page.until(/\x1b\[\?1049h/);
  expect(await terminal.run('echo never')).toBe(false);
  page.type('\x1b:q!\r');
  expect(page.seen.text).not.toContain('never');
});
