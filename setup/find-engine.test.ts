import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { explainEngine, findEngine, isTooOld } from './find-engine.ts';

let folder: string;
let socket: string;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-engine-'));
  socket = join(folder, 'docker.sock');
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
  await rm(folder, { recursive: true });
});

async function answer(body: string): Promise<void> {
  server = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => server?.listen(socket, resolve));
}

test('an engine that is new enough is ready', async () => {
  await answer('{"Version":"20.10.24","ApiVersion":"1.41"}');
  expect(await findEngine(`unix://${socket}`)).toMatchObject({ kind: 'ready', version: '20.10.24' });
});

test('an older one is too old', async () => {
  await answer('{"Version":"19.03.1","ApiVersion":"1.40"}');
  const state = await findEngine(socket);
  expect(state).toEqual({ kind: 'too-old', version: '19.03.1', apiVersion: '1.40' });
});

test('no socket: absent', async () => {
  const state = await findEngine(`unix://${socket}`);
  expect(state).toEqual({ kind: 'absent', where: socket });
});

test('an address that nobody listens on: not answering, with the reason', async () => {
  // Bound and closed again: a port that is free.
  const free = createTcpServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${port}`);
  expect(await findEngine(`tcp://127.0.0.1:${port}`)).toMatchObject({
    kind: 'not-answering',
    reason: expect.stringMatching(/ECONNREFUSED/),
  });
  vi.unstubAllEnvs();
});

test.each([
  ['1.24', true],
  ['1.40', true],
  ['1.41', false],
  ['1.100', false],
  ['2.0', false],
])('API %s: too old is %s', (apiVersion, expected) => {
  expect(isTooOld(apiVersion)).toBe(expected);
});

test('every explanation says what to do', () => {
  const where = '/run/docker.sock';
  for (const state of [
    { kind: 'absent', where },
    { kind: 'no-permission', where },
    { kind: 'not-answering', where, reason: 'connect ECONNREFUSED' },
    { kind: 'too-old', version: '19', apiVersion: '1.40' },
  ] as const) {
    expect(explainEngine(state)).toMatch(/then start again\.$/);
    expect(explainEngine(state).split('\n')).toHaveLength(1);
  }
});
