import { once } from 'node:events';
import { Agent, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import type { Change } from './changes.ts';
import { watchEngine } from './engine-watch.ts';

const event = (type: string, action: string) => `${JSON.stringify({ Type: type, Action: action })}\n`;

/** Answers as an engine would, with what the test writes. */
async function startEngine(onStream: (stream: ServerResponse) => void) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(200);
    response.flushHeaders();
    onStream(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const agent: Agent = createDialAgent({ dial: async () => connect(port, '127.0.0.1') }, { kind: 'started-engine' });
  onTestFinished(() => agent.destroy());
  const heard: (Change | 'connected')[] = [];
  const watch = watchEngine(agent, {
    onConnected: () => heard.push('connected'),
    onChange: (change) => heard.push(change),
  });
  onTestFinished(() => watch[Symbol.dispose]());
  return { heard, paths, watch };
}

test('events become what may have changed, in whatever pieces they come', async () => {
  const streams: ServerResponse[] = [];
  const { heard, paths } = await startEngine((stream) => streams.push(stream));
  await expect.poll(() => heard).toEqual(['connected']);
  const [first = '', second = ''] = [event('image', 'tag').slice(0, 9), event('image', 'tag').slice(9)];
  streams[0]?.write(first);
  streams[0]?.write(second);
  await expect.poll(() => heard.at(-1)).toEqual(new Set(['images', 'build-cache']));
  streams[0]?.write(event('network', 'connect') + event('image', 'push'));
  await expect.poll(() => heard.at(-1)).toEqual(new Set(['containers', 'registry']));
  // What happens by the second and changes no verdict is not asked for.
  expect(decodeURIComponent(paths[0] ?? '')).not.toMatch(/exec_|"top"|attach/);
});

test('a stream that breaks off is taken up again, and said to be', async () => {
  const streams: ServerResponse[] = [];
  const { heard } = await startEngine((stream) => streams.push(stream));
  await expect.poll(() => streams.length).toBe(1);
  streams[0]?.destroy();
  await expect.poll(() => heard).toEqual(['connected', 'connected']);
  streams[1]?.write(event('container', 'start'));
  await expect.poll(() => heard.at(-1)).toEqual(new Set(['containers', 'ports']));
});

test('what ends each stream at once is asked ever less often', async () => {
  const begin = performance.now();
  const { heard } = await startEngine((stream) => stream.destroy());
  await expect.poll(() => heard.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(6);
  // 50 + 100 + 100 + 200 + 400
  expect(performance.now() - begin).toBeGreaterThanOrEqual(850);
});

test('nothing is heard or asked after the end', async () => {
  const streams: ServerResponse[] = [];
  const { heard, watch } = await startEngine((stream) => streams.push(stream));
  await expect.poll(() => heard).toEqual(['connected']);
  const closed = once(streams[0] as ServerResponse, 'close');
  watch[Symbol.dispose]();
  await closed;
  expect([heard, streams.length]).toEqual([['connected'], 1]);
});
