import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  createDockerSandboxHarness,
  type DockerSandboxHarness,
  testLimits,
} from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { within } from '../test-patience.ts';
import { createSandboxFiles } from './sandbox-files.ts';
import { sandboxFilesContract } from './sandbox-files-contract.ts';

/** As small as a sandbox's disk can be with an engine on it. */
const SMALL_DISK_BYTES = 96 * 1024 ** 2;

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'), {
    limits: { ...testLimits, diskBytes: SMALL_DISK_BYTES },
  });
  sandbox = await harness.host.open(newSandboxId(), within(30_000));
});
afterAll(async () => harness?.[Symbol.asyncDispose]());

const run = async (script: string) => {
  const { exitCode, stdout, stderr } = await sandbox.exec(['sh', '-c', script], { signal: within(30_000) });
  if (exitCode !== 0) throw new Error(`${script}: ${stderr.toString()}`);
  return stdout.toString();
};
const signal = () => within(20_000);

sandboxFilesContract('files in a sandbox', async () => sandbox);

test('what its permissions forbid is not done, and says so', async () => {
  const files = createSandboxFiles(sandbox);
  await run(
    'mkdir -p closed/inside; printf x > closed/file; printf y > readable; chmod 500 closed; chmod 400 readable',
  );
  const denied = async (asked: Promise<unknown>) => {
    const error = await asked.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'file-denied', message: expect.stringContaining('chmod') });
  };
  await denied(files.write('closed/new', Buffer.from('x'), { kind: 'new' }, signal()));
  await denied(files.write('closed/file', Buffer.from('z'), { kind: 'any' }, signal()));
  await denied(files.write('readable', Buffer.from('z'), { kind: 'any' }, signal()));
  await denied(files.makeFolder('closed/more', signal()));
  await denied(files.move('closed/file', 'moved', signal()));
  await denied(files.remove('closed', signal()));
  expect(await files.read('readable', signal())).toMatchObject({ text: 'y', isWritable: false });
  expect(await files.read('closed/file', signal())).toMatchObject({ text: 'x', isWritable: false });
  await run('chmod 000 readable closed');
  await denied(files.read('readable', signal()));
  await denied(files.send('readable', signal()));
  await denied(files.list('closed', signal()));
  await run('chmod 700 closed; rm -rf closed readable');
});

test('on a full disk nothing is lost, and nothing is left of what did not fit', async () => {
  const files = createSandboxFiles(sandbox);
  await files.write('kept', Buffer.from('as it was'), { kind: 'new' }, signal());
  await run('head -c 1G /dev/zero > filler 2> /dev/null || true');
  const large = Buffer.alloc(300_000, 'a');
  for (const [path, kind] of [
    ['kept', 'any'],
    ['another', 'new'],
  ] as const) {
    const error = await files.write(path, large, { kind }, signal()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining('docker system prune') });
  }
  expect(await run('cat kept; ls -A | grep -c -e drydock- -e another || true')).toBe('as it was0\n');
  await run('rm filler');
  expect(await files.write('kept', large, { kind: 'any' }, signal())).toMatchObject({ kind: 'saved' });
});

test('a file that is cut off on its way is not written', async () => {
  const files = createSandboxFiles({
    ...sandbox,
    exec: (command, options) =>
      sandbox.exec(command, { ...options, ...(options.stdin && { stdin: options.stdin.subarray(0, 3) }) }),
  });
  const error = await files.write('cut', Buffer.from('whole'), { kind: 'new' }, signal()).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'file-failed' });
  expect(await run('ls -A | grep -c -e drydock- -e cut || true')).toBe('0\n');
});
