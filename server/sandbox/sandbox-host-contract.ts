import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { patience, within } from '../test-patience.ts';
import { SandboxLostError } from './errors.ts';
import type { ReadySandbox, SandboxHost } from './port.ts';
import { readUntil, shell, testReadySandbox } from './ready-sandbox-contract.ts';

export { readUntil, shell };

/** A host under test, and what only its own test knows how to do. */
export interface SandboxHostUnderTest extends AsyncDisposable {
  readonly host: SandboxHost;
  /** Kills a sandbox behind the host's back, as a crash would. */
  kill(id: SandboxId): Promise<void>;
  /** Everything that is kept for a sandbox, by name. */
  kept(id: SandboxId): Promise<readonly string[]>;
}

const signal = () => within(20_000);

export const newSandboxId = (): SandboxId => sandboxIdSchema.parse(randomBytes(8).toString('hex'));

/** With what a sandbox has for it. */
async function echo(sandbox: ReadySandbox, port: number): Promise<void> {
  const server = `setsid socat TCP-LISTEN:${port},reuseaddr,fork EXEC:cat < /dev/null > /dev/null 2>&1 &`;
  await shell(sandbox, `${server} until socat -u OPEN:/dev/null TCP:127.0.0.1:${port} 2>/dev/null; do :; done`);
}

/** What every sandbox host must do, whatever its sandboxes are made of. */
export function sandboxHostContract(name: string, createHost: () => Promise<SandboxHostUnderTest>): void {
  describe(name, () => {
    let under: SandboxHostUnderTest;
    const open = (id: SandboxId = newSandboxId()) => under.host.open(id, signal());

    beforeAll(async () => {
      under = await createHost();
    });

    afterAll(async () => {
      await under[Symbol.asyncDispose]();
    });

    testReadySandbox({ open: () => open(), echo });

    test('a command runs as the learner, in their home folder, and never as root', async () => {
      const sandbox = await open();
      const who = await shell(
        sandbox,
        'id -un; pwd; echo $HOME $USER $TERM $LANG; [ -w "$XDG_RUNTIME_DIR" ] && echo writable',
      );
      expect(who).toBe(`learner\n${sandbox.home}\n${sandbox.home} learner xterm-256color C.UTF-8\nwritable`);
      expect(await shell(sandbox, 'id -u')).not.toBe('0');
    });

    test('files and the shell history outlive a stop', async () => {
      const id = newSandboxId();
      await shell(await open(id), 'echo kept > file; mkdir folder');
      await under.kill(id);
      expect(await shell(await open(id), 'cat file; ls -d folder')).toBe('kept\nfolder');
    });

    test('what was running goes on after a pause', async () => {
      const id = newSandboxId();
      const sandbox = await open(id);
      const before = await shell(sandbox, 'setsid sleep 987 < /dev/null > /dev/null 2>&1 & echo $!');
      await under.host.pause(id);
      const again = await open(id);
      expect(await shell(again, 'pgrep -x -f "sleep 987"')).toBe(before);
    });

    test('one that is stopped keeps its files, and may be stopped when it does not run', async () => {
      const id = newSandboxId();
      const sandbox = await open(id);
      await shell(sandbox, 'echo kept > file; setsid sleep 987 < /dev/null > /dev/null 2>&1 &');
      await under.host.stop(id);
      await expect(sandbox.exec(['true'], { signal: signal() })).rejects.toThrow(SandboxLostError);
      await under.host.stop(id);
      await under.host.stop(newSandboxId());
      expect(await shell(await open(id), 'cat file; pgrep -cx sleep')).toBe('kept\n0');
    });

    test('a paused one can be stopped, and one that does not run stays as it is when paused', async () => {
      const id = newSandboxId();
      await shell(await open(id), 'echo kept > file');
      await under.host.pause(id);
      await under.host.stop(id);
      await under.host.pause(id);
      await under.host.pause(newSandboxId());
      expect(await shell(await open(id), 'cat file')).toBe('kept');
    });

    test('the list tells each with its state', async () => {
      const [running, paused, stopped] = [newSandboxId(), newSandboxId(), newSandboxId()];
      await Promise.all([open(running), open(paused), open(stopped)]);
      await Promise.all([under.host.pause(paused), under.host.stop(stopped)]);
      const states = new Map((await under.host.list()).map(({ id, state }) => [id, state]));
      expect([running, paused, stopped].map((id) => states.get(id))).toEqual(['running', 'paused', 'stopped']);
      expect(states.get(newSandboxId())).toBeUndefined();
    });

    test('what the host has left is told', async () => {
      const usage = await under.host.usage();
      expect(usage.memoryAvailableBytes).toBeGreaterThan(0);
      expect(usage.memoryAvailableBytes).toBeLessThan(usage.memoryTotalBytes);
      expect(usage.diskFreeBytes).toBeGreaterThan(0);
      expect(usage.diskFreeBytes).toBeLessThan(usage.diskTotalBytes);
    });

    test('two who open one sandbox at once get the same', async () => {
      const id = newSandboxId();
      const [one, other] = await Promise.all([open(id), open(id)]);
      await shell(one, 'echo shared > file');
      expect(await shell(other, 'cat file')).toBe('shared');
    });

    test('who gives up opening is told at once; the sandbox opens for the others', async () => {
      const id = newSandboxId();
      const abort = new AbortController();
      const given = under.host.open(id, abort.signal);
      const kept = open(id);
      abort.abort(new Error('gone'));
      await expect(given).rejects.toThrow('gone');
      expect(await shell(await kept, 'echo here')).toBe('here');
    });

    test('a connection to the started engine waits until somebody else starts it, and then is as any', async () => {
      const sandbox = await open();
      const ping = 'GET /_ping HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n';
      const early = await sandbox.dial({ kind: 'started-engine' }, signal());
      early.write(ping);
      await expect.poll(() => shell(sandbox, 'ss -xHp | grep -c "u_str ESTAB.*socat"')).toBe('1');
      expect(await shell(sandbox, 'pgrep -c "rootlesskit|dockerd"')).toBe('0');
      await shell(sandbox, 'docker version');
      expect(await text(early)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*OK$/);
      const late = await sandbox.dial({ kind: 'started-engine' }, signal());
      late.write(ping);
      expect(await text(late)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*OK$/);
    });

    test('a connection that waits for the engine and is let go of leaves no process', async () => {
      const sandbox = await open();
      const stream = await sandbox.dial({ kind: 'started-engine' }, signal());
      await expect.poll(() => shell(sandbox, 'pgrep -cx socat')).toBe('1');
      stream.destroy();
      await expect.poll(() => shell(sandbox, 'pgrep -cx socat'), { timeout: 5_000 * patience }).toBe('0');
      expect(await shell(sandbox, 'pgrep -c "rootlesskit|dockerd"')).toBe('0');
    });

    test('a dialled connection that is let go of leaves no process', async () => {
      const sandbox = await open();
      const stream = await sandbox.dial({ kind: 'engine' }, signal());
      stream.write('GET /events HTTP/1.1\r\nHost: engine\r\n\r\n');
      await readUntil(stream, '200 OK');
      stream.destroy();
      await expect.poll(() => shell(sandbox, 'pgrep -cx socat'), { timeout: 5_000 * patience }).toBe('0');
    });

    test('a sandbox that has stopped is lost, whatever is asked of it', async () => {
      const id = newSandboxId();
      const sandbox = await open(id);
      const running = sandbox.exec(['sleep', '987'], { signal: signal() });
      const lost = expect(running).rejects.toThrow(SandboxLostError);
      await under.kill(id);
      await lost;
      await expect(sandbox.exec(['true'], { signal: signal() })).rejects.toThrow(SandboxLostError);
      await expect(sandbox.dial({ kind: 'shells' }, signal())).rejects.toThrow(SandboxLostError);
      await expect(sandbox.dial({ kind: 'engine' }, signal())).rejects.toThrow(SandboxLostError);
    });

    test('removing leaves nothing, and may be done twice', async () => {
      const id = newSandboxId();
      const sandbox = await open(id);
      await shell(sandbox, 'docker version; touch file');
      expect(await under.kept(id)).not.toEqual([]);
      await under.host.remove([id]);
      expect(await under.kept(id)).toEqual([]);
      await under.host.remove([id]);
      await expect(sandbox.exec(['true'], { signal: signal() })).rejects.toThrow(SandboxLostError);
    });

    test('reaping removes what nobody owns, stopped or not, and leaves the rest', async () => {
      const [owned, running, stopped] = [newSandboxId(), newSandboxId(), newSandboxId()];
      await Promise.all([open(owned), open(running), open(stopped)]);
      await under.kill(stopped);
      const removed = await under.host.reap(new Set([owned]));
      expect(removed).toEqual(expect.arrayContaining([running, stopped]));
      expect(removed).not.toContain(owned);
      expect(await under.kept(running)).toEqual([]);
      expect(await under.kept(stopped)).toEqual([]);
      expect(await shell(await open(owned), 'echo here')).toBe('here');
      expect(await under.host.reap(new Set([owned]))).toEqual([]);
    });
  });
}
