import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as setTimeoutMs } from 'node:timers/promises';
import Docker from 'dockerode';
import { createDialAgent } from '../server/sandbox/dial-agent.ts';
import { createDockerReadySandbox } from '../server/sandbox/docker-ready-sandbox.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { p50, p99, type Row, table, verdict } from './figures.ts';
import { repeat } from './measure.ts';
import { newLearner, type PageClient } from './page-client.ts';
import { newestSandbox, startDrydock } from './stage.ts';
import { openPage } from './visit.ts';

const TICKS = 60;
const POLLS = 6;
const START_RUNS = 5;

/** A person's changes are further apart than this. What comes quicker is a burst, and merged. */
const APART_MS = 300;

const docker = new Docker();

type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string) => Promise<string>;

/** A client of the engine in a sandbox, over one connection that is kept. */
function engineClient(container: Docker.Container, name: string): Ask & Disposable {
  const sandbox = createDockerReadySandbox(container, sandboxIdSchema.parse(name.split('-').at(-1)));
  const agent = createDialAgent(sandbox, { kind: 'engine' });
  const ask: Ask = (method, path) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ agent, host: 'engine', method, path }, (response) => {
        text(response).then(resolve, reject);
      });
      outgoing.once('error', reject);
      outgoing.end();
    });
  return Object.assign(ask, { [Symbol.dispose]: () => agent.destroy() });
}

const TAG = '/images/busybox:1.37/tag?repo=webapp&tag=1.0';

/** From a change in the engine to the page's message: a tag put on and taken off changes what one task says is missing. */
async function eventToTick(client: PageClient, ask: Ask, signal: AbortSignal): Promise<number[]> {
  const missing = () => {
    const state = client.messages.findLast((message) => message.type === 'exercise.state');
    const verdict = state?.type === 'exercise.state' && state.tasks.find(({ id }) => id === 'image')?.verdict;
    return verdict ? JSON.stringify(verdict) : '';
  };
  client.send({ type: 'exercise.watch', exercise: 'web-app' });
  await client.until(() => missing() !== '', 'the first verdict');
  return repeat(TICKS, signal, async (index) => {
    await setTimeoutMs(APART_MS, undefined, { signal });
    const before = missing();
    // From before the engine is asked, so that its own work is in the figure and nothing of ours is left out.
    const begin = performance.now();
    const changed = client.until(() => missing() !== before, 'the tick').then(() => performance.now());
    await (index % 2 === 0 ? ask('POST', TAG) : ask('DELETE', '/images/webapp:1.0'));
    return (await changed) - begin;
  });
}

/** What a page that asks once a second would see: the change falls anywhere between two questions. */
async function pollToTick(ask: Ask, signal: AbortSignal): Promise<number[]> {
  return repeat(POLLS, signal, async (index) => {
    const present = index % 2 === 0;
    let begin = Number.POSITIVE_INFINITY;
    const change = setTimeoutMs((index * 370) % 1_000).then(() => {
      begin = performance.now();
      return present ? ask('POST', TAG) : ask('DELETE', '/images/webapp:1.0');
    });
    for (;;) {
      await setTimeoutMs(1_000);
      const isThere = (await ask('GET', '/images/webapp:1.0/json')).includes('"Id"');
      if (isThere === present && begin !== Number.POSITIVE_INFINITY) break;
    }
    await change;
    return performance.now() - begin;
  });
}

/** Prints the figures of a learner's work in a sandbox that runs, and of a second start. Whatever it makes is gone when it resolves or rejects. */
export async function benchVoyage({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  // Without a warm pool, so that the newest sandbox is the learner's.
  await using drydock = await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal);
  const { url } = drydock;
  console.log(`Measuring ${url}; about a minute.`);
  using page = await openPage(url, await newLearner(url));
  const { client } = page;
  const { container, name } = await newestSandbox(docker, drydock);
  await client.run('docker pull -q busybox:1.37');
  using ask = engineClient(container, name);
  const ticks = await eventToTick(client, ask, signal);
  const polls = await pollToTick(ask, signal);
  const starts = await repeat(START_RUNS, signal, async () => {
    await drydock.stop();
    return drydock.start();
  });

  const rows: Row[] = [
    {
      what: 'event to tick',
      unit: 'ms',
      measured: ticks,
      baseline: { what: 'asking once a second', measured: polls },
      goals: [p50(60), p99(200)],
    },
    { what: 'second start', unit: 'ms', measured: starts, goals: [p50(3_000)] },
  ];
  console.log(`${table(rows)}\n\n${verdict(rows)}`);
}
