import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { learnerIdSchema } from '../src/shared/ids.ts';
import { closeCodes, MAX_CLIENT_FRAME_BYTES, PROTOCOL_VERSION } from '../src/shared/protocol/index.ts';
import { instructorPullsSchema, learnerRegistrySchema } from '../src/shared/registry-views.ts';
import { capacitySchema, learnerMeSchema } from '../src/shared/views.ts';
import { becomeStaff, connect, newCookie, openSocket, registryIsDown, startApp } from './app-under-test.ts';
import { registryPassword } from './domain/registry-account.ts';
import type { PullMeter } from './registry/port.ts';
import { newSandboxId } from './sandbox/sandbox-host-contract.ts';

const hello = JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION });

test('rule 1: an upgrade needs the platform’s own origin and a cookie that it signed', async () => {
  const { url } = await startApp();
  const cookie = await newCookie(url);
  expect(await connect(url, { cookie })).toBe(403);
  expect(await connect(url, { cookie, origin: 'http://evil.example' })).toBe(403);
  expect(await connect(url, { cookie, origin: url, host: 'evil.example' })).toBe(403);
  expect(await connect(url, { origin: url })).toBe(401);
  const forged = cookie.replace(/=[0-9a-f]{32}/, `=${'0'.repeat(32)}`);
  expect(forged).not.toBe(cookie);
  expect(await connect(url, { origin: url, cookie: forged })).toBe(401);
  expect(await connect(url, { origin: url, cookie })).toBeInstanceOf(WebSocket);
});

test('rule 2: hello comes first, once, in a version that the server speaks', async () => {
  const { url } = await startApp();
  for (const [frames, code] of [
    [[JSON.stringify({ type: 'exercise.run', exercise: 'x' })], closeCodes.malformed],
    [[Buffer.from('\0ls')], closeCodes.malformed],
    [[hello, hello], closeCodes.malformed],
    [[JSON.stringify({ type: 'hello', version: 99 })], closeCodes.unknownVersion],
  ] as const) {
    const { socket, closed } = await openSocket(url);
    for (const frame of frames) socket.send(frame);
    expect(await closed).toBe(code);
  }
});

test('rule 3: a sandbox that cannot be started is told, and the socket stays', async () => {
  const { url } = await startApp();
  const { socket, messages } = await openSocket(url);
  socket.send(hello);
  await expect.poll(() => messages.map(({ type }) => type)).toEqual(['welcome', 'sandbox', 'sandbox', 'error']);
  expect(messages[2]).toMatchObject({ sandbox: { state: 'failed', message: expect.stringContaining('are safe') } });
  expect(JSON.stringify(messages)).not.toContain('ENOENT');
  socket.send(JSON.stringify({ type: 'terminal.open', terminal: 'main', cols: 80, rows: 24, after: null }));
  await expect.poll(() => messages.filter(({ type }) => type === 'error').length).toBe(2);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

test('rule 6: a learner may have eight sockets, and another when one of them has closed', async () => {
  const { url } = await startApp();
  const cookie = await newCookie(url);
  const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(url, cookie)));
  expect(await (await openSocket(url, cookie)).closed).toBe(closeCodes.tooMany);
  sockets[0]?.socket.close();
  await sockets[0]?.closed;
  await expect
    .poll(async () => {
      const { socket, closed } = await openSocket(url, cookie);
      socket.close(1000);
      return closed;
    })
    .toBe(1000);
});

test('rules 8 and 9: what is not a message, or too large, closes with its code', async () => {
  const { url } = await startApp();
  for (const [frame, code] of [
    ['{', closeCodes.malformed],
    ['[]', closeCodes.malformed],
    [JSON.stringify({ type: 'nonsense' }), closeCodes.malformed],
    [
      JSON.stringify({ type: 'terminal.open', terminal: '../x', cols: 80, rows: 24, after: null }),
      closeCodes.malformed,
    ],
    [Buffer.alloc(MAX_CLIENT_FRAME_BYTES + 1), closeCodes.tooLarge],
  ] as const) {
    const { socket, closed } = await openSocket(url);
    socket.send(hello);
    socket.send(frame);
    expect(await closed).toBe(code);
  }
});

test('a learner is the same at every visit, and nothing of theirs is given to another', async () => {
  const { url } = await startApp();
  const cookie = await newCookie(url);
  const again = await fetch(`${url}/api/me`, { headers: { cookie } });
  expect(again.headers.getSetCookie()).toEqual([]);
  expect(learnerMeSchema.parse(await again.json())).toEqual({
    role: 'learner',
    exercises: [],
    expiry: null,
    classes: [],
  });
  expect(await newCookie(url)).not.toBe(cookie);
  // A browser that was here before hears by this that its work is another learner's.
  const forged = await fetch(`${url}/api/me`, { headers: { cookie: `${cookie}x` } });
  expect(await forged.json()).toMatchObject({ isNew: true });
});

test('pages are served with their security headers, and what is not there says so', async () => {
  const { url } = await startApp();
  const home = await fetch(url);
  expect(await home.text()).toContain('Course');
  expect(home.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(home.headers.get('content-security-policy')).toMatch(/frame-src http:\/\/\*\.localhost:\d+;/);
  expect(home.headers.get('x-content-type-options')).toBe('nosniff');
  const missing = await fetch(`${url}/nowhere`, { headers: { accept: 'text/html' } });
  expect([missing.status, await missing.text()]).toEqual([404, '<h1>Not here</h1>']);
  expect((await fetch(`${url}/..%2f..%2fetc/passwd`)).status).toBeGreaterThanOrEqual(400);
});

test('another name that leads here is refused', async () => {
  const { url } = await startApp();
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request(url, { headers: { host: 'rebound.example' } }, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(403);
});

test('health names the part that does not answer', async () => {
  const { url } = await startApp();
  const response = await fetch(`${url}/healthz`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    status: 'failing',
    mode: 'sandboxes',
    parts: { store: 'ok', engine: 'failing' },
  });
});

test('a preview address without a sandbox says so', async () => {
  const { url } = await startApp();
  const { request } = await import('node:http');
  const { port } = new URL(url);
  const host = `8080--${'a'.repeat(32)}.localhost:${port}`;
  const status = await new Promise((resolve) => {
    request(url, { headers: { host } }, (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(404);
});

test('what is done with a sandbox is done by its learner alone, from a page of the platform', async () => {
  const { url } = await startApp();
  const routes = [
    ['POST', '/api/sandbox/start-over'],
    ['POST', '/api/exercises/web-app/reset'],
    ['GET', '/api/sandbox/files'],
    ['GET', '/api/capacity'],
    ['GET', '/api/registry'],
    ['POST', '/api/registry/empty'],
    ['GET', '/api/pulls'],
  ] as const;
  for (const [method, path] of routes) {
    const unknown = await fetch(url + path, { method, headers: { origin: url } });
    expect(unknown.status, path).toBe(401);
    expect(await unknown.json(), path).toMatchObject({ error: { code: 'unauthorized' } });
    if (method === 'GET') continue;
    const foreign = await fetch(url + path, { method, headers: { cookie: await newCookie(url) } });
    expect(foreign.status, path).toBe(403);
  }
});

test('figures of the whole platform are for instructors', async () => {
  const app = await startApp();
  const { url } = app;
  let cookie = await newCookie(url);
  const ask = () => fetch(`${url}/api/capacity`, { headers: { cookie } });
  expect((await ask()).status).toBe(401);
  cookie = await becomeStaff(app);
  const answer = await ask();
  expect(answer.headers.get('cache-control')).toBe('no-store');
  // The host engine is down.
  expect(capacitySchema.parse(await answer.json())).toMatchObject({ limit: 10, ready: 0, waiting: 0, host: null });
});

test('who has no sandbox has nothing to download, and an exercise that is not there has no start', async () => {
  const { url } = await startApp();
  const headers = { cookie: await newCookie(url), origin: url };
  const files = await fetch(`${url}/api/sandbox/files`, { headers });
  expect(files.status).toBe(404);
  expect(await files.json()).toMatchObject({ error: { code: 'sandbox-missing' } });
  const reset = await fetch(`${url}/api/exercises/nothing/reset`, { method: 'POST', headers });
  expect(reset.status).toBe(404);
});

test('a sandbox is replaced as often as a person would want it, and no more', async () => {
  const { url } = await startApp();
  const headers = { cookie: await newCookie(url), origin: url };
  const statuses: number[] = [];
  for (let count = 0; count < 8; count += 1) {
    statuses.push((await fetch(`${url}/api/sandbox/start-over`, { method: 'POST', headers })).status);
  }
  expect(statuses).toEqual([204, 204, 204, 204, 204, 204, 429, 429]);
  const other = await fetch(`${url}/api/sandbox/start-over`, {
    method: 'POST',
    headers: { ...headers, cookie: await newCookie(url) },
  });
  expect(other.status).toBe(204);
});

test('a learner hears in time that their sandbox will go, and that it went', async () => {
  const { url, store } = await startApp();
  const cookie = await newCookie(url);
  const learnerId = learnerIdSchema.parse(/[0-9a-f]{32}/.exec(cookie)?.[0]);
  const me = async () => {
    const answer = await fetch(`${url}/api/me`, { headers: { cookie } });
    return learnerMeSchema.parse(await answer.json()).expiry;
  };
  const { id } = await store.assignSandbox(learnerId, { id: newSandboxId(), previewId: '0'.repeat(32) }, null);
  expect(await me()).toBeNull();
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  await store.noteUse(id, daysAgo(22));
  expect(await me()).toBeNull();
  await store.noteUse(id, daysAgo(24));
  expect(await me()).toMatchObject({ kind: 'near' });
  await store.expireSandbox(id, 0);
  expect(await me()).toMatchObject({ kind: 'expired' });
});

test('a learner has one account of the course registry, and sees no other’s', async () => {
  const asked: string[] = [];
  const { url } = await startApp({
    registry: {
      ...registryIsDown,
      use: async (account) => {
        asked.push(account);
        return { usedBytes: 12, quotaBytes: 100 };
      },
    },
  });
  const ask = async (cookie: string) => {
    const answer = await fetch(`${url}/api/registry`, { headers: { cookie } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return learnerRegistrySchema.parse(await answer.json());
  };
  const [ada, ben] = [await newCookie(url), await newCookie(url)];
  const [first, second] = await Promise.all([ask(ada), ask(ada)]);
  expect(second).toEqual(first);
  expect(first).toEqual({
    address: 'registry.internal',
    account: expect.stringMatching(/^[a-z]+-[a-z]+$/),
    password: registryPassword('0f'.repeat(32), first.account),
    use: { usedBytes: 12, quotaBytes: 100 },
  });
  const other = await ask(ben);
  expect(other.account).not.toBe(first.account);
  expect(other.password).not.toBe(first.password);
  expect(asked).toEqual([first.account, first.account, other.account]);
});

test('a learner empties their own account of the course registry, and is told where that fails', async () => {
  const emptied: string[] = [];
  const empty = async (account: string) => void emptied.push(account);
  const { url } = await startApp({ registry: { ...registryIsDown, empty } });
  const cookie = await newCookie(url);
  const answer = await fetch(`${url}/api/registry/empty`, { method: 'POST', headers: { cookie, origin: url } });
  expect(answer.status).toBe(204);
  const login = await fetch(`${url}/api/registry`, { headers: { cookie } });
  expect(emptied).toEqual([learnerRegistrySchema.parse(await login.json()).account]);

  const down = await startApp();
  const refused = await fetch(`${down.url}/api/registry/empty`, {
    method: 'POST',
    headers: { cookie: await newCookie(down.url), origin: down.url },
  });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: 'registry-failed' } });
});

test('who can’t be told what they use is still told how to log in, and the log says why without the password', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
  const { url } = await startApp({ logger });
  const answer = await fetch(`${url}/api/registry`, { headers: { cookie: await newCookie(url) } });
  const login = learnerRegistrySchema.parse(await answer.json());
  expect(login.use).toBeNull();
  expect(login.password).toHaveLength(20);
  expect(lines.join('')).toContain('ECONNREFUSED');
  expect(lines.join('')).not.toContain(login.password);
  expect(lines.join('')).not.toContain('0f0f0f');
});

test('a registry that does not answer in time keeps nobody from their login', async () => {
  const signals: AbortSignal[] = [];
  const use = (_account: string, signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signals.push(signal);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const { url } = await startApp({ registry: { ...registryIsDown, use } });
  const answer = await fetch(`${url}/api/registry`, { headers: { cookie: await newCookie(url) } });
  expect(await answer.json()).toMatchObject({ address: 'registry.internal', use: null });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('a login is asked for as often as pages are opened, and no more', async () => {
  const { url } = await startApp();
  const headers = { cookie: await newCookie(url) };
  const statuses: number[] = [];
  for (let count = 0; count < 31; count += 1) {
    statuses.push((await fetch(`${url}/api/registry`, { headers })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
  expect((await fetch(`${url}/api/registry`, { headers: { cookie: await newCookie(url) } })).status).toBe(200);
});

test('the pulls of the whole platform are for instructors', async () => {
  const publicLimit = { limit: 100, remaining: 63, windowSeconds: 21_600 };
  let meter = async (): Promise<PullMeter> => ({ servedHere: 240, wentUpstream: 37, publicLimit });
  const app = await startApp({ registry: { ...registryIsDown, meter: () => meter() } });
  let cookie = await newCookie(app.url);
  const ask = () => fetch(`${app.url}/api/pulls`, { headers: { cookie } });
  expect((await ask()).status).toBe(401);
  cookie = await becomeStaff(app);
  const answer = await ask();
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const read = async (response: Response) => instructorPullsSchema.parse(await response.json()).pulls;
  expect(await read(answer)).toEqual({ servedHere: 240, wentUpstream: 37, publicLimit });
  meter = async () => ({ servedHere: 241, wentUpstream: 37 });
  expect(await read(await ask())).toEqual({ servedHere: 241, wentUpstream: 37, publicLimit: null });
  meter = () => Promise.reject(new Error('connect ECONNREFUSED'));
  expect(await read(await ask())).toBeNull();
});

test('rule 3: a page that wants nothing is greeted, and gets no sandbox before a message needs one', async () => {
  const { url } = await startApp();
  const { socket, messages } = await openSocket(url);
  socket.send(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION, wants: 'nothing' }));
  socket.send(JSON.stringify({ type: 'ping', id: 1 }));
  await vi.waitFor(() => expect(messages.map(({ type }) => type)).toEqual(['welcome', 'pong']));
  socket.send(JSON.stringify({ type: 'terminal.open', terminal: 'main', cols: 80, rows: 24, after: null }));
  await vi.waitFor(() => expect(messages).toContainEqual(expect.objectContaining({ type: 'sandbox' })));
});
