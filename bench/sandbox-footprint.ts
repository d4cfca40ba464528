import { setTimeout as delay } from 'node:timers/promises';
import { createDockerReadySandbox } from '../server/sandbox/docker-ready-sandbox.ts';
import { createHostKeeper } from '../server/sandbox/host-keeper.ts';
import { learnerHome } from '../server/sandbox/learner.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { type CgroupMemory, readMemory } from './cgroup-figures.ts';
import { p50, type Row } from './figures.ts';
import { readShimMemory } from './host-figures.ts';
import { repeat } from './measure.ts';
import { newLearner, type PageClient } from './page-client.ts';
import { startPlainEngine } from './plain-engine.ts';
import { rawShellAtPrompt } from './raw-shell.ts';
import { installationOf, type ListedSandbox, newestSandbox, type Stage } from './stage.ts';
import { askEngine, openPage } from './visit.ts';

const MIB = 1024 ** 2;

/** After that nothing starts any more, and an engine has given back what it started with, in ms. */
const SETTLE_MS = 10_000;

/** What one takes while nobody does anything in it. */
interface Footprint {
  readonly memory: CgroupMemory;
  /** Of its supervisor on the host. */
  readonly shim: number;
  readonly disk: number;
}

/** Idle sandboxes with one shell open, before the first docker command and after it, beside as many plain Docker-in-Docker. */
export async function measureFootprint(stage: Stage, count: number): Promise<readonly Row[]> {
  const { drydock, docker, signal } = stage;
  using pages = new DisposableStack();
  const clients: PageClient[] = [];
  const opened = await repeat(count, signal, async () => {
    clients.push(pages.use(await openPage(drydock.url, await newLearner(drydock.url))).client);
    return newestSandbox(docker, drydock);
  });
  await delay(SETTLE_MS, undefined, { signal });
  const asleep = await readFootprints(stage, opened);
  await repeat(count, signal, (index) => askEngine(clients[index] as PageClient));
  await delay(SETTLE_MS, undefined, { signal });
  const awake = await readFootprints(stage, opened);
  pages.dispose();
  const plain = await measurePlainEngines(stage, count);

  const compared = (of: (footprint: Footprint) => number, unit: 'MiB' | 'MB' = 'MiB') => {
    const inUnit = (footprints: readonly Footprint[]) =>
      footprints.map((footprint) => of(footprint) / (unit === 'MB' ? 1e6 : MIB));
    const baseline = { what: 'plain Docker-in-Docker', measured: inUnit(plain) };
    return (what: string, measured: readonly Footprint[], goals: Row['goals'] = []): Row => ({
      what,
      unit,
      measured: inUnit(measured),
      baseline,
      goals,
    });
  };
  const memory = compared(({ memory: { inUse } }) => inUse);
  const anonymous = compared(({ memory }) => memory.anonymous);
  const file = compared(({ memory }) => memory.file);
  const kernel = compared(({ memory }) => memory.kernel);
  const shim = compared((footprint) => footprint.shim);
  const disk = compared((footprint) => footprint.disk, 'MB');
  return [
    memory('idle: memory before the first docker command (usage − inactive file)', asleep, [p50(20)]),
    anonymous('… anonymous', asleep),
    file('… files', asleep),
    kernel('… kernel', asleep),
    memory('idle: memory after it (usage − inactive file)', awake, [p50(50)]),
    anonymous('… anonymous', awake),
    file('… files', awake),
    kernel('… kernel', awake),
    shim('idle: its supervisor on the host beside it (PSS of the shim)', awake),
    disk('idle: own disk before the first docker command', asleep, [p50(2)]),
    disk('idle: own disk after it', awake, [p50(2)]),
  ];
}

async function readFootprints(stage: Stage, sandboxes: readonly ListedSandbox[]): Promise<Footprint[]> {
  const { docker, cgroup, appArmorProfile } = stage;
  const keeper = createHostKeeper({
    docker,
    installation: installationOf(stage.drydock),
    image: stage.keeperImage,
    hasAppArmor: appArmorProfile !== undefined,
    imageStore: stage.imageStore,
  });
  const shims = await readShimMemory();
  const memories = await Promise.all(sandboxes.map(({ name }) => readMemory(name, cgroup)));
  return repeat(sandboxes.length, stage.signal, async (index) => {
    const sandbox = sandboxes[index] as ListedSandbox;
    await syncDisk(sandbox, stage.signal);
    return {
      memory: memories[index] as CgroupMemory,
      shim: shims.get(sandbox.container.id) ?? Number.NaN,
      disk: await keeper.allocatedBytes(sandbox.name),
    };
  });
}

/** What is written reaches the disk's file some seconds later, unless it is asked for. */
async function syncDisk({ container, name }: ListedSandbox, signal: AbortSignal): Promise<void> {
  const sandbox = createDockerReadySandbox(container, sandboxIdSchema.parse(name.split('-').at(-1)));
  const { exitCode, stderr } = await sandbox.exec(['sync', '-f', learnerHome], { signal });
  if (exitCode !== 0) throw new Error(`The disk of ${name} could not be written out: ${stderr}`);
}

async function measurePlainEngines(stage: Stage, count: number): Promise<Footprint[]> {
  await using engines = new AsyncDisposableStack();
  const started = await repeat(count, stage.signal, async () => {
    const engine = engines.use(await startPlainEngine(stage));
    const shell = await rawShellAtPrompt(engine.container);
    engines.defer(() => void shell.destroy());
    return engine;
  });
  await delay(SETTLE_MS, undefined, { signal: stage.signal });
  const shims = await readShimMemory();
  return await Promise.all(
    started.map(async ({ container, name, allocatedBytes }) => ({
      memory: await readMemory(name, stage.cgroup),
      shim: shims.get(container.id) ?? Number.NaN,
      disk: await allocatedBytes(),
    })),
  );
}
