import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { patience, within } from '../test-patience.ts';
import { createDialAgent } from './dial-agent.ts';
import { SandboxLostError } from './errors.ts';
import type { ReadySandbox, SandboxHost } from './port.ts';

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

/** Runs a line of shell and gives back what it printed, without the last line break. */
export async function shell(sandbox: ReadySandbox, line: string): Promise<string> {
  const { stdout, stderr } = await sandbox.exec(['bash', '-c', line], { signal: signal() });
  return `${stdout.toString()}${stderr.toString()}`.trimEnd();
}

/** Reads a stream until the text is in what came. */
export async function readUntil(stream: Duplex, wanted: string): Promise<string> {
  let seen = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => reject(new Error(`waited for ${wanted}, saw ${JSON.stringify(seen)}`)),
    20_000 * patience,
  );
  const read = (chunk: Buffer) => {
    seen += chunk.toString();
    if (seen.includes(wanted)) resolve(seen);
  };
  const end = () => reject(new Error(`ended before ${wanted}, saw ${JSON.stringify(seen)}`));
  stream.on('data', read);
  stream.on('end', end);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stream.off('data', read);
    stream.off('end', end);
  }
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

    test('a command gives its exit code and both its outputs', async () => {
      const sandbox = await open();
      const result = await sandbox.exec(['sh', '-c', 'echo out; echo error >&2; exit 7'], { signal: signal() });
      expect(result).toEqual({
        exitCode: 7,
        stdout: Buffer.from('out\n'),
        stderr: Buffer.from('error\n'),
        truncated: false,
      });
    });

    test('a command runs as the learner, in their home folder, and never as root', async () => {
      const sandbox = await open();
      const who = await shell(
        sandbox,
        'id -un; pwd; echo $HOME $USER $TERM $LANG; [ -w "$XDG_RUNTIME_DIR" ] && echo writable',
      );
      expect(who).toBe(`learner\n${sandbox.home}\n${sandbox.home} learner xterm-256color C.UTF-8\nwritable`);
      expect(await shell(sandbox, 'id -u')).not.toBe('0');
    });

    test('a command reads its standard input to the end', async () => {
      const sandbox = await open();
      const stdin = Buffer.alloc(3_000_000, 'drydock ');
      const { stdout } = await sandbox.exec(['sh', '-c', 'wc -c; cat /dev/null'], { signal: signal(), stdin });
      expect(stdout.toString().trim()).toBe('3000000');
    });

    test('a command need not read its standard input', async () => {
      const sandbox = await open();
      const stdin = Buffer.alloc(8_000_000);
      const { exitCode } = await sandbox.exec(['sh', '-c', 'exit 4'], { signal: signal(), stdin });
      expect(exitCode).toBe(4);
    });

    test('output past the limit is cut off, and the command still ends as it would', async () => {
      const sandbox = await open();
      const limits = { signal: signal(), maxOutputBytes: 1000 };
      const result = await sandbox.exec(['sh', '-c', 'head -c 5000000 /dev/zero; exit 3'], limits);
      expect(result.stdout).toHaveLength(1000);
      expect(result).toMatchObject({ truncated: true, exitCode: 3 });
    });

    test('a command that is broken off rejects at once, and its processes end', async () => {
      const sandbox = await open();
      const abort = new AbortController();
      const running = sandbox.exec(['bash', '-c', 'sleep 987 & sleep 987 & wait'], { signal: abort.signal });
      await expect.poll(() => shell(sandbox, 'pgrep -cx sleep')).toBe('2');
      abort.abort(new Error('enough'));
      await expect(running).rejects.toThrow('enough');
      await expect.poll(() => shell(sandbox, 'pgrep -cx sleep')).toBe('0');
    });

    test('a command that does not exist has an exit code that says so', async () => {
      const sandbox = await open();
      const { exitCode } = await sandbox.exec(['no-such-command'], { signal: signal() });
      expect([126, 127]).toContain(exitCode);
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

    test('what a command prints is read as a stream, at the reader’s pace', async () => {
      const sandbox = await open();
      const stream = await sandbox.read(['sh', '-c', 'echo noise >&2; head -c 5000000 /dev/zero'], signal());
      let length = 0;
      for await (const chunk of stream) length += (chunk as Buffer).length;
      expect(length).toBe(5_000_000);
    });

    test('a stream of a command that fails breaks, with what the command said', async () => {
      const sandbox = await open();
      const stream = await sandbox.read(['sh', '-c', 'echo begun; echo no such thing >&2; exit 3'], signal());
      await expect(text(stream)).rejects.toThrow('ended with 3: no such thing');
    });

    test('who stops reading ends the command', async () => {
      const sandbox = await open();
      const stream = await sandbox.read(['sh', '-c', 'cat /dev/zero; true'], signal());
      stream.once('data', () => stream.destroy());
      await expect.poll(() => shell(sandbox, 'pgrep -cx cat'), { timeout: 5_000 * patience }).toBe('0');
    });

    test('a terminal echoes, has the size that it is given, and ends with its process', async () => {
      const sandbox = await open();
      using tty = await sandbox.tty(['bash', '--norc'], { cols: 91, rows: 27, signal: signal() });
      tty.stream.write('stty size\r');
      await readUntil(tty.stream, '27 91');
      await tty.resize(123, 45);
      tty.stream.write('stty size\r');
      await readUntil(tty.stream, '45 123');
      const ended = text(tty.stream);
      tty.stream.write('exit\r');
      expect(await ended).toContain('exit');
    });

    test('a terminal passes every key on at once', async () => {
      const sandbox = await open();
      using tty = await sandbox.tty(['bash', '--norc'], { cols: 80, rows: 24, signal: signal() });
      tty.stream.write('echo fir""st\r');
      await readUntil(tty.stream, '\rfirst');
      // Ctrl-P calls up the last command.
      tty.stream.write('\x10');
      await readUntil(tty.stream, 'echo fir""st');
    });

    test('a terminal that is let go of ends its process, and not what runs on its own', async () => {
      const sandbox = await open();
      const command = ['bash', '-c', 'setsid sleep 765 & exec sleep 987'];
      const tty = await sandbox.tty(command, { cols: 80, rows: 24, signal: signal() });
      await expect.poll(() => shell(sandbox, 'pgrep -cx sleep')).toBe('2');
      tty[Symbol.dispose]();
      await expect.poll(() => shell(sandbox, 'pgrep -ax sleep')).toMatch(/^\d+ sleep 765$/);
    });

    test('the signal that opens a terminal does not close it later', async () => {
      const sandbox = await open();
      const abort = new AbortController();
      using tty = await sandbox.tty(['bash', '--norc'], { cols: 80, rows: 24, signal: abort.signal });
      abort.abort();
      tty.stream.write('echo still""there\r');
      await readUntil(tty.stream, 'stillthere');
    });

    test('the engine answers through a dialled connection, from the start on', async () => {
      const sandbox = await open();
      const stream = await sandbox.dial({ kind: 'engine' }, signal());
      stream.write('GET /_ping HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n');
      expect(await text(stream)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*OK$/);
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

    test('the learner’s docker can be used by the first command', async () => {
      const sandbox = await open();
      expect(await shell(sandbox, `docker version -f '{{.Server.Os}}'`)).toBe('linux');
    });

    test('an HTTP client speaks to the engine through an agent', async () => {
      const sandbox = await open();
      const agent = createDialAgent(sandbox, { kind: 'engine' });
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      get({ agent, host: 'engine', path: '/version' }, (response) => resolve(text(response))).on('error', reject);
      expect(JSON.parse(await promise)).toMatchObject({ Os: 'linux' });
      agent.destroy();
    });

    test('a port of the learner’s localhost is reached, with many bytes both ways', async () => {
      const sandbox = await open();
      const server = 'setsid socat TCP-LISTEN:8099,reuseaddr,fork EXEC:cat < /dev/null > /dev/null 2>&1 &';
      await shell(sandbox, `${server} until socat -u OPEN:/dev/null TCP:127.0.0.1:8099 2>/dev/null; do :; done`);
      const stream = await sandbox.dial({ kind: 'port', port: 8099 }, signal());
      const sent = 'x'.repeat(2_000_000);
      stream.end(sent);
      expect(await text(stream)).toBe(sent);
    });

    test('a port on which nothing listens ends at once', async () => {
      const sandbox = await open();
      const stream = await sandbox.dial({ kind: 'port', port: 8098 }, signal());
      expect(await text(stream)).toBe('');
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
      await expect(sandbox.tty(['sh'], { cols: 80, rows: 24, signal: signal() })).rejects.toThrow(SandboxLostError);
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
