import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findDockerEndpoint } from './docker-endpoint.ts';

/** A home folder in which Docker's command line keeps these contexts, and uses one of them. */
function homeWith(contexts: Record<string, string>, currentContext?: string): string {
  const home = mkdtempSync(join(tmpdir(), 'drydock-endpoint-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, '.docker'));
  writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ auths: {}, currentContext }));
  for (const [name, address] of Object.entries(contexts)) {
    const folder = join(home, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'));
    mkdirSync(folder, { recursive: true });
    const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: address, SkipTLSVerify: false } } };
    writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta));
  }
  return home;
}

test('without any settings it is the system’s socket', async () => {
  const system = { kind: 'socket', path: '/var/run/docker.sock', context: 'default' };
  expect(await findDockerEndpoint({}, '/nowhere')).toEqual(system);
  expect(await findDockerEndpoint({}, homeWith({}))).toEqual(system);
});

test('the context in use is followed, DOCKER_CONTEXT before it, and DOCKER_HOST before both', async () => {
  const home = homeWith(
    { 'desktop-linux': 'unix:///home/ada/.docker/desktop/docker.sock', rootless: 'unix:///run/user/1000/docker.sock' },
    'desktop-linux',
  );
  expect(await findDockerEndpoint({}, home)).toEqual({
    kind: 'socket',
    path: '/home/ada/.docker/desktop/docker.sock',
    context: 'desktop-linux',
  });
  expect(await findDockerEndpoint({ DOCKER_CONTEXT: 'rootless' }, home)).toMatchObject({
    path: '/run/user/1000/docker.sock',
  });
  const both = { DOCKER_CONTEXT: 'rootless', DOCKER_HOST: 'unix:///tmp/d.sock' };
  expect(await findDockerEndpoint(both, home)).toEqual({ kind: 'socket', path: '/tmp/d.sock', context: undefined });
});

test('an engine that is not on this machine is told as such', async () => {
  const home = homeWith({ far: 'ssh://ada@far.example' }, 'far');
  expect(await findDockerEndpoint({}, home)).toEqual({
    kind: 'elsewhere',
    address: 'ssh://ada@far.example',
    context: 'far',
  });
  expect(await findDockerEndpoint({ DOCKER_HOST: 'tcp://127.0.0.1:2375' }, home)).toMatchObject({ kind: 'elsewhere' });
});

test('a context that is gone, and a file that is torn, are told in words', async () => {
  expect(await findDockerEndpoint({}, homeWith({}, 'gone'))).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('“gone”'),
  });
  const home = homeWith({});
  writeFileSync(join(home, '.docker/config.json'), '{');
  expect(await findDockerEndpoint({}, home)).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('config.json'),
  });
});
