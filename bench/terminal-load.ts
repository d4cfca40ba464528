import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { p50, p99, type Row } from './figures.ts';
import { readMemoryAvailable, watchCpu } from './host-figures.ts';
import { inParallel, repeat, timed } from './measure.ts';
import { newLearner } from './page-client.ts';
import { readServerCpuMs, readServerMemory } from './server-process.ts';
import { listSandboxes, startDrydock } from './stage.ts';
import { rawTypedShell, type TypedShell, timeKey } from './typed-shell.ts';
import { startTypists } from './typists.ts';
import { openPage } from './visit.ts';

const MIB = 1024 ** 2;

/** Learners who come at the same moment. */
const AT_ONCE = 4;

/** One process that types for all would be late itself. */
const PROCESSES = 2;

/** Bare shells that are typed into beside the learners': as many as tell a p99, and few enough not to be the load. */
const RAW_SHELLS = 10;

/** All have come and sit down; to open a shell is measured apart. */
const SETTLE_MS = 15_000;

/** Between two keys in one of them, in ms: as the learners type on average. */
const RAW_PAUSE_MS = 300;

export interface LoadCounts {
  readonly learners: number;
  readonly seconds: number;
}

/** A whole school at its keys: each learner a cookie, a socket, a sandbox and a shell of their own, at one server process. */
export async function measureLoad({ learners, seconds }: LoadCounts, signal: AbortSignal): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const env = { DRYDOCK_POOL_MAX: '0', DRYDOCK_MAX_SANDBOXES: String(learners) };
  const drydock = stack.use(await startDrydock(env, signal));
  const { url } = drydock;
  const cookies = await repeat(learners, signal, () => newLearner(url));
  const available = await readMemoryAvailable();
  const openingMs = await timed(() =>
    inParallel(cookies, AT_ONCE, signal, async (cookie) => {
      using _page = await openPage(url, cookie);
    }),
  );
  const hostMemory = (available - (await readMemoryAvailable())) / learners;
  const share = Math.ceil(learners / PROCESSES);
  const typists = await repeat(PROCESSES, signal, async (index) =>
    stack.use(await startTypists({ url, seconds, cookies: cookies.slice(index * share, (index + 1) * share) })),
  );
  const sandboxes = await listSandboxes(new Docker(), drydock);
  const raw = await repeat(Math.min(RAW_SHELLS, learners), signal, async (index) =>
    stack.use(await rawTypedShell((sandboxes[index] as (typeof sandboxes)[number]).container)),
  );

  await delay(SETTLE_MS, undefined, { signal });
  const cpuBefore = await readServerCpuMs(drydock);
  const [results, rawEchoes, machine] = await Promise.all([
    Promise.all(typists.map((typing) => typing.type())),
    Promise.all(raw.map((shell) => typeRaw(shell, seconds * 1e3, signal))),
    watchCpu(seconds * 1e3, signal),
  ]);
  const server = (100 * ((await readServerCpuMs(drydock)) - cpuBefore)) / (seconds * 1e3);
  const single = (what: string, unit: Row['unit'], value: number): Row => ({
    what,
    unit,
    measured: [value],
    goals: [],
  });
  return [
    {
      what: `key to echo, ${learners} learners typing, each in a sandbox`,
      unit: 'ms',
      measured: results.flatMap(({ echoesMs }) => echoesMs),
      baseline: { what: `raw exec TTYs beside them`, measured: rawEchoes.flat() },
      goals: [p99(25)],
    },
    {
      what: '… bytes lost or doubled',
      unit: '',
      measured: [results.reduce((sum, { lostBytes }) => sum + lostBytes, 0)],
      goals: [p50(0)],
    },
    single('… keys in a second', '', results.reduce((sum, { echoesMs }) => sum + echoesMs.length, 0) / seconds),
    single('… the typists’ own lateness, p99', 'ms', Math.max(...results.map(({ lateP99Ms }) => lateP99Ms))),
    single('… of one processor: the server', '%', server),
    single(`… of all ${availableParallelism()} processors: everything`, '%', machine),
    single('… the server’s memory', 'MiB', (await readServerMemory(drydock)) / MIB),
    single('… memory that the host lost, for each learner', 'MiB', hostMemory / MIB),
    single(`opening them all, ${AT_ONCE} at a time`, 's', openingMs / 1e3),
  ];
}

async function typeRaw(shell: TypedShell, ms: number, signal: AbortSignal): Promise<number[]> {
  const end = performance.now() + ms;
  const echoes: number[] = [];
  await delay(Math.random() * RAW_PAUSE_MS, undefined, { signal });
  while (performance.now() < end) {
    echoes.push(await timeKey(shell, echoes.length % 2 === 0 ? 'x' : '\x7f'));
    await delay(RAW_PAUSE_MS, undefined, { signal });
  }
  return echoes;
}
