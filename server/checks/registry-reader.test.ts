import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runCommand } from '../own-machine/run-command.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { patience, within } from '../test-patience.ts';
import { createRegistryReader } from './registry-reader.ts';

// Each looks by some commands, on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 * patience });

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const IMAGE = 'application/vnd.oci.image.manifest.v1+json';

const index = {
  manifests: [
    { digest: digestOf('a'), platform: { os: 'linux', architecture: 'arm64' } },
    { digest: digestOf('b'), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: digestOf('c'), platform: { os: 'unknown', architecture: 'unknown' } },
  ],
};
const image = {
  config: { digest: digestOf('d'), size: 100 },
  layers: [{ digest: digestOf('e'), size: 12 }],
};

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `localhost:${(server.address() as AddressInfo).port}`;
}

/** Reads with the curl of this machine, whose shell reaches `localhost`. */
function newReader() {
  const place = { folder: tmpdir(), environment: { PATH: process.env['PATH'] ?? '' } };
  const sandbox = {
    exec: (command, options) => runCommand(command, place, options),
  } as Pick<ReadySandbox, 'exec'> as ReadySandbox;
  const signal = within(50_000);
  return createRegistryReader({ sandbox, architecture: async () => 'amd64', isOwnMachine: false, signal });
}

test('a registry that wants a token gives one to anybody, and what it keeps elsewhere is got there without it', async () => {
  const asked: string[] = [];
  const storage = await listen((request, response) => {
    asked.push(`storage ${request.url} ${request.headers.authorization}`);
    response.end(JSON.stringify({ os: 'linux', architecture: 'amd64' }));
  });
  const registry = await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    asked.push(`${request.method} ${pathname}`);
    if (pathname === '/token') {
      expect(Object.fromEntries(searchParams)).toEqual({ service: 'here', scope: 'repository:team/web:pull' });
      response.end(JSON.stringify({ token: 'given' }));
    } else if (request.headers.authorization !== 'Bearer given') {
      const challenge = `Bearer realm="http://${registry}/token",service="here",scope="repository:team/web:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else if (pathname === `/v2/team/web/blobs/${digestOf('d')}`) {
      response.writeHead(307, { location: `http://${storage}/d` }).end();
    } else {
      const headers = { 'content-type': IMAGE, 'docker-content-digest': digestOf('f') };
      response.writeHead(200, headers).end(request.method === 'HEAD' ? '' : JSON.stringify(image));
    }
  });
  const reader = newReader();
  const found = await reader.manifest(`${registry}/team/web:1`);
  expect(found).toEqual({
    digest: digestOf('f'),
    mediaType: IMAGE,
    platforms: ['linux/amd64'],
    layers: [{ digest: digestOf('e'), sizeBytes: 12 }],
  });
  expect(asked).toContain('storage /d undefined');
  const got = asked.filter((request) => request.startsWith('GET /v2')).length;
  expect(await reader.manifest(`${registry}/team/web:1`)).toBe(found);
  expect(
    asked.filter((request) => request.startsWith('GET /v2')),
    'a digest is got once',
  ).toHaveLength(got);
});

test('of an index, all platforms are told, and the layers for the learner’s engine', async () => {
  const registry = await listen((request, response) => {
    const isIndex = !request.url?.endsWith(digestOf('b'));
    const headers = { 'content-type': isIndex ? INDEX : IMAGE, 'docker-content-digest': digestOf('9') };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? '' : JSON.stringify(isIndex ? index : image));
  });
  expect(await newReader().manifest(`${registry}/web`)).toEqual({
    digest: digestOf('9'),
    mediaType: INDEX,
    platforms: ['linux/arm64', 'linux/amd64'],
    layers: [{ digest: digestOf('e'), sizeBytes: 12 }],
  });
});

test('tags are listed; what is not there has none', async () => {
  const registry = await listen((request, response) => {
    if (request.url === '/v2/web/tags/list') response.end(JSON.stringify({ name: 'web', tags: ['1', '2'] }));
    else if (request.url === '/v2/bare/tags/list') response.end(JSON.stringify({ name: 'bare', tags: null }));
    else response.writeHead(404).end('{}');
  });
  const reader = newReader();
  expect(await reader.registryTags(`${registry}/web`)).toEqual(['1', '2']);
  expect(await reader.registryTags(`${registry}/bare`)).toEqual([]);
  expect(await reader.registryTags(`${registry}/nothing`)).toEqual([]);
  expect(await reader.manifest(`${registry}/nothing`)).toBeUndefined();
});

test('a registry that answers without an end, or leads round and round, is an error', async () => {
  const endless = await listen((_request, response) => {
    response.writeHead(200);
    const write = () => {
      while (response.writable && response.write('x'.repeat(64 * 1024)));
    };
    response.on('drain', write);
    write();
  });
  await expect(newReader().registryTags(`${endless}/web`)).rejects.toThrow('has more to say than 1048576 bytes');
  const round = await listen((request, response) => {
    response.writeHead(307, { location: request.url }).end();
  });
  await expect(newReader().registryTags(`${round}/web`)).rejects.toThrow('leads on and on');
  const broken = await listen((_request, response) => void response.writeHead(500).end());
  await expect(newReader().registryTags(`${broken}/web`)).rejects.toThrow('The registry answered 500');
});
