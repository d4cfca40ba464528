import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LearnerError } from '../errors.ts';
import { shell, testReadySandbox } from '../sandbox/ready-sandbox-contract.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { ownEnvironment } from './login-shell.ts';
import { createOwnMachineHost } from './own-machine-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-own-host-'));
const signal = () => AbortSignal.timeout(20_000);
const options = {
  folder,
  environment: ownEnvironment(process.env),
  engineSocket: process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '') || '/var/run/docker.sock',
  admit: async () => {},
  connectToShells: () => Promise.reject(new Error('holder.integration.test.ts has them')),
};

afterAll(() => rmSync(folder, { recursive: true }));

describe('the machine of the person', () => {
  const host = createOwnMachineHost(options);
  const open = () => host.open(newSandboxId(), signal());

  testReadySandbox({
    open,
    async echo(_sandbox, port) {
      const server = createServer((socket) => void socket.pipe(socket)).listen(port, '127.0.0.1');
      afterAll(() => void server.close());
      await once(server, 'listening');
    },
  });

  test('a command runs as the person, in the folder of the exercises', async () => {
    const place = await open();
    expect(place.home).toBe(folder);
    expect(await shell(place, 'id -u; pwd')).toBe(`${process.getuid?.()}\n${folder}`);
  });

  test('it runs, whatever it is asked to do: nothing is paused, stopped or removed', async () => {
    const id = newSandboxId();
    const place = await host.open(id, signal());
    writeFileSync(join(folder, 'kept'), 'kept');
    await host.pause(id);
    await host.stop(id);
    await host.remove([id]);
    expect(await host.reap(new Set())).toEqual([]);
    expect(await host.list()).toContainEqual({ id, state: 'running' });
    expect(await shell(place, 'cat kept')).toBe('kept');
    expect(existsSync(join(folder, 'kept'))).toBe(true);
  });

  test('what the machine has left is told', async () => {
    const usage = await host.usage();
    expect(usage.memoryAvailableBytes).toBeLessThan(usage.memoryTotalBytes);
    expect(usage.diskFreeBytes).toBeLessThan(usage.diskTotalBytes);
  });

  test('nothing is done on it before the person has agreed', async () => {
    const refusal = new LearnerError('own-machine-unconfirmed', 'not yet');
    const closed = createOwnMachineHost({ ...options, admit: () => Promise.reject(refusal) });
    await expect(closed.open(newSandboxId(), signal())).rejects.toBe(refusal);
    expect(await closed.list()).toEqual([]);
  });
});
