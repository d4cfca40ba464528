import { type DockerRun, timeDockerRun } from './docker-run.ts';
import type { Row } from './figures.ts';
import { p50, p99 } from './figures.ts';
import { repeat, until } from './measure.ts';
import { instructorOf, newLearner, warmSandboxes } from './page-client.ts';
import { rawExecToPrompt } from './raw-shell.ts';
import { newestSandbox, type Stage, startDrydock } from './stage.ts';
import { askEngine, openPage } from './visit.ts';

/** Enough for one to be there while the next is made. */
const POOL = { DRYDOCK_POOL_MIN: '2', DRYDOCK_POOL_MAX: '2' };

export interface StartCounts {
  readonly warm: number;
  readonly cold: number;
}

/** The first visit of a new learner: with a warm sandbox, and without; then the second. */
export async function measureStarts(stage: Stage, counts: StartCounts): Promise<readonly Row[]> {
  const { docker, signal, drydock } = stage;
  await using pooled = await startDrydock(POOL, signal);
  const instructor = await instructorOf(pooled);

  const cold: { promptMs: number; engineMs: number; againMs: number }[] = [];
  const runs: DockerRun[] = [];
  await repeat(counts.cold, signal, async () => {
    const cookie = await newLearner(drydock.url);
    const begin = performance.now();
    using page = await openPage(drydock.url, cookie);
    await askEngine(page.client);
    const engineMs = performance.now() - begin;
    using again = await openPage(drydock.url, cookie);
    cold.push({ promptMs: page.promptMs, engineMs, againMs: again.promptMs });
    runs.push(await timeDockerRun(stage));
  });

  const { container } = await newestSandbox(docker, drydock);
  const shells: number[] = [];
  const claims: { readyMs: number; promptMs: number }[] = [];
  await repeat(counts.warm, signal, async () => {
    const cookie = await newLearner(pooled.url);
    await until('a warm sandbox', signal, async () => (await warmSandboxes(pooled.url, instructor)) === 2);
    shells.push(await rawExecToPrompt(container));
    using page = await openPage(pooled.url, cookie);
    claims.push(page);
  });

  const shell = { what: 'exec of a shell by the API', measured: shells };
  const runToPrompt = { what: '`docker run` to prompt', measured: runs.map(({ promptMs }) => promptMs) };
  const runToEngine = { what: '`docker run` to engine', measured: runs.map(({ engineMs }) => engineMs) };
  const row = (what: string, measured: readonly number[], baseline: Row['baseline'] & object, goals: Row['goals']) =>
    ({ what, unit: 'ms', measured, baseline, goals }) satisfies Row;
  return [
    row(
      'first click to prompt, warm pool',
      claims.map((one) => one.promptMs),
      shell,
      [p50(80), p99(250)],
    ),
    row(
      '… of which to the claimed sandbox',
      claims.map((one) => one.readyMs),
      shell,
      [p50(100)],
    ),
    row(
      'later click to prompt, running',
      cold.map((one) => one.againMs),
      shell,
      [p50(80), p99(250)],
    ),
    row(
      'first click to prompt, cold',
      cold.map((one) => one.promptMs),
      runToPrompt,
      [p50(500)],
    ),
    row(
      '… to the engine’s first answer',
      cold.map((one) => one.engineMs),
      runToEngine,
      [p50(800)],
    ),
  ];
}
