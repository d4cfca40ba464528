import { randomInt } from 'node:crypto';
import { get } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { patience, within } from '../test-patience.ts';
import { createDialAgent } from './dial-agent.ts';
import type { ReadySandbox } from './port.ts';

/** A place to work in under test, and what only its own test knows how to do. */
export interface ReadySandboxUnderTest {
  readonly open: () => Promise<ReadySandbox>;
  /** Has something listen on the port of the place's localhost, and send back all that it gets. Resolves once it listens. */
  readonly echo: (sandbox: ReadySandbox, port: number) => Promise<void>;
}

const signal = () => within(20_000);

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

/** Others may sleep on the same machine, though not as long. */
const uniqueSleep = () => `sleep 987.${randomInt(1e9)}`;

/** How many processes have exactly this command line. */
const count = (sandbox: ReadySandbox, command: string) => shell(sandbox, `pgrep -cfx '${command}'`);

/** What can be done in every place to work in, be it a sandbox or a whole machine. Called inside a `describe`. */
export function testReadySandbox({ open, echo }: ReadySandboxUnderTest): void {
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
    const sleep = uniqueSleep();
    const running = sandbox.exec(['bash', '-c', `${sleep} & ${sleep} & wait`], { signal: abort.signal });
    await expect.poll(() => count(sandbox, sleep)).toBe('2');
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await expect.poll(() => count(sandbox, sleep)).toBe('0');
  });

  test('a command that does not exist has an exit code that says so', async () => {
    const sandbox = await open();
    const { exitCode } = await sandbox.exec(['no-such-command'], { signal: signal() });
    expect([126, 127]).toContain(exitCode);
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
    const command = `cat /dev/zero no-such-${randomInt(1e9)}`;
    const stream = await sandbox.read(['sh', '-c', `${command}; true`], signal());
    stream.once('data', () => stream.destroy());
    await expect.poll(() => count(sandbox, command), { timeout: 5_000 * patience }).toBe('0');
  });

  test('the signal ends a stream on which nothing comes, and its command', async () => {
    const sandbox = await open();
    const abort = new AbortController();
    const sleep = uniqueSleep();
    const reading = sandbox.read(['sh', '-c', `${sleep}; true`], abort.signal).then((stream) => text(stream));
    await expect.poll(() => count(sandbox, sleep)).toBe('1');
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow();
    await expect.poll(() => count(sandbox, sleep)).toBe('0');
  });

  test('the engine answers through a dialled connection, from the start on', async () => {
    const sandbox = await open();
    const stream = await sandbox.dial({ kind: 'engine' }, signal());
    stream.write('GET /_ping HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n');
    expect(await text(stream)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*OK$/);
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
    await echo(sandbox, 8099);
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
}
