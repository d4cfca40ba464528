import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as setTimeoutMs } from 'node:timers/promises';
import Docker from 'dockerode';
import { RunningDrydock } from '../e2e/running-drydock.ts';
import { createDialAgent } from '../server/sandbox/dial-agent.ts';
import { createDockerReadySandbox } from '../server/sandbox/docker-ready-sandbox.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { type Row, table } from './figures.ts';
import { newLearner, PageClient, PROMPT } from './page-client.ts';

/** Medians of as many as a coffee's time allows; each cold start makes a sandbox. */
const COLD_RUNS = 10;
const WARM_RUNS = 30;
const KEYS = 500;
const TICKS = 60;
const POLLS = 6;
const PAUSED_RUNS = 10;
const START_RUNS = 5;

/** A page that has gone still looks for so long, in ms; a paused sandbox must not be looked at. */
const PAUSE_SETTLE_MS = 12_000;

const docker = new Docker();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function repeat(count: number, work: (index: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) times.push(await work(index));
  return times;
}

/** The page's click: a socket, a hello, a terminal, a prompt. */
async function clickToPrompt(url: string, cookie: string): Promise<number> {
  let client: PageClient | undefined;
  const time = await timed(async () => {
    client = await PageClient.connect(url, cookie);
    client.openTerminal();
    await client.until(() => PROMPT.test(client?.output ?? ''), 'the prompt');
  });
  client?.[Symbol.dispose]();
  return time;
}

/** The sandboxes that run for a Drydock, newest first. */
async function sandboxContainers(): Promise<Docker.Container[]> {
  const rows = await docker.listContainers({ filters: { label: ['drydock.role=sandbox'] } });
  return rows.map(({ Id }) => docker.getContainer(Id));
}

async function rawShell(container: Docker.Container) {
  const exec = await container.exec({
    Cmd: ['bash', '-l'],
    User: '61000',
    Env: ['HOME=/home/learner', 'TERM=xterm-256color', 'LANG=C.UTF-8', 'USER=learner'],
    WorkingDir: '/home/learner',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  return exec.start({ hijack: true, stdin: true, Tty: true });
}

async function rawExecToPrompt(container: Docker.Container): Promise<number> {
  const begin = performance.now();
  const stream = await rawShell(container);
  let output = '';
  await new Promise<void>((done) => {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      if (PROMPT.test(output)) done();
    });
  });
  const time = performance.now() - begin;
  stream.destroy();
  return time;
}

async function rawKeyToEcho(container: Docker.Container): Promise<number[]> {
  const stream = await rawShell(container);
  let heard: (() => void) | undefined;
  stream.on('data', () => heard?.());
  await setTimeoutMs(1_000);
  const times = await repeat(KEYS, (index) =>
    timed(async () => {
      const echo = new Promise<void>((done) => {
        heard = done;
      });
      stream.write(index % 2 === 0 ? 'x' : '\x7f');
      await echo;
    }),
  );
  stream.destroy();
  return times;
}

async function keyToEcho(client: PageClient): Promise<number[]> {
  return repeat(KEYS, (index) =>
    timed(async () => {
      const before = client.output.length;
      client.type(index % 2 === 0 ? 'x' : '\x7f');
      await client.until(() => client.output.length > before, 'the echo');
    }),
  );
}

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
async function eventToTick(client: PageClient, ask: Ask): Promise<number[]> {
  const missing = () => {
    const state = client.messages.findLast((message) => message.type === 'exercise.state');
    const verdict = state?.type === 'exercise.state' && state.tasks.find(({ id }) => id === 'image')?.verdict;
    return verdict ? JSON.stringify(verdict) : '';
  };
  client.send({ type: 'exercise.watch', exercise: 'web-app' });
  await client.until(() => missing() !== '', 'the first verdict');
  return repeat(TICKS, async (index) => {
    const before = missing();
    // From before the engine is asked, so that its own work is in the figure and nothing of ours is left out.
    const begin = performance.now();
    const changed = client.until(() => missing() !== before, 'the tick').then(() => performance.now());
    await (index % 2 === 0 ? ask('POST', TAG) : ask('DELETE', '/images/webapp:1.0'));
    return (await changed) - begin;
  });
}

/** What a page that asks once a second would see: the change falls anywhere between two questions. */
async function pollToTick(ask: Ask): Promise<number[]> {
  return repeat(POLLS, async (index) => {
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

await using drydock = await RunningDrydock.start();
const { url } = drydock;
console.log(`Measuring ${url}; about three minutes.`);

const cookies: string[] = [];
const cold = await repeat(COLD_RUNS, async (index) => {
  cookies[index] = await newLearner(url);
  return clickToPrompt(url, cookies[index]);
});
const [container] = await sandboxContainers();
if (!container) throw new Error('No sandbox runs.');
const cookie = cookies.at(-1) as string;
// In turns, so that whatever else the machine does falls on both.
const rawPrompts: number[] = [];
const warm: number[] = [];
for (let index = 0; index < WARM_RUNS; index += 1) {
  rawPrompts.push(await rawExecToPrompt(container));
  warm.push(await clickToPrompt(url, cookie));
}
const paused = await repeat(PAUSED_RUNS, async () => {
  await setTimeoutMs(PAUSE_SETTLE_MS);
  await container.pause();
  return clickToPrompt(url, cookie);
});

using client = await PageClient.connect(url, cookie);
client.openTerminal();
await client.until(() => PROMPT.test(client.output), 'the prompt');
const rawEchoes = await rawKeyToEcho(container);
const echoes = await keyToEcho(client);
await client.run('docker pull -q busybox:1.37');
using ask = engineClient(container, (await container.inspect()).Name);
const ticks = await eventToTick(client, ask);
const polls = await pollToTick(ask);

const starts: number[] = [];
for (let index = 0; index < START_RUNS; index += 1) {
  await drydock.stop();
  starts.push(await drydock.start());
}

const shell = { baseline: 'exec of a shell', baselineMs: rawPrompts };
const rows: Row[] = [
  { what: 'click to prompt, sandbox runs', goal: 'p50 ≤ 80, p99 ≤ 250', measuredMs: warm, ...shell },
  { what: 'click to prompt, paused', goal: 'p50 ≤ 100', measuredMs: paused, ...shell },
  { what: 'click to prompt, cold', goal: 'p50 ≤ 500', measuredMs: cold, ...shell },
  {
    what: 'key to echo',
    goal: 'p50 ≤ 1.3 x, p99 ≤ 2 x',
    measuredMs: echoes,
    baseline: 'raw exec TTY',
    baselineMs: rawEchoes,
  },
  {
    what: 'event to tick',
    goal: 'p50 ≤ 60, p99 ≤ 200',
    measuredMs: ticks,
    baseline: 'asking once a second',
    baselineMs: polls,
  },
  { what: 'second start', goal: '≤ 3000', measuredMs: starts, baseline: 'goal', baselineMs: [3_000] },
];
console.log(table(rows));
