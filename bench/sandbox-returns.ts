import { type DockerRun, timeDockerRun } from './docker-run.ts';
import { p50, type Row } from './figures.ts';
import { repeat, until } from './measure.ts';
import { newLearner } from './page-client.ts';
import { rawExecToPrompt } from './raw-shell.ts';
import { PULLED_IMAGES } from './sandbox-pulls.ts';
import { listSandboxes, newestSandbox, type Stage, startDrydock } from './stage.ts';
import { askEngine, disguisePrompt, openPage } from './visit.ts';

/** Left alone for so short a time, in minutes, that it need not be waited for; long enough for what is measured. */
const SOON = '0.06';
const HOURS = '600';

/** Visits to paused and to stopped sandboxes, with the course's images on their disks. */
export async function measureReturns(stage: Stage, learners: number): Promise<readonly Row[]> {
  const { docker, drydock } = stage;
  using running = await openPage(drydock.url, await newLearner(drydock.url));
  const { container } = await newestSandbox(docker, drydock);

  const shells: number[] = [];
  const paused = await afterLeaving(stage, learners, { state: 'paused', stopAfter: HOURS }, async (url, cookie) => {
    shells.push(await rawExecToPrompt(container));
    using page = await openPage(url, cookie);
    return page.promptMs;
  });
  await running.client.run('true');

  const runs: DockerRun[] = [];
  const stopped = await afterLeaving(stage, learners, { state: 'exited', stopAfter: SOON }, async (url, cookie) => {
    runs.push(await timeDockerRun(stage));
    const begin = performance.now();
    using page = await openPage(url, cookie);
    await askEngine(page.client);
    return { promptMs: page.promptMs, engineMs: performance.now() - begin };
  });

  return [
    {
      what: 'click to prompt, paused',
      unit: 'ms',
      measured: paused,
      baseline: { what: 'exec of a shell by the API', measured: shells },
      goals: [p50(100)],
    },
    {
      what: 'click to prompt, stopped with all images',
      unit: 'ms',
      measured: stopped.map(({ promptMs }) => promptMs),
      baseline: { what: '`docker run` to prompt', measured: runs.map(({ promptMs }) => promptMs) },
      goals: [],
    },
    {
      what: '… to the engine’s first answer',
      unit: 'ms',
      measured: stopped.map(({ engineMs }) => engineMs),
      baseline: { what: '`docker run` to engine', measured: runs.map(({ engineMs }) => engineMs) },
      goals: [p50(900)],
    },
  ];
}

/** Learners who pulled all images and left come back one by one, once all of their sandboxes are in the state. */
async function afterLeaving<Result>(
  { docker, signal }: Stage,
  learners: number,
  { state, stopAfter }: { readonly state: string; readonly stopAfter: string },
  visit: (url: string, cookie: string) => Promise<Result>,
): Promise<Result[]> {
  const env = { DRYDOCK_POOL_MAX: '0', DRYDOCK_PAUSE_AFTER_MINUTES: SOON, DRYDOCK_STOP_AFTER_MINUTES: stopAfter };
  await using drydock = await startDrydock(env, signal);
  const cookies = await repeat(learners, signal, async () => {
    const cookie = await newLearner(drydock.url);
    using page = await openPage(drydock.url, cookie);
    for (const image of PULLED_IMAGES) await page.client.run(`docker pull -q ${image}`);
    if (state === 'exited') await disguisePrompt(page.client);
    return cookie;
  });
  await until(`${learners} sandboxes that are ${state}`, signal, async () =>
    (await listSandboxes(docker, drydock)).every((sandbox) => sandbox.state === state),
  );
  return await repeat(learners, signal, (index) => visit(drydock.url, cookies[index] as string));
}
