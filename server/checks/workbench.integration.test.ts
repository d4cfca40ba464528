import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { createSandboxFiles } from '../files/sandbox-files.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { patience, within } from '../test-patience.ts';
import { FINISHED_COMMAND } from './changes.ts';
import { type CheckProcess, createCheckProcess } from './check-process.ts';
import { followSandboxFolder } from './follow-sandbox-folder.ts';
import { createSandboxView } from './sandbox-view.ts';
import { Workbench } from './workbench.ts';

const learnerId = learnerIdSchema.parse('a'.repeat(32));

/** A learner's page hears of a change well within this, also where the way to the engine has to be made again. */
const soon = { timeout: 15_000 * patience };

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
let runner: CheckProcess;
beforeAll(async () => {
  runner = await createCheckProcess({
    folder: join(import.meta.dirname, '../../exercises'),
    onError: (error) => {
      throw error;
    },
  });
  harness = await createDockerSandboxHarness(inject('images'));
  sandbox = await harness.host.open(newSandboxId(), within(30_000));
  // An image without anything in it, for tags.
  await run('tar -c -T /dev/null | docker import - empty:1');
});
afterAll(async () => {
  await harness?.[Symbol.asyncDispose]();
  await runner?.[Symbol.asyncDispose]();
});

const run = async (command: string) => {
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', command], { signal: within(40_000) });
  if (exitCode !== 0) throw new Error(`${command}: ${stderr.toString()}`);
};

/** A workbench in the sandbox, whose way to the engine's events the test can cut. */
async function openBench() {
  const store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  await store.createLearner({ id: learnerId, role: 'learner' });
  const streams = new Set<Duplex>();
  const way = { isCut: false, refused: 0 };
  const bench = new Workbench({
    sandbox: {
      ...sandbox,
      async dial(target, signal) {
        if (target.kind !== 'started-engine') return sandbox.dial(target, signal);
        if (way.isCut) {
          way.refused += 1;
          throw new Error('The way is cut.');
        }
        const stream = await sandbox.dial(target, signal);
        streams.add(stream);
        return stream;
      },
    },
    learnerId,
    exercises: runner.exercises,
    runner,
    store,
    view: (options) => createSandboxView({ ...options, sandbox, commands: async () => [] }),
    followFolder: followSandboxFolder,
    readStamps: (of, paths, signal) => createSandboxFiles(of).stamps(paths, signal),
    previewUrl: () => undefined,
    now: () => new Date(),
    onError: () => {},
  });
  onTestFinished(() => bench[Symbol.dispose]());
  const cut = () => {
    way.isCut = true;
    for (const stream of streams) stream.destroy();
    streams.clear();
  };
  return { bench, store, way, cut, streams };
}

/** A page at the bench. */
function sit(bench: Workbench) {
  const heard: ExerciseState[] = [];
  const stamps = new Map<string, string | null>();
  const seat = bench.join({
    onExercise: (state) => heard.push(state),
    onPreviews: () => {},
    onPicture: () => {},
    onStamps: (news) => {
      for (const { path, stamp } of news) stamps.set(path, stamp);
    },
  });
  const verdictOf = (task: string) => heard.at(-1)?.tasks.find(({ id }) => id === task)?.verdict;
  const reasonOf = (task: string) => {
    const verdict = verdictOf(task);
    return verdict && verdict.kind !== 'pass' ? verdict.reason : verdict?.kind;
  };
  return { seat, heard, stamps, verdictOf, reasonOf };
}

const TAG = 'docker tag empty:1 webapp:1.0';
const UNTAG = 'docker rmi webapp:1.0';

test('an event in the engine changes the verdict in each of the learner’s windows', async () => {
  const { bench } = await openBench();
  const [one, other] = [sit(bench), sit(bench)];
  await Promise.all([one.seat.watch('web-app'), other.seat.watch('web-app')]);
  await expect.poll(() => one.reasonOf('image'), soon).toMatch(/no image `webapp:1\.0`/i);
  const missing = one.reasonOf('image');
  await run(TAG);
  await expect.poll(() => one.reasonOf('image'), soon).not.toBe(missing);
  await expect.poll(() => other.reasonOf('image'), soon).toBe(one.reasonOf('image'));
  await run(UNTAG);
  await expect.poll(() => one.reasonOf('image'), soon).toBe(missing);
  await expect.poll(() => other.reasonOf('image'), soon).toBe(missing);
});

test('what happens while the stream of events is cut is seen when it is there again', async () => {
  const { bench, way, cut, streams } = await openBench();
  const { seat, reasonOf } = sit(bench);
  await seat.watch('web-app');
  await expect.poll(() => streams.size, soon).toBe(1);
  await expect.poll(() => reasonOf('image'), soon).toMatch(/no image/i);
  const missing = reasonOf('image');
  // What is looked at once the stream is there has been.
  await run(TAG);
  await expect.poll(() => reasonOf('image'), soon).not.toBe(missing);
  await run(UNTAG);
  await expect.poll(() => reasonOf('image'), soon).toBe(missing);
  cut();
  await run(TAG);
  expect(reasonOf('image')).toBe(missing);
  await expect.poll(() => way.refused, soon).toBeGreaterThan(0);
  way.isCut = false;
  await expect.poll(() => reasonOf('image'), soon).not.toBe(missing);
  await run(UNTAG);
});

test('a file that is saved ticks without a command, and counts as a try; begun alone it is none', async () => {
  const { bench, store } = await openBench();
  const { seat, heard, verdictOf } = sit(bench);
  await seat.watch('web-app');
  await expect.poll(() => verdictOf('index'), soon).toMatchObject({ kind: 'fail' });
  expect(heard.at(-1)?.isTried).toBe(false);
  await run("echo '<h1>Ahoy from a file</h1>' > ~/web-app/index.html");
  await expect.poll(() => verdictOf('index')?.kind, soon).toBe('pass');
  await run('rm ~/web-app/index.html');
  await expect.poll(() => verdictOf('index')?.kind, soon).toBe('fail');
  await expect.poll(() => heard.at(-1)?.isTried, soon).toBe(true);
  expect((await store.deeds(learnerId, { exercise: 'web-app' })).map(({ kind }) => kind)).toEqual(['try']);
  expect(heard.at(-1)?.tasks[0]?.passedAt).not.toBeNull();
});

test('where what follows the folder is killed, a finished command still has the file looked at', async () => {
  const { bench } = await openBench();
  const { seat, verdictOf } = sit(bench);
  await seat.watch('web-app');
  await expect.poll(() => verdictOf('index')?.kind, soon).toBe('fail');
  // As often as it is started again.
  for (let count = 0; count < 4; count += 1) {
    await expect
      .poll(
        () =>
          run("pkill -9 -f '^perl -e'").then(
            () => true,
            () => false,
          ),
        soon,
      )
      .toBe(true);
  }
  await run("echo '<h1>Ahoy again</h1>' > ~/web-app/index.html");
  bench.note(FINISHED_COMMAND, true);
  await expect.poll(() => verdictOf('index')?.kind, soon).toBe('pass');
  await run('rm ~/web-app/index.html');
});

test('when the last page has gone, nothing of an exercise is followed', async () => {
  const { bench } = await openBench();
  const { seat } = sit(bench);
  const followers = async () => {
    const { stdout } = await sandbox.exec(['sh', '-c', "pgrep -c -f '^perl -e' || true"], { signal: within(10_000) });
    return stdout.toString().trim();
  };
  await expect.poll(followers, soon).toBe('0');
  await seat.watch('web-app');
  await expect.poll(followers, soon).toBe('1');
  bench[Symbol.dispose]();
  await expect.poll(followers, soon).toBe('0');
});

test('rule 24: what a page has open is told of when a command has ended, and when it is saved in an exercise’s folder', async () => {
  const { bench } = await openBench();
  const { seat, stamps } = sit(bench);
  await run('echo one > ~/notes');
  seat.watchFiles(['notes', '', 'web-app/Dockerfile']);
  await expect.poll(() => stamps.get('notes'), soon).toMatch(/^[0-9a-f]{64}$/);
  const [notes, home] = [stamps.get('notes'), stamps.get('')];
  await run('echo two > ~/notes');
  bench.note(FINISHED_COMMAND, true);
  await expect.poll(() => stamps.get('notes'), soon).not.toBe(notes);
  expect(stamps.get('')).toBe(home);
  await run('rm ~/notes');
  bench.note(FINISHED_COMMAND, true);
  await expect.poll(() => stamps.get('notes'), soon).toBe(null);
  expect(stamps.get('')).not.toBe(home);

  await seat.watch('web-app');
  await run('rm -f ~/web-app/Dockerfile; echo FROM scratch > ~/web-app/Dockerfile');
  await expect.poll(() => stamps.get('web-app/Dockerfile'), soon).toMatch(/^[0-9a-f]{64}$/);
});
