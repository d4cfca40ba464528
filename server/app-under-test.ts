import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { COMMAND_BLOCKS_FILE } from '../src/shared/command-blocks.ts';
import { type LearnerId, learnerIdSchema } from '../src/shared/ids.ts';
import type { ServerMessage } from '../src/shared/protocol/index.ts';
import { QUIZZES_FILE, type QuestionKey, SERVER_ONLY_FOLDER } from '../src/shared/quiz.ts';
import type { Role } from '../src/shared/views.ts';
import { type AppDeps, createApp } from './app.ts';
import { parseConfig } from './config.ts';
import { createInviteUrl } from './invite-links.ts';
import type { SandboxHost } from './sandbox/port.ts';
import { createSqliteStore } from './storage/sqlite-store.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A host engine that is down: what the platform must bear. What needs one that runs is tested against a real one. */
export const engineIsDown: SandboxHost = {
  open: () => Promise.reject(new Error('connect ENOENT /var/run/docker.sock')),
  pause: async () => {},
  stop: async () => {},
  list: () => Promise.reject(new Error('connect ENOENT /var/run/docker.sock')),
  usage: () => Promise.reject(new Error('connect ENOENT /var/run/docker.sock')),
  remove: async () => {},
  reap: async () => [],
};

/** The same of the course registry. */
export const registryIsDown: AppDeps['registry'] = {
  use: () => Promise.reject(new Error('connect ECONNREFUSED')),
  empty: () => Promise.reject(new Error('connect ECONNREFUSED')),
  meter: () => Promise.reject(new Error('connect ECONNREFUSED')),
};

let nextPort = 20_000 + (process.pid % 10_000);

/** For a server whose address must be known before it is there. */
export const takePort = (): string => String(nextPort++);

/** A server of its own, with what it is given in the place of what is down. It is ended after the test. */
export async function startApp({
  registry = registryIsDown,
  logger = pino({ level: 'silent' }),
  quizzes = {},
  env = {},
  store: givenStore,
  ...given
}: Partial<AppDeps> & {
  readonly quizzes?: Record<string, Record<string, QuestionKey>>;
  /** More of its settings. */
  readonly env?: Readonly<Record<string, string>>;
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-app-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<h1>Course</h1>');
  writeFileSync(join(folder, '404.html'), '<h1>Not here</h1>');
  writeFileSync(join(folder, COMMAND_BLOCKS_FILE), JSON.stringify({ layers: ['docker images'] }));
  mkdirSync(join(folder, SERVER_ONLY_FOLDER));
  writeFileSync(join(folder, QUIZZES_FILE), JSON.stringify(quizzes));
  const config = parseConfig({ DRYDOCK_PORT: takePort(), DRYDOCK_DATA_DIR: folder, ...env }, '/');
  const store = givenStore ?? (await createSqliteStore({ file: ':memory:', now: () => new Date() }));
  if (!givenStore) cleanUps.push(() => store[Symbol.asyncDispose]());
  const app = await createApp({
    config,
    logger,
    store,
    host: engineIsDown,
    registry,
    registrySecret: '0f'.repeat(32),
    exercises: new Map(),
    runner: { decide: () => Promise.reject(new Error('There are no exercises.')) },
    probes: { store: () => store.probe(), engine: () => Promise.reject(new Error('down')) },
    siteFolder: folder,
    now: () => new Date(),
    limit: () => 10,
    ...given,
  });
  cleanUps.push(() => app[Symbol.asyncDispose]());
  const url = `http://localhost:${await app.listen()}`;
  return { app, url, store, config, tidyAccounts: () => app.tidyAccounts() };
}

export const PASSWORD = 'heron anchor violet';

/** The cookies that an answer sets, as a browser sends them next. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** Sends JSON as a page of the platform does. */
export function post(url: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin, ...headers },
    body: JSON.stringify(body),
  });
}

/** Makes an account by an invitation, in a browser with these cookies, and returns those of its session. */
export async function becomeStaff(
  { url, store, config }: Pick<Awaited<ReturnType<typeof startApp>>, 'url' | 'store' | 'config'>,
  {
    role = 'instructor',
    cookie = '',
    email = `${role}@example.org`,
  }: { role?: Role; cookie?: string; email?: string } = {},
): Promise<string> {
  const invite = new URL(await createInviteUrl(store, config.publicUrl, role)).hash.slice(1);
  const made = await post(`${url}/api/account`, { name: 'Ada', email, password: PASSWORD, invite }, { cookie });
  if (made.status !== 204) throw new Error(`No account was made: ${await made.text()}`);
  return cookiesOf(made);
}

/** A new learner's. */
export async function newCookie(url: string): Promise<string> {
  const response = await fetch(`${url}/api/me`);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** What became of an upgrade: the status it was refused with, or the open socket. */
export function connect(url: string, headers: Record<string, string>) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers });
  cleanUps.push(() => socket.terminate());
  return new Promise<number | WebSocket>((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

/** A page's socket, and all that comes over it. */
export async function openSocket(url: string, cookie?: string) {
  const socket = await connect(url, { origin: url, cookie: cookie ?? (await newCookie(url)) });
  if (typeof socket === 'number') throw new Error(`Refused with ${socket}.`);
  const messages: ServerMessage[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return { socket, messages, closed };
}

/** Somebody with an account, and what the server calls them. */
export async function newStaff(
  started: Parameters<typeof becomeStaff>[0],
  email: string,
): Promise<{ readonly cookie: string; readonly id: LearnerId }> {
  const cookie = await becomeStaff(started, { email });
  const row = await started.store.database.db
    .selectFrom('user')
    .select('learnerId')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return { cookie, id: learnerIdSchema.parse(row.learnerId) };
}

/** A guest, and what the server calls them. */
export async function newGuest(url: string): Promise<{ readonly cookie: string; readonly id: LearnerId }> {
  const cookie = await newCookie(url);
  return { cookie, id: learnerIdSchema.parse(decodeURIComponent(cookie).split('=')[1]?.split('.')[0]) };
}
