import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  fileConflictSchema,
  folderViewSchema,
  MAX_UPLOAD_BYTES,
  openedFileSchema,
} from '../../src/shared/file-views.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol/index.ts';
import { newCookie, openSocket, startApp } from '../app-under-test.ts';
import { createOwnMachineHost } from '../own-machine/own-machine-host.ts';
import { SandboxLostError } from '../sandbox/errors.ts';
import type { SandboxHost } from '../sandbox/port.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A server whose sandboxes are folders on this machine, one each. */
async function startWithFolders() {
  const root = mkdtempSync(join(tmpdir(), 'drydock-files-'));
  cleanUps.push(() => rmSync(root, { recursive: true }));
  const opened: string[] = [];
  /** How many of the next execs find their sandbox paused. */
  const lost = { count: 0 };
  const host: SandboxHost = {
    ...createHost(root),
    open: async (id, signal) => {
      const folder = join(root, id);
      mkdirSync(folder, { recursive: true });
      if (!opened.includes(folder)) opened.push(folder);
      const sandbox = await createHost(folder).open(id, signal);
      const exec: typeof sandbox.exec = async (command, options) => {
        if (lost.count === 0) return sandbox.exec(command, options);
        lost.count -= 1;
        throw new SandboxLostError('It is paused.');
      };
      return { ...sandbox, exec };
    },
  };
  const { url } = await startApp({ host });
  const visit = async () => {
    const cookie = await newCookie(url);
    const ask = (method: string, address: string, init: RequestInit = {}) =>
      fetch(`${url}/api/files/${address}`, { ...init, method, headers: { origin: url, cookie, ...init.headers } });
    const put = (path: string, body: string | Uint8Array<ArrayBuffer>, condition: Record<string, string>) =>
      ask('PUT', `file?path=${encodeURIComponent(path)}`, {
        body,
        headers: { 'content-type': 'application/octet-stream', ...condition },
      });
    // Its sandbox is made by its first request.
    await ask('GET', 'folder?path=');
    return { ask, put, cookie, folder: opened.at(-1) as string };
  };
  return { url, visit, lost };
}

function createHost(folder: string): SandboxHost {
  return createOwnMachineHost({
    folder,
    environment: { PATH: process.env['PATH'] ?? '' },
    engineSocket: '/nowhere.sock',
    admit: async () => {},
    connectToShells: () => Promise.reject(new Error('none in this test')),
  });
}

const NEW = { 'if-none-match': '*' };
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

const routes = [
  ['GET', 'folder?path='],
  ['GET', 'file?path=a'],
  ['GET', 'download?path=a'],
  ['PUT', 'file?path=a'],
  ['POST', 'folder?path=a'],
  ['POST', 'move'],
  ['DELETE', 'file?path=a'],
] as const;

test('without a cookie, and from another site, nothing is shown and nothing is changed', async () => {
  const { url, visit } = await startWithFolders();
  const { cookie } = await visit();
  for (const [method, address] of routes) {
    const init = { method, ...(address === 'move' && { body: '{"from":"a","to":"b"}' }) };
    const type = { 'content-type': address === 'move' ? 'application/json' : 'application/octet-stream' };
    const known = method === 'PUT' ? { ...init, body: 'x' } : init;
    const headers = method === 'GET' || method === 'DELETE' || address.startsWith('folder') ? {} : { ...type, ...NEW };
    const unknown = await fetch(`${url}/api/files/${address}`, { ...known, headers: { origin: url, ...headers } });
    expect([unknown.status, await codeOf(unknown)], address).toEqual([401, 'unauthorized']);
    if (method === 'GET') continue;
    const foreign = await fetch(`${url}/api/files/${address}`, {
      ...known,
      headers: { origin: 'http://evil.example', cookie, ...headers },
    });
    expect(foreign.status, address).toBe(403);
  }
});

test('one learner’s files are never another’s', async () => {
  const { visit } = await startWithFolders();
  const [ada, ben] = [await visit(), await visit()];
  expect(ada.folder).not.toBe(ben.folder);
  expect((await ada.put('mine', 'ada', NEW)).status).toBe(200);
  expect(await codeOf(await ben.ask('GET', 'file?path=mine'))).toBe('file-missing');
  expect(folderViewSchema.parse(await (await ben.ask('GET', 'folder?path=')).json()).entries).toEqual([]);
  expect((await ben.put('mine', 'ben', NEW)).status).toBe(200);
  expect(readFileSync(join(ada.folder, 'mine'), 'utf8')).toBe('ada');
  const up = encodeURIComponent(`../${ada.folder.split('/').at(-1)}/mine`);
  expect((await ben.ask('GET', `file?path=${up}`)).status).toBe(400);
});

test('a path that is none is refused', async () => {
  const { visit } = await startWithFolders();
  const { ask, put } = await visit();
  for (const path of [
    '',
    '/etc/passwd',
    '..',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/',
    'a\0b',
    'x'.repeat(256),
    '\uD800',
  ]) {
    const address = path.isWellFormed() ? encodeURIComponent(path) : '%ED%A0%80/..';
    expect((await ask('GET', `file?path=${address}`)).status, path).toBe(400);
  }
  expect((await put('../x', 'x', NEW)).status).toBe(400);
  const move = (body: object) =>
    ask('POST', 'move', { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  expect((await move({ from: 'a', to: '../b' })).status).toBe(400);
  expect((await move({ from: 'a' })).status).toBe(400);
});

test('a save that would write over what the shell wrote is answered with what is there', async () => {
  const { visit } = await startWithFolders();
  const { ask, put, folder } = await visit();
  const made = await put('web app/Dockerfile', 'FROM scratch\n', NEW);
  expect(await codeOf(made)).toBe('file-missing');
  expect((await ask('POST', 'folder?path=web%20app')).status).toBe(204);
  const saved = await put('web app/Dockerfile', 'FROM scratch\n', NEW);
  const etag = saved.headers.get('etag') ?? '';
  expect(await codeOf(await put('web app/Dockerfile', 'x', NEW))).toBe('file-exists');
  expect(await codeOf(await put('web app/Dockerfile', 'x', {}))).toBe('bad-request');
  expect(await codeOf(await put('web app/Dockerfile', 'x', { 'if-match': '"nonsense"' }))).toBe('bad-request');

  writeFileSync(join(folder, 'web app/Dockerfile'), 'FROM busybox\n');
  const refused = await put('web app/Dockerfile', 'FROM mine\n', { 'if-match': etag });
  expect(refused.status).toBe(412);
  const { current } = fileConflictSchema.parse(await refused.json());
  expect(current).toMatchObject({ kind: 'text', text: 'FROM busybox\n' });
  expect(readFileSync(join(folder, 'web app/Dockerfile'), 'utf8')).toBe('FROM busybox\n');
  const theirs = current?.kind === 'text' ? `"${current.etag}"` : '';
  expect((await put('web app/Dockerfile', 'FROM mine\n', { 'if-match': theirs })).status).toBe(200);
  const opened = openedFileSchema.parse(await (await ask('GET', 'file?path=web%20app%2FDockerfile')).json());
  expect(opened).toMatchObject({ text: 'FROM mine\n' });
  expect((await ask('DELETE', 'file?path=web%20app')).status).toBe(204);
  expect((await put('web app/Dockerfile', 'again', { 'if-match': theirs })).status).toBe(412);
});

test('a download comes under its name, as bytes that no browser runs', async () => {
  const { visit } = await startWithFolders();
  const { ask, put } = await visit();
  const name = `it's <b>(1)*"2".html`;
  await put(name, '<script>alert(1)</script>', NEW);
  const file = await ask('GET', `download?path=${encodeURIComponent(name)}`);
  expect(file.headers.get('content-type')).toBe('application/octet-stream');
  expect(file.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''it%27s%20%3Cb%3E%281%29%2a%222%22.html",
  );
  expect(await file.text()).toBe('<script>alert(1)</script>');
  expect((await ask('GET', 'download?path=nothing')).status).toBe(404);
});

test('what is too large, or does not say how large it is, is refused before it is read', async () => {
  const { url, visit } = await startWithFolders();
  const { put, cookie, folder } = await visit();
  const status = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const type = { 'content-type': 'application/octet-stream', ...NEW };
      const asking = request(
        `${url}/api/files/file?path=large`,
        { method: 'PUT', headers: { origin: url, cookie, ...type, ...headers } },
        ({ statusCode }) => {
          resolve(statusCode);
          asking.destroy();
        },
      );
      asking.once('error', reject).flushHeaders();
    });
  expect(await status({ 'content-length': String(MAX_UPLOAD_BYTES + 1) })).toBe(413);
  expect(await status({ 'transfer-encoding': 'chunked' })).toBe(400);
  const most = new Uint8Array(MAX_UPLOAD_BYTES).fill(7);
  expect((await put('most', most, NEW)).status).toBe(200);
  expect(readFileSync(join(folder, 'most'))).toHaveLength(MAX_UPLOAD_BYTES);
});

test('rule 24: a page is told of what another page saved', async () => {
  const { url, visit } = await startWithFolders();
  const { put, cookie } = await visit();
  const { socket, messages } = await openSocket(url, cookie);
  socket.send(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION }));
  socket.send(JSON.stringify({ type: 'files.watch', paths: ['notes'] }));
  const stamps = () => messages.flatMap((message) => (message.type === 'files.stamps' ? message.stamps : []));
  await expect.poll(stamps).toEqual([{ path: 'notes', stamp: null }]);
  const saved = (await (await put('notes', 'x', NEW)).json()) as { etag: string };
  await expect.poll(stamps).toEqual([
    { path: 'notes', stamp: null },
    { path: 'notes', stamp: saved.etag },
  ]);
});

test('a sandbox that was just being paused is opened again, once', async () => {
  const { visit, lost } = await startWithFolders();
  const { ask, put } = await visit();
  lost.count = 1;
  expect((await put('a', 'x', NEW)).status).toBe(200);
  lost.count = 1;
  expect((await ask('GET', 'file?path=a')).status).toBe(200);
  lost.count = 2;
  const failed = await ask('GET', 'file?path=a');
  expect([failed.status, await codeOf(failed)]).toEqual([503, 'sandbox-failed']);
});
