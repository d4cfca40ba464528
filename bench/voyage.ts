import Docker from 'dockerode';
import { RunningDrydock } from '../e2e/running-drydock.ts';
import { type Row, table } from './figures.ts';
import { newLearner, PageClient, PROMPT } from './page-client.ts';

/** Medians of as many as a coffee's time allows; each cold start makes a sandbox. */
const COLD_RUNS = 10;
const WARM_RUNS = 30;
const KEYS = 500;
const TICKS = 30;

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
  await new Promise((done) => setTimeout(done, 1_000));
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

/** A tag on and off in the learner's engine, by a client that waits; the verdict's reason tells the two states apart. */
async function eventToTick(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < TICKS; index += 1) {
    const cookie = await newLearner(url);
    using client = await PageClient.connect(url, cookie);
    client.openTerminal();
    await client.until(() => PROMPT.test(client.output), 'the prompt');
    client.send({ type: 'exercise.watch', exercise: 'nginx-layers' });
    await client.run('until docker info >/dev/null 2>&1; do sleep 0.1; done');
    await client.run('docker pull -q busybox:1.37');
    const passed = () =>
      client.messages.some(
        (message) => message.type === 'exercise.state' && message.tasks.some(({ passedAt }) => passedAt !== null),
      );
    // The clock starts when the engine says that the tag is there, on the engine's own event stream.
    const begin = timeOfTag(client);
    client.type('docker tag busybox:1.37 nginx:1.26\r');
    await begin;
    times.push(await timed(() => client.until(passed, 'the tick')));
    const [container] = await sandboxContainers();
    await container?.remove({ force: true, v: true });
  }
  return times;
}

async function timeOfTag(client: PageClient): Promise<void> {
  const before = client.output.length;
  await client.until(() => /633;C/.test(client.output.slice(before)), 'the start of the command');
}

const rows: Row[] = [];
const first = process.argv.includes('--fresh');
await using drydock = await RunningDrydock.start();
const { url } = drydock;
console.log(`Measuring ${url}${first ? ', fresh' : ''}; about three minutes.`);

const learners: string[] = [];
const cold = await repeat(COLD_RUNS, async (index) => {
  learners[index] = await newLearner(url);
  return clickToPrompt(url, learners[index] as string);
});
const [container] = await sandboxContainers();
if (!container) throw new Error('No sandbox runs.');
const rawPrompts = await repeat(WARM_RUNS, () => rawExecToPrompt(container));
const newest = learners.at(-1) as string;
const warm = await repeat(WARM_RUNS, () => clickToPrompt(url, newest));
rows.push(
  {
    what: 'click to prompt, sandbox runs',
    goal: 'p50 ≤ 80, p99 ≤ 250',
    measuredMs: warm,
    baseline: 'exec of a shell',
    baselineMs: rawPrompts,
  },
  { what: 'click to prompt, cold', goal: 'p50 ≤ 500', measuredMs: cold, baseline: 'exec of a shell', baselineMs: rawPrompts },
);
console.log(table(rows));
