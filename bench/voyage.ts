import { setTimeout as setTimeoutMs } from 'node:timers/promises';
import Docker from 'dockerode';
import { RunningDrydock } from '../e2e/running-drydock.ts';
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

/** Asks the engine in a sandbox by an exec of curl, which waits for the answer. */
async function askEngine(container: Docker.Container, method: string, path: string): Promise<string> {
  const exec = await container.exec({
    Cmd: ['curl', '-s', '-X', method, '--unix-socket', '/run/user/61000/docker.sock', `http://engine${path}`],
    User: '61000',
    AttachStdout: true,
  });
  const stream = await exec.start({});
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const TAG = '/images/busybox:1.37/tag?repo=webapp&tag=1.0';

/** From a change in the engine to the page's message: a tag put on and taken off changes what one task says is missing. */
async function eventToTick(client: PageClient, container: Docker.Container): Promise<number[]> {
  const missing = () => {
    const state = client.messages.findLast((message) => message.type === 'exercise.state');
    const verdict = state?.type === 'exercise.state' && state.tasks.find(({ id }) => id === 'image')?.verdict;
    return verdict ? JSON.stringify(verdict) : '';
  };
  client.send({ type: 'exercise.watch', exercise: 'web-app' });
  await client.until(() => missing() !== '', 'the first verdict');
  return repeat(TICKS, async (index) => {
    const before = missing();
    const changed = client.until(() => missing() !== before, 'the tick').then(() => performance.now());
    await askEngine(
      container,
      ...((index % 2 === 0 ? ['POST', TAG] : ['DELETE', '/images/webapp:1.0']) as [string, string]),
    );
    // The engine has answered, and reported the event, a moment before its answer is here.
    const answered = performance.now();
    return Math.max(0, (await changed) - answered);
  });
}

/** What a page that asks once a second would see: the change falls anywhere between two questions. */
async function pollToTick(container: Docker.Container): Promise<number[]> {
  return repeat(POLLS, async (index) => {
    const present = index % 2 === 0;
    const phase = setTimeoutMs((index * 370) % 1_000);
    let changedAt = Number.POSITIVE_INFINITY;
    const change = phase.then(async () => {
      await askEngine(container, ...((present ? ['POST', TAG] : ['DELETE', '/images/webapp:1.0']) as [string, string]));
      changedAt = performance.now();
    });
    for (;;) {
      await setTimeoutMs(1_000);
      const isThere = (await askEngine(container, 'GET', '/images/webapp:1.0/json')).includes('"Id"');
      if (isThere === present && changedAt !== Number.POSITIVE_INFINITY) break;
    }
    await change;
    return performance.now() - changedAt;
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
const ticks = await eventToTick(client, container);
const polls = await pollToTick(container);

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
