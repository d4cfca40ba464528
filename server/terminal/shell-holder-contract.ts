import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttachedShell, ShellHolder } from './port.ts';

/** Where shells under test run, and how that place is taken away. */
export interface ShellHolderUnderTest extends AsyncDisposable {
  holder(terminal: string): ShellHolder;
  stop(): Promise<void>;
}

const signal = () => AbortSignal.timeout(20_000);
const size = { cols: 80, rows: 24 };

/** A client that keeps what it was shown. */
async function attach(holder: ShellHolder) {
  const shell = await holder.attach({ ...size, signal: signal() });
  let shown = '';
  let hasEnded = false;
  shell.stream.on('data', (bytes: Buffer) => {
    shown += shell.shown(bytes);
  });
  shell.stream.once('close', () => {
    hasEnded = true;
  });
  return {
    shell,
    shown: () => shown,
    until: (text: string | RegExp) => expect.poll(() => shown, { timeout: 20_000 }).toMatch(text),
    untilEnd: () => expect.poll(() => hasEnded, { timeout: 20_000 }).toBe(true),
  };
}

const type = ({ stream }: AttachedShell, text: string) => stream.write(text);

/** What every holder must do, wherever it keeps its shells. */
export function shellHolderContract(name: string, create: () => Promise<ShellHolderUnderTest>): void {
  describe(name, () => {
    let under: ShellHolderUnderTest;
    beforeAll(async () => {
      under = await create();
    });
    afterAll(async () => under[Symbol.asyncDispose]());

    test('a shell comes to its prompt and runs what is typed, in the size that was asked for', async () => {
      const client = await attach(under.holder('first'));
      await client.until(/\$ /);
      type(client.shell, 'echo "$((6 * 7)) in $(stty size)"\r');
      await client.until('42 in 24 80');
      await client.shell.resize(100, 30);
      await expect
        .poll(() => {
          type(client.shell, 'stty size\r');
          return client.shown();
        })
        .toContain('30 100');
      client.shell[Symbol.dispose]();
    });

    test('the same shell is there for whoever attaches next, and goes on meanwhile', async () => {
      const first = await attach(under.holder('kept'));
      await first.until(/\$ /);
      type(first.shell, 'kept=yes; (sleep 0.5; touch later) &\r');
      await first.until(/\[1\] \d+/);
      first.shell[Symbol.dispose]();
      await first.untilEnd();
      const second = await attach(under.holder('kept'));
      type(second.shell, 'until [ -e later ]; do sleep 0.1; done; echo "kept: $kept"\r');
      await second.until('kept: yes');
      second.shell[Symbol.dispose]();
    });

    test('shells of different names are different shells', async () => {
      const [one, other] = await Promise.all([attach(under.holder('one')), attach(under.holder('other'))]);
      await Promise.all([one.until(/\$ /), other.until(/\$ /)]);
      type(one.shell, 'mine=1\r');
      type(other.shell, 'echo "mine is [$mine]"\r');
      await other.until(/mine is \[\]/);
      one.shell[Symbol.dispose]();
      other.shell[Symbol.dispose]();
    });

    test('nothing but the shell’s own output is shown, at the start, at a return and at the end', async () => {
      const first = await attach(under.holder('clean'));
      await first.until(/\$ /);
      expect(first.shown()).not.toContain('\x1b[J');
      first.shell[Symbol.dispose]();
      await first.untilEnd();
      const second = await attach(under.holder('clean'));
      type(second.shell, 'exit\r');
      await second.untilEnd();
      expect(second.shown()).not.toMatch(/\x1b\[J|dtach|EOF/);
      expect(second.shown()).toContain('logout');
    });

    test('a shell that ended is followed by a new one', async () => {
      const first = await attach(under.holder('again'));
      await first.until(/\$ /);
      type(first.shell, 'gone=yes; exit\r');
      await first.untilEnd();
      expect(await under.holder('again').isReachable(signal())).toBe(true);
      const second = await attach(under.holder('again'));
      await second.until(/\$ /);
      type(second.shell, 'echo "gone is <$gone>"\r');
      await second.until('gone is <>');
      second.shell[Symbol.dispose]();
    });

    test('a shell whose place is gone can be told', async () => {
      const client = await attach(under.holder('last'));
      await client.until(/\$ /);
      await under.stop();
      await client.untilEnd();
      expect(await under.holder('last').isReachable(signal())).toBe(false);
    });
  });
}
