import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { patience, within } from '../test-patience.ts';
import { encodeHolderFrame, MAX_HOLDER_PAYLOAD_BYTES } from './holder-frames.ts';
import { encodeToHolder } from './holder-messages.ts';
import { HolderTestClient } from './holder-test-client.ts';

/** A place in which a holder keeps bash. */
export interface HolderUnderTest extends AsyncDisposable {
  /** A stream to the holder, which is started where none runs. */
  connect(signal: AbortSignal): Promise<Duplex>;
  /** Whether the holder's process is there. */
  isRunning(): Promise<boolean>;
}

const MIB = 1024 ** 2;
const KEPT_BYTES = 2 * MIB;

/** Beyond what it keeps or lets through, a holder may have what one read of a terminal gives, and what the terminal itself holds. */
const SLACK_BYTES = 128 * 1024;

/** At the beginning of a line, be it behind a mark of the shell's for where a command's output begins. */
const printed = (text: string) => new RegExp(`[\\n\\x07]${text}`);

/** What every holder must do: HOLDER.md, by its rules. Give it a place of its own for each run. */
export function holderContract(name: string, create: () => Promise<HolderUnderTest>): void {
  describe(name, () => {
    let under: HolderUnderTest;
    const clients: HolderTestClient[] = [];
    const greet = async () => {
      const client = await HolderTestClient.greet(await under.connect(within(20_000)));
      clients.push(client);
      return client;
    };
    const poll = (isSo: () => Promise<boolean>) => expect.poll(isSo, { timeout: 20_000 * patience });

    beforeAll(async () => {
      under = await create();
    });

    afterEach(async () => {
      const client = await greet();
      for (const [terminal, shell] of (client.names ?? []).entries()) {
        await client.open(terminal, shell);
        client.send({ type: 'end', terminal });
        await client.untilExit(terminal);
      }
      for (const each of clients.splice(0)) await each.leave();
    });

    afterAll(async () => under[Symbol.asyncDispose]());

    test('a shell of this name is started, in the size that was asked for, and runs what is typed', async () => {
      const client = await greet();
      expect(await client.open(1, 'main', { cols: 91, rows: 27 })).toEqual({ offset: 0, end: 0 });
      client.type(1, 'echo "$((6 * 7)) in $(stty size)"\r');
      await client.untilText(1, '42 in 27 91');
      client.send({ type: 'size', terminal: 1, cols: 123, rows: 45 });
      client.type(1, 'stty size\r');
      await client.untilText(1, '45 123');
    });

    test('rule 1: frames are understood wherever the stream is cut', async () => {
      const client = await greet();
      const open = encodeToHolder({
        type: 'open',
        terminal: 200,
        cols: 80,
        rows: 24,
        offset: 0,
        windowBytes: 2 ** 31,
        name: 'cut',
      });
      for (const byte of open) {
        await new Promise((done) => setImmediate(done));
        client.raw(Buffer.of(byte));
      }
      const session = (count: number) =>
        Buffer.concat([
          encodeToHolder({ type: 'size', terminal: 200, cols: 80 + count, rows: 24 }),
          encodeToHolder({ type: 'limit', terminal: 200, offset: 2 ** 33, stored: 0 }),
          encodeToHolder({ type: 'input', terminal: 200, bytes: Buffer.from(`echo $((${count} + 1000))\r`) }),
        ]);
      for (let cut = 0; cut <= session(0).length; cut += 1) await client.rawInTwo(session(cut % 10), cut);
      client.type(200, 'echo $((6 * 7)) in $(stty size)\r');
      await client.untilText(200, /42 in 24 8\d/);
      const sums = client.text(200).match(/[\n\x07]10\d\d\r/g) ?? [];
      expect(sums).toHaveLength(session(0).length + 1);
    });

    test('rule 1: the longest frames pass whole, in both directions', async () => {
      const client = await greet();
      await client.open(1, 'long');
      client.type(1, 'stty raw -echo; echo rea""dy; head -c 300000 | cksum\r');
      await client.untilText(1, 'ready');
      const bytes = Buffer.alloc(MAX_HOLDER_PAYLOAD_BYTES, 'drydock ');
      const all = Buffer.alloc(300_000, 'drydock ');
      for (let at = 0; at < all.length; at += bytes.length) {
        client.send({ type: 'input', terminal: 1, bytes: all.subarray(at, at + bytes.length) });
      }
      await client.untilText(1, /\d+ 300000/);
      client.type(1, 'head -c 300000 /dev/zero | tr "\\0" z; echo; echo do""ne\r');
      await client.untilText(1, 'done');
      expect(
        client
          .text(1)
          .match(/z+/g)
          ?.some((run) => run.length === 300_000),
      ).toBe(true);
    });

    test.each([
      ['a type that is no letter', Buffer.from([0, 1, 0, 0, 0, 0])],
      ['a type that no client sends', encodeHolderFrame('q', 1)],
      ['a type that only holders send', encodeHolderFrame('d', 1, Buffer.alloc(9))],
      ['a payload that is too long', Buffer.from([0x69, 1, 0, 1, 0, 1])],
      ['a payload of four gigabytes', Buffer.from([0x69, 1, 0xff, 0xff, 0xff, 0xff])],
      ['an opening without a name', encodeHolderFrame('o', 2, Buffer.alloc(16))],
      ['an opening that is torn', encodeHolderFrame('o', 2, Buffer.alloc(7))],
      ['a size that is torn', encodeHolderFrame('s', 1, Buffer.alloc(3))],
      ['a limit that is torn', encodeHolderFrame('l', 1, Buffer.alloc(15))],
      ['an end with something behind it', encodeHolderFrame('e', 1, Buffer.alloc(1))],
    ])('rule 1: %s ends the stream, and no shell', async (_name, bytes) => {
      const client = await greet();
      await client.open(1, 'spared');
      client.raw(bytes);
      await client.untilEnd();
      const next = await greet();
      expect(next.names).toEqual(['spared']);
      await next.open(1, 'spared');
      next.type(1, 'echo $((6 * 7))\r');
      await next.untilText(1, printed('42'));
    });

    test('rule 2: a number that names no shell is nothing’s, and one is free again when its shell has ended', async () => {
      const client = await greet();
      for (const terminal of [0, 77, 255]) {
        client.type(terminal, 'echo lost\r');
        client.send({ type: 'size', terminal, cols: 90, rows: 20 }, { type: 'limit', terminal, offset: 5, stored: 0 });
        client.send({ type: 'end', terminal });
      }
      await client.open(255, 'first');
      client.type(255, 'exit 0\r');
      expect(await client.untilExit(255)).toBe(0);
      client.type(255, 'echo lost\r');
      await client.open(255, 'second');
      client.type(255, 'echo $((6 * 7))\r');
      await client.untilText(255, printed('42'));
      expect(client.text(255)).not.toContain('lost');
    });

    test('rules 3 and 4: a new client takes the place of the one before, is told which shells run, and they go on', async () => {
      const first = await greet();
      expect(first.names).toEqual([]);
      await first.open(1, 'main');
      await first.open(2, 'shell-2');
      first.type(1, 'kept=yes; echo $((6 * 7))\r');
      await first.untilText(1, printed('42'));
      const second = await greet();
      await first.untilEnd();
      expect([...(second.names ?? [])].sort()).toEqual(['main', 'shell-2']);
      await second.open(9, 'main');
      second.type(9, 'echo "kept: $kept"\r');
      await second.untilText(9, printed('kept: yes'));
    });

    test('rule 4: a shell that has ended is not named any more', async () => {
      const first = await greet();
      await first.open(1, 'gone');
      await first.open(2, 'there');
      first.type(1, 'exit\r');
      await first.untilExit(1);
      await first.leave();
      expect((await greet()).names).toEqual(['there']);
    });

    test('rule 5: the first byte of a new shell has the offset that it was opened with', async () => {
      const client = await greet();
      const offset = 2 ** 40 + 5;
      expect(await client.open(1, 'follows', { offset })).toEqual({ offset, end: offset });
      client.type(1, 'echo $((6 * 7))\r');
      await client.untilText(1, printed('42'));
      const { end } = client.heard(1);
      expect(end).toBe(offset + client.length(1));
      await client.leave();
      const next = await greet();
      expect(await next.open(1, 'follows', { offset: end })).toMatchObject({ offset: end });
    });

    test('rules 3, 5 and 6: through many breaks of the stream every byte comes once and in order', async () => {
      const lines = 20_000;
      let client = await greet();
      await client.open(1, 'counting');
      client.type(1, `stty -echo; clear; for i in $(seq 1 ${lines}); do echo "line $i"; done; echo al""l\r`);
      const parts: Buffer[] = [];
      let end = 0;
      for (let breaks = 0; breaks < 12; breaks += 1) {
        const wanted = 1 + breaks * 1_500;
        const isAll = () => Buffer.concat([...parts, client.heard(1).bytes]).includes('all\r\n');
        await client.until(`${wanted} bytes`, () => client.length(1) >= wanted || isAll());
        await client.leave();
        parts.push(client.heard(1).bytes);
        end = client.heard(1).end;
        client = await greet();
        const opened = await client.open(1, 'counting', { offset: end });
        expect(opened.offset).toBe(end);
      }
      await client.until('the rest', () => Buffer.concat([...parts, client.heard(1).bytes]).includes('all\r\n'));
      parts.push(client.heard(1).bytes);
      const numbers = [
        ...Buffer.concat(parts)
          .toString()
          .matchAll(/line (\d+)\r\n/g),
      ].map(([, digits]) => Number(digits));
      expect(numbers).toEqual(Array.from({ length: lines }, (_, index) => index + 1));
    });

    test('rule 6: what lies before `end` was there already; what the holder does not have any more is left out', async () => {
      const first = await greet();
      await first.open(1, 'long');
      first.type(1, 'head -c 3000000 /dev/zero | tr "\\0" x; echo; echo al""l\r');
      await first.untilText(1, 'all\r\n');
      const whole = first.heard(1);
      await first.leave();
      const second = await greet();
      const { offset, end } = await second.open(1, 'long', { offset: 10 });
      expect(end).toBeGreaterThanOrEqual(whole.end);
      expect(end - offset).toBeGreaterThanOrEqual(KEPT_BYTES);
      expect(end - offset).toBeLessThanOrEqual(KEPT_BYTES + SLACK_BYTES);
      await second.until('what was kept', () => second.heard(1).end >= whole.end);
      const kept = second.heard(1).bytes.subarray(0, whole.end - offset);
      expect(kept.equals(whole.bytes.subarray(offset - (whole.opened?.offset ?? 0)))).toBe(true);
    });

    test('rule 6: an offset that the shell has not reached is one that the holder does not have', async () => {
      const first = await greet();
      await first.open(1, 'short');
      first.type(1, 'echo $((6 * 7))\r');
      await first.untilText(1, printed('42'));
      await first.leave();
      const second = await greet();
      const { offset } = await second.open(1, 'short', { offset: 2 ** 30 });
      expect(offset).toBe(0);
      await second.untilText(1, printed('42'));
    });

    test('rule 7: nothing beyond the limit comes, and the shell stops writing', async () => {
      const client = await greet();
      await client.open(1, 'flood', { windowBytes: 5_000 });
      client.type(1, 'i=0; while :; do i=$((i + 1)); echo $i >.count; head -c 10000 /dev/zero; done\r');
      await client.until('all that may come', () => client.length(1) === 5_000);
      // How far the writer is can be asked from another shell. It stands still when it has the same answer twice.
      await client.open(2, 'witness');
      const count = async (ask: number) => {
        client.type(2, `echo "${ask}: <$(cat .count)>"\r`);
        await client.untilText(2, new RegExp(`[\\n\\x07]${ask}: <\\d*>`));
        return Number(new RegExp(`[\\n\\x07]${ask}: <(\\d*)>`).exec(client.text(2))?.[1]);
      };
      let asks = 0;
      let last = -1;
      await poll(async () => {
        const before = last;
        asks += 1;
        last = await count(asks);
        return last === before;
      }).toBe(true);
      expect(last * 10_000).toBeLessThan(5_000 + 2 * SLACK_BYTES);
      expect(client.length(1)).toBe(5_000);

      client.send({ type: 'limit', terminal: 1, offset: 2 * MIB, stored: 0 });
      await client.until('the rest', () => client.length(1) === 2 * MIB);
      client.send({ type: 'limit', terminal: 1, offset: 10, stored: 0 });
      client.type(2, 'echo $((6 * 7))\r');
      await client.untilText(2, printed('42'));
      expect(client.length(1)).toBe(2 * MIB);
      client.type(1, '\x03');
      client.send({ type: 'limit', terminal: 1, offset: 2 ** 40, stored: 0 });
    });

    test('rule 7: a shell that nobody looks at goes on, until it is 2 MiB ahead of what is stored', async () => {
      const client = await greet();
      client.storesOutput = false;
      await client.open(1, 'alone', { windowBytes: 1_000 });
      client.type(
        1,
        'stty -echo; head -c 1500000 /dev/zero | tr "\\0" x; echo >.alone; head -c 9000000 /dev/zero; echo >.all\r',
      );
      await client.until('all that may come', () => client.length(1) === 1_000);
      await client.leave();
      const next = await greet();
      await next.open(2, 'witness');
      next.type(2, 'until [ -e .alone ]; do sleep 0.05; done; rm .alone; sleep 0.3; ls .all; echo $((6 * 7))\r');
      await next.untilText(2, printed('42'));
      expect(next.text(2)).toMatch(/cannot access|No such/);
      const { offset } = await next.open(1, 'alone', { offset: 1_000 });
      expect(offset).toBe(1_000);
      next.type(2, 'until [ -e .all ]; do sleep 0.05; done; rm .all; echo $((6 * 9))\r');
      await next.untilText(2, printed('54'));
    });

    test('rule 8: input that the shell does not read is kept, up to a MiB', async () => {
      const client = await greet();
      await client.open(1, 'busy');
      await client.open(2, 'other');
      client.type(
        1,
        'stty raw -echo; echo rea""dy; until [ -e .go ]; do sleep 0.05; done; sed /END/q | wc -c; rm .go\r',
      );
      await client.untilText(1, 'ready');
      const chunk = Buffer.alloc(60_000, `${'a'.repeat(99)}\n`);
      for (let sent = 0; sent < 3 * MIB; sent += chunk.length) {
        client.send({ type: 'input', terminal: 1, bytes: chunk });
      }
      client.type(2, 'touch .go\r');
      // Said again and again, because the first may be what is dropped.
      await poll(async () => {
        client.type(1, 'END\n');
        return /\n\d+/.test(client.text(1).slice(client.text(1).lastIndexOf('ready')));
      }).toBe(true);
      const read = Number(/ready\s+(\d+)/.exec(client.text(1))?.[1]);
      expect(read).toBeGreaterThan(MIB - chunk.length);
      expect(read).toBeLessThan(MIB + SLACK_BYTES);
    });

    test('`p` types where the shell itself waits for a command, and nowhere else', async () => {
      const client = await greet();
      await client.open(1, 'prompt');
      const ask = (text: string) => client.send({ type: 'prompt-input', terminal: 1, bytes: Buffer.from(text) });
      client.type(1, 'echo $((6 * 7))\r');
      await client.untilText(1, /[\n\x07]42|l\r42/);
      await poll(async () => {
        ask('echo $((6 * 9)); cat\r');
        return client.heard(1).promptAnswers.includes(true);
      }).toBe(true);
      await client.untilText(1, /54\r\n/);
      const before = client.heard(1).promptAnswers.length;
      ask('never typed\r');
      await client.until('the answer', () => client.heard(1).promptAnswers.length > before);
      expect(client.heard(1).promptAnswers.at(-1)).toBe(false);
      client.type(1, '\x04');
      client.type(1, 'echo $((6 * 11))\r');
      await client.untilText(1, '66');
      expect(client.text(1)).not.toContain('never typed');
    });

    test('rule 9: a holder has eight shells at most, and says so', async () => {
      const client = await greet();
      for (let count = 1; count <= 8; count += 1) await client.open(count, `shell-${count}`);
      await expect(client.open(9, 'shell-9')).rejects.toThrow(/no shell: .{10,}/);
      client.type(1, 'exit\r');
      await client.untilExit(1);
      await client.open(9, 'shell-9');
    });

    test.each(['', 'Main', '../main', 'a'.repeat(41), 'a b', 'a\0b'])(
      'rule 9: %j is no name of a shell',
      async (wrong) => {
        const client = await greet();
        const message = { type: 'open', terminal: 1, cols: 80, rows: 24, offset: 0, windowBytes: 1_000 } as const;
        client.send({ ...message, name: wrong });
        await client.until('a refusal', () => client.hasEnded || client.heard(1).failed !== undefined);
        expect((await greet()).names).toEqual([]);
      },
    );

    test.each([
      ['exit 7', 7],
      ['kill -KILL $$', 137],
      ['exit 255', 255],
    ])('a shell that ends by `%s` is told with the status %i', async (command, status) => {
      const client = await greet();
      await client.open(1, 'ends');
      client.type(1, `${command}\r`);
      expect(await client.untilExit(1)).toBe(status);
    });

    test('the exit is told behind all of the output, be it held back by the limit', async () => {
      const client = await greet();
      await client.open(1, 'ends');
      client.type(1, 'head -c 300000 /dev/zero | tr "\\0" x; echo; echo la""st; exit 3\r');
      expect(await client.untilExit(1)).toBe(3);
      expect(client.text(1)).toContain(`${'x'.repeat(300_000)}\r\nlast\r\n`);

      await client.open(2, 'held', { windowBytes: 1 });
      await client.open(3, 'witness');
      client.type(2, 'echo la""st; touch .ended; exit 5\r');
      client.type(3, 'until [ -e .ended ]; do sleep 0.05; done; rm .ended; sleep 0.5; echo $((6 * 7))\r');
      await client.untilText(3, printed('42'));
      expect(client.heard(2).exited).toBeUndefined();
      expect(client.length(2)).toBe(1);
      client.send({ type: 'limit', terminal: 2, offset: 2 ** 40, stored: 0 });
      expect(await client.untilExit(2)).toBe(5);
      expect(client.text(2)).toMatch(printed('last'));
    });

    test('`e` hangs the shell up, with what runs in it', async () => {
      const client = await greet();
      await client.open(1, 'hung-up');
      await client.open(2, 'witness');
      client.type(1, 'bash -c "trap \'touch .hung-up; exit\' HUP; echo rea""dy; while :; do sleep 0.05; done"\r');
      await client.untilText(1, printed('ready'));
      client.send({ type: 'end', terminal: 1 });
      await client.untilExit(1);
      client.type(2, 'until [ -e .hung-up ]; do sleep 0.05; done; rm .hung-up; echo $((6 * 7))\r');
      await client.untilText(2, printed('42'));
    });

    test('rule 9: it ends with its last shell, when nobody looks, and starts anew for the next', async () => {
      const client = await greet();
      await client.open(1, 'last');
      await client.leave();
      expect(await under.isRunning()).toBe(true);
      const next = await greet();
      await next.open(1, 'last');
      next.type(1, 'exit\r');
      await next.untilExit(1);
      expect(await under.isRunning()).toBe(true);
      await next.leave();
      await poll(() => under.isRunning()).toBe(false);
      expect((await greet()).names).toEqual([]);
    });
  });
}
