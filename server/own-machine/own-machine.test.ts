import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { defineExercise, pass } from '../../src/shared/exercise/index.ts';
import type { ServerMessage } from '../../src/shared/protocol/index.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol/index.ts';
import { learnerMeSchema } from '../../src/shared/views.ts';
import { createApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { openAgreements } from './agreements.ts';
import { createOwnMachineHost } from './own-machine-host.ts';
import { openSecretToken } from './secret-token.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const task = { id: 'look', title: 'Look', check: async () => pass() };
const harmless = defineExercise({ id: 'harmless', title: 'Harmless', minutes: 1, tasks: [task] });
const prune = defineExercise({ ...harmless, id: 'prune', title: 'Tidy up', touches: ['Removes all unused images'] });

const HOST = 'drydock-0123456789abcdef.localhost';
// Below what the kernel gives to others.
let nextPort = 10_000 + (process.pid % 10_000);

/** A server for a machine whose engine is down, with an exercise that touches more than its own. */
async function startMachine() {
  const root = mkdtempSync(join(tmpdir(), 'drydock-own-app-'));
  cleanUps.push(() => rmSync(root, { recursive: true }));
  const [folder, privateFolder] = [join(root, 'drydock'), join(root, 'own')];
  const exercises = new Map(
    [harmless, prune].map((exercise) => {
      const start = join(root, 'exercises', exercise.id, 'start');
      mkdirSync(start, { recursive: true });
      writeFileSync(join(start, 'begin'), 'here');
      return [exercise.id, { exercise, folder: join(root, 'exercises', exercise.id), solution: '' }] as const;
    }),
  );
  for (const path of [folder, join(root, 'dist/own'), join(root, 'dist/server-only')])
    mkdirSync(path, { recursive: true });
  for (const page of ['index.html', '404.html']) writeFileSync(join(root, 'dist', page), `<h1>${page}</h1>`);
  writeFileSync(join(root, 'dist/own/index.html'), '<h1>Where is the link?</h1>');
  for (const file of ['command-blocks.json', 'server-only/quizzes.json']) writeFileSync(join(root, 'dist', file), '{}');

  const port = nextPort++;
  const config = parseConfig({ DRYDOCK_PORT: String(port), DRYDOCK_DATA_DIR: root }, '/');
  const store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  cleanUps.push(() => store[Symbol.asyncDispose]());
  const token = await openSecretToken(privateFolder);
  const now = () => new Date();
  const agreements = await openAgreements({ privateFolder, socket: '/nowhere.sock', folder, now });
  const app = await createApp({
    config: { ...config, publicUrl: new URL(`http://${HOST}:${port}`), pool: { min: 0, max: 0 } },
    logger: pino({ level: 'silent' }),
    store,
    host: createOwnMachineHost({
      folder,
      environment: { PATH: process.env['PATH'] ?? '' },
      engineSocket: '/nowhere.sock',
      admit: async () => agreements.requireAgreed(),
      connectToShells: () => Promise.reject(new Error('none in this test')),
    }),
    exercises,
    runner: { decide: async () => ({ verdict: pass(), reads: new Set() }) },
    probes: { store: () => store.probe() },
    siteFolder: join(root, 'dist'),
    now,
    limit: () => 1,
    ownMachine: { token, agreements, folder: '~/drydock', describe: () => Promise.reject(new Error('down')) },
  });
  cleanUps.push(() => app[Symbol.asyncDispose]());
  await app.listen();

  const headers = { host: `${HOST}:${port}`, origin: `http://${HOST}:${port}` };
  const ask = (method: string, path: string, { cookie = '', body }: { cookie?: string; body?: object } = {}) => {
    const type = body ? { 'content-type': 'application/json' } : {};
    return new Promise<{ status: number; text: string; cookie: string }>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...type, cookie } };
      const outgoing = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
          }),
        );
      });
      outgoing.once('error', reject).end(body && JSON.stringify(body));
    });
  };
  const comeIn = async () => (await ask('POST', '/api/own/open', { body: { token: token.text } })).cookie;
  const openPage = async (cookie: string) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { ...headers, cookie } });
    cleanUps.push(() => socket.terminate());
    const messages: ServerMessage[] = [];
    socket.on('message', (data, isBinary) => isBinary || messages.push(JSON.parse(String(data))));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const say = (message: object) => socket.send(JSON.stringify(message));
    say({ type: 'hello', version: PROTOCOL_VERSION });
    return { messages, say };
  };
  return { ask, comeIn, openPage, token, isPlaced: (exercise: string) => existsSync(join(folder, exercise, 'begin')) };
}

test('a browser gets the one learner’s cookie for the token, and only for it', async () => {
  const { ask, comeIn, token } = await startMachine();
  for (const wrong of ['', 'x', token.text.slice(1), `${token.text} `]) {
    const refused = await ask('POST', '/api/own/open', { body: { token: wrong } });
    expect([refused.status, refused.cookie], wrong).toEqual([401, '']);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'own-machine-link' } });
  }
  const me = await ask('GET', '/api/me');
  expect([me.status, me.cookie]).toEqual([401, '']);
  const [first, second] = [await comeIn(), await comeIn()];
  expect(first).toMatch(/^drydock-learner=[0-9a-f]{32}\./);
  expect(second).toBe(first);
  const known = await ask('GET', '/api/me', { cookie: first });
  expect(learnerMeSchema.parse(JSON.parse(known.text)).ownMachine).toEqual({
    folder: '~/drydock',
    isAgreed: false,
    allowed: ['harmless'],
  });
});

test('tokens can’t be tried out without end', async () => {
  const { ask } = await startMachine();
  const statuses: number[] = [];
  for (let tries = 0; tries < 22; tries += 1) {
    statuses.push((await ask('POST', '/api/own/open', { body: { token: 'x' } })).status);
  }
  expect(new Set(statuses.slice(0, 20))).toEqual(new Set([401]));
  expect(statuses.slice(20)).toEqual([429, 429]);
});

test('what sandboxes alone have is refused in words', async () => {
  const { ask, comeIn } = await startMachine();
  const cookie = await comeIn();
  for (const [method, path] of [
    ['POST', '/api/sandbox/start-over'],
    ['GET', '/api/sandbox/files'],
    ['POST', '/api/exercises/harmless/reset'],
    ['GET', '/api/registry'],
    ['POST', '/api/registry/empty'],
    ['GET', '/api/capacity'],
    ['GET', '/api/pulls'],
    ['GET', '/api/sign-in'],
    ['GET', '/api/account'],
    ['POST', '/api/invite'],
    ['POST', '/api/password-reset'],
    ['GET', `/api/engine/layers/${'a'.repeat(64)}/records`],
    ['GET', `/api/engine/images/${'a'.repeat(64)}/config`],
    ['GET', `/api/engine/images/${'a'.repeat(64)}/manifests`],
  ] as const) {
    const answer = await ask(method, path, { cookie });
    expect(answer.status, path).toBe(403);
    expect(JSON.parse(answer.text), path).toMatchObject({ error: { code: 'not-on-own-machine' } });
  }
});

test('nothing is put on the machine before its person has agreed', async () => {
  const { ask, comeIn, openPage, isPlaced } = await startMachine();
  const cookie = await comeIn();
  const early = await openPage(cookie);
  early.say({ type: 'exercise.watch', exercise: 'harmless' });
  await expect
    .poll(() => early.messages)
    .toContainEqual({
      type: 'error',
      code: 'own-machine-unconfirmed',
      message: expect.stringContaining('Your machine'),
    });
  expect(early.messages).toContainEqual({
    type: 'sandbox',
    sandbox: { state: 'failed', message: expect.stringContaining('Your machine') },
  });
  expect(isPlaced('harmless')).toBe(false);

  const files = await ask('GET', '/api/files/folder?path=', { cookie });
  expect([files.status, JSON.parse(files.text).error.code]).toEqual([403, 'own-machine-unconfirmed']);
  expect((await ask('POST', '/api/own/agree', { cookie })).status).toBe(204);
  expect((await ask('GET', '/api/files/folder?path=', { cookie })).status).toBe(200);
  const page = await openPage(cookie);
  page.say({ type: 'exercise.watch', exercise: 'harmless' });
  await expect.poll(() => page.messages.some(({ type }) => type === 'exercise.state')).toBe(true);
  expect(isPlaced('harmless')).toBe(true);
});

test('an exercise that touches more than its own is neither placed nor checked before it is allowed', async () => {
  const { ask, comeIn, openPage, isPlaced } = await startMachine();
  const cookie = await comeIn();
  expect((await ask('POST', '/api/own/exercises/prune/allow', { cookie })).status).toBe(403);
  await ask('POST', '/api/own/agree', { cookie });
  const page = await openPage(cookie);
  for (const type of ['exercise.watch', 'exercise.run']) {
    const before = page.messages.length;
    page.say({ type, exercise: 'prune' });
    await expect
      .poll(() => page.messages.slice(before))
      .toContainEqual({
        type: 'error',
        code: 'exercise-unconfirmed',
        message: expect.stringContaining('“Tidy up”'),
      });
  }
  expect(isPlaced('prune')).toBe(false);
  expect(page.messages.some(({ type }) => type === 'exercise.state')).toBe(false);

  expect((await ask('POST', '/api/own/exercises/nothing/allow', { cookie })).status).toBe(404);
  expect((await ask('POST', '/api/own/exercises/prune/allow', { cookie })).status).toBe(204);
  page.say({ type: 'exercise.watch', exercise: 'prune' });
  await expect.poll(() => page.messages.some(({ type }) => type === 'exercise.state')).toBe(true);
  expect(isPlaced('prune')).toBe(true);
});
