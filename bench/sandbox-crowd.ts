import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { readCpuMs } from './cgroup-figures.ts';
import { p50, type Row } from './figures.ts';
import { readMemoryAvailable, watchCpu } from './host-figures.ts';
import { inParallel, repeat, timed } from './measure.ts';
import { newLearner } from './page-client.ts';
import { rawExecToPrompt } from './raw-shell.ts';
import { type ListedSandbox, listSandboxes, type Stage, startDrydock } from './stage.ts';
import { askEngine, openPage } from './visit.ts';

const MIB = 1024 ** 2;

/** Learners who come at the same moment. */
const AT_ONCE = 4;

/** After the last page has gone the server looks for ten seconds more; then nothing is left to be done. */
const SETTLE_MS = 20_000;

export interface CrowdCounts {
  readonly sandboxes: number;
  /** For how long processors are watched. */
  readonly watchMs: number;
  readonly prompts: number;
}

/** What the machine is like while nobody does anything. */
interface Quiet {
  readonly available: number;
  /** Percent of all processors: of the machine, and of the sandboxes alone. */
  readonly cpu: number;
  readonly sandboxesCpu: number;
  readonly prompts: readonly number[];
}

/** Many sandboxes that were opened and left, then the same with every engine started, beside a machine with one. */
export async function measureCrowd(stage: Stage, counts: CrowdCounts): Promise<readonly Row[]> {
  const { docker, signal } = stage;
  const env = { DRYDOCK_POOL_MAX: '0', DRYDOCK_MAX_SANDBOXES: String(counts.sandboxes) };
  await using drydock = await startDrydock(env, signal);
  const cookies = await repeat(counts.sandboxes, signal, () => newLearner(drydock.url));
  const visit = (engine: boolean) => async (cookie: string) => {
    using page = await openPage(drydock.url, cookie);
    if (engine) await askEngine(page.client);
  };
  const look = async () => {
    const sandboxes = await listSandboxes(docker, drydock);
    return { sandboxes, quiet: await watchQuiet(stage, sandboxes, counts) };
  };

  await visit(false)(cookies[0] as string);
  const { quiet: alone } = await look();
  const openMs = await timed(() => inParallel(cookies.slice(1), AT_ONCE, signal, visit(false)));
  const { quiet: asleep } = await look();
  const engineMs = await timed(() => inParallel(cookies, AT_ONCE, signal, visit(true)));
  const { sandboxes, quiet: awake } = await look();
  const up = sandboxes.filter(({ state }) => state === 'running').length;

  const describe = (title: string, quiet: Quiet): Row[] => [
    {
      what: `${title}: the machine's processors`,
      unit: '%',
      measured: [quiet.cpu],
      baseline: { what: 'with one', measured: [alone.cpu] },
      goals: [p50(15)],
    },
    { what: '… of which inside the sandboxes', unit: '%', measured: [quiet.sandboxesCpu], goals: [] },
    {
      what: '… memory that the host lost, for each',
      unit: 'MiB',
      measured: [(alone.available - quiet.available) / MIB / (up - 1)],
      goals: [],
    },
    {
      what: '… exec of a shell in one of them',
      unit: 'ms',
      measured: quiet.prompts,
      baseline: { what: 'with one', measured: alone.prompts },
      goals: [],
    },
  ];
  return [
    {
      what: `not opened of ${counts.sandboxes} sandboxes at once`,
      unit: '',
      measured: [counts.sandboxes - up],
      goals: [p50(0)],
    },
    { what: `opening them all, ${AT_ONCE} at a time`, unit: 's', measured: [openMs / 1e3], goals: [] },
    ...describe(`${up} idle, engines asleep`, asleep),
    { what: `starting all their engines, ${AT_ONCE} at a time`, unit: 's', measured: [engineMs / 1e3], goals: [] },
    ...describe(`${up} idle, engines awake`, awake),
  ];
}

async function watchQuiet(
  { signal, cgroup }: Stage,
  sandboxes: readonly ListedSandbox[],
  counts: CrowdCounts,
): Promise<Quiet> {
  await delay(SETTLE_MS, undefined, { signal });
  const readCpu = async () => {
    const times = await Promise.all(sandboxes.map(({ name }) => readCpuMs(name, cgroup)));
    return times.reduce((sum, time) => sum + time, 0);
  };
  const available = await readMemoryAvailable();
  const before = await readCpu();
  const cpu = await watchCpu(counts.watchMs, signal);
  const sandboxesCpu = (100 * ((await readCpu()) - before)) / counts.watchMs / availableParallelism();
  const container = sandboxes.at(-1)?.container as Container;
  const prompts = await repeat(counts.prompts, signal, () => rawExecToPrompt(container));
  return { available, cpu, sandboxesCpu, prompts };
}
