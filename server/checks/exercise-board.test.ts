import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { LearnerError } from '../errors.ts';
import { EngineAsleepError, SandboxLostError } from '../sandbox/errors.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { EVERYTHING } from './changes.ts';
import type { Decision, ReadTopic } from './check-runner.ts';
import { ExerciseBoard, type ExerciseBoardOptions } from './exercise-board.ts';
import { NoAnswerError } from './http-get.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const learnerId = learnerIdSchema.parse('a'.repeat(32));

/** What there is to see, in the hands of the test: a check of each task looks at its entry. */
type Found = Record<string, (view: SandboxView) => Promise<Decision>>;

const topics = (...names: ReadTopic[]) => new Set<ReadTopic>(names);
const decided = (verdict: Verdict, ...names: ReadTopic[]) => ({ verdict, reads: topics(...names) });

const exercise = {
  id: 'x',
  tasks: [
    { id: 'build', hints: ['Look at `docker build`.', 'Run `docker build -t x .`'] },
    { id: 'count', hints: ['Count again.'], answer: { label: 'Layers' } },
  ],
  solution: 'docker build -t x .',
};

async function openBoard(found: Partial<Found>, change: Partial<ExerciseBoardOptions> = {}) {
  const store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  await store.createLearner({ id: learnerId, role: 'learner' });
  const looks: Record<string, number> = { build: 0, count: 0 };
  const states: ExerciseState[] = [];
  const errors: unknown[] = [];
  const options: ExerciseBoardOptions = {
    exercise,
    learnerId,
    store,
    runner: {
      decide: async ({ task }, view) => {
        looks[task] = (looks[task] ?? 0) + 1;
        return (await found[task]?.(view)) ?? decided(fail('Not yet.'), 'registry');
      },
    },
    view: (answer) => ({ answer }) as SandboxView,
    now: () => new Date(),
    onState: (state) => states.push(state),
    onError: (error) => errors.push(error),
    ...change,
  };
  const board = await ExerciseBoard.open(options);
  const verdictOf = (id: string) => board.state.tasks.find((task) => task.id === id)?.verdict;
  /** A first look, so that what each task reads is known. */
  const look = async () => {
    board.note(EVERYTHING, false);
    await vi.advanceTimersByTimeAsync(10_000);
  };
  const deeds = () => store.deeds(learnerId, { exercise: 'x' });
  return { board, store, states, errors, options, looks, verdictOf, look, deeds };
}

test('only the tasks whose checks have read what may have changed are looked at again', async () => {
  const { board, looks, look } = await openBoard({
    build: async () => decided(fail('No image.'), 'images', 'files'),
    count: async () => decided(fail('No answer.'), 'answer'),
  });
  await look();
  expect(looks).toEqual({ build: 1, count: 1 });
  board.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(10_000);
  board.note(topics('files', 'commands', 'ports'), true);
  await vi.advanceTimersByTimeAsync(10_000);
  board.note(topics('containers', 'ports', 'registry', 'build-cache'), true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toEqual({ build: 3, count: 1 });
});

test('a burst of events costs a handful of looks, and the last of them is seen', async () => {
  const found = { images: 0 };
  const { board, looks, look, verdictOf, store } = await openBoard({
    build: async () => decided(fail(`${found.images} images.`), 'images'),
  });
  await look();
  for (let count = 1; count <= 200; count += 1) {
    found.images = count;
    board.note(topics('images'), true);
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(fail('200 images.'));
  expect(looks['build']).toBeLessThanOrEqual(1 + 4 + 6);
  expect((await store.attempts(learnerId)).length).toBeLessThanOrEqual(1 + 4 + 6 + 1);
});

test('what changes while a check reads it for the first time is not missed', async () => {
  const found = { verdict: fail('No image.') as Verdict };
  const { board, look, verdictOf } = await openBoard({ build: async () => decided(found.verdict, 'files') });
  await look();
  // Now the check goes on to what it did not read before, and that changes after it was read.
  const { board: second, verdictOf: secondVerdict } = await openBoard({
    build: async () => {
      const verdict = found.verdict;
      await new Promise((done) => setTimeout(done, 50));
      return decided(verdict, 'files', 'images');
    },
  });
  second.note(topics('files'), true);
  await vi.advanceTimersByTimeAsync(20);
  found.verdict = pass();
  second.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(secondVerdict('build')).toEqual(pass());
  board.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(fail('No image.'));
});

test('what is reached by way of something else is followed from then on', async () => {
  let hasFile = false;
  let hasImage = false;
  const { board, look, verdictOf } = await openBoard({
    build: async () => {
      if (!hasFile) return decided(fail('No Dockerfile.'), 'files');
      const verdict = hasImage;
      await new Promise((done) => setTimeout(done, 50));
      return decided(verdict ? pass() : fail('No image.'), 'files', 'images');
    },
  });
  await look();
  hasFile = true;
  board.note(topics('files'), true);
  await vi.advanceTimersByTimeAsync(20);
  hasImage = true;
  board.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(pass());
});

test('what becomes true shortly after its event is seen without another, where containers and ports are read', async () => {
  let listens = false;
  const { board, looks, look, verdictOf } = await openBoard({
    build: async () => decided(listens ? pass() : fail('Nothing answers.'), 'ports'),
    count: async () => decided(fail('No file.'), 'files'),
  });
  await look();
  const before = { ...looks };
  board.note(topics('containers', 'ports'), true);
  await vi.advanceTimersByTimeAsync(350);
  listens = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(pass());
  await vi.advanceTimersByTimeAsync(20_000);
  expect((looks['build'] ?? 0) - (before['build'] ?? 0)).toBeLessThanOrEqual(5);
  expect(looks['count']).toBe(before['count']);
});

test('a passed task that is undone shows it, stays passed, and passes again', async () => {
  const found = { verdict: pass() as Verdict };
  const { board, options, look, store } = await openBoard({ build: async () => decided(found.verdict, 'images') });
  await look();
  const passedAt = board.state.tasks[0]?.passedAt;
  found.verdict = fail('The image is gone.');
  board.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(board.state.tasks[0]).toMatchObject({ verdict: fail('The image is gone.'), passedAt });
  expect((await ExerciseBoard.open(options)).state).toEqual(board.state);
  found.verdict = pass();
  board.note(topics('images'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(board.state.tasks[0]).toMatchObject({ verdict: pass(), passedAt });
  const attempts = (await store.attempts(learnerId)).filter(({ task }) => task === 'build');
  expect(attempts.map(({ verdict }) => verdict.kind)).toEqual(['pass', 'fail', 'pass']);
});

test('the same verdict again is neither told nor logged', async () => {
  const { board, states, store, look } = await openBoard({ build: async () => decided(fail('0 of 1'), 'images') });
  await look();
  const told = states.length;
  board.note(topics('images'), false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(states).toHaveLength(told);
  expect(await store.attempts(learnerId)).toHaveLength(2);
});

test('rule 19: a run is answered even when nothing is new, and whoever presses a thousand times waits for two', async () => {
  const { board, states, looks } = await openBoard({});
  await Promise.all(Array.from({ length: 1_000 }, () => board.run()));
  expect(looks).toEqual({ build: 2, count: 2 });
  const told = states.length;
  await board.run();
  expect(states.length).toBeGreaterThan(told);
});

test('a check that fails is an error of ours, the others are decided, and it is tried again when anything changes', async () => {
  let isBroken = true;
  const { board, errors, verdictOf, looks } = await openBoard({
    build: async () => {
      if (isBroken) throw new TypeError('undefined is not a function');
      return decided(pass(), 'images');
    },
    count: async () => decided(pass(), 'answer'),
  });
  await board.run();
  expect(verdictOf('build')).toEqual({ kind: 'error', reason: expect.stringContaining('not your mistake') });
  expect(verdictOf('count')).toEqual(pass());
  expect(errors).toHaveLength(1);
  isBroken = false;
  board.note(topics('answer'), false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(pass());
  expect(looks['count']).toBe(2);
});

test('a check that says itself that it could not run is tried again when anything changes', async () => {
  const { board, looks, look } = await openBoard({
    build: async () => decided({ kind: 'error', reason: 'The registry does not answer.' }, 'registry'),
  });
  await look();
  const before = looks['build'] ?? 0;
  board.note(topics('files'), false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks['build']).toBe(before + 1);
});

test('an engine that does not answer is an error of ours', async () => {
  const { board, verdictOf } = await openBoard({ build: () => Promise.reject(new NoAnswerError('No answer.')) });
  await board.run();
  expect(verdictOf('build')).toEqual({ kind: 'error', reason: expect.stringContaining('does not answer') });
});

test('a check that does not end is an error of ours, and its time begins when it first looks', async () => {
  let begin = () => {};
  const { board, verdictOf, errors } = await openBoard({
    build: async (view) => {
      // What runs the checks is started again.
      await new Promise<void>((resolve) => {
        begin = resolve;
      });
      await view.answer();
      return new Promise<Decision>(() => {});
    },
  });
  const run = board.run();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(verdictOf('build')).toBeNull();
  begin();
  await vi.advanceTimersByTimeAsync(4_900);
  expect(verdictOf('build')).toBeNull();
  await vi.advanceTimersByTimeAsync(200);
  await run;
  expect(verdictOf('build')).toEqual({ kind: 'error', reason: expect.stringContaining('took too long') });
  expect(errors).toHaveLength(1);
});

test('the end of the board is no error of a check', async () => {
  const { board, errors, verdictOf } = await openBoard({ build: () => new Promise(() => {}) });
  const run = board.run();
  await vi.advanceTimersByTimeAsync(100);
  board[Symbol.dispose]();
  await run;
  expect(errors).toEqual([]);
  expect(verdictOf('build')).toBeNull();
});

test('no check pays for the time of the others: four are at work at once, and a limit begins with its turn', async () => {
  const tasks = Array.from({ length: 6 }, (_, index) => ({ id: `t${index}` }));
  const signals: AbortSignal[] = [];
  const works = tasks.map(() => Promise.withResolvers<Decision>());
  const { board } = await openBoard(
    {},
    {
      exercise: { id: 'x', tasks, solution: '' },
      runner: {
        decide: ({ task }, _view, signal) => {
          signals.push(signal);
          return works[Number(task.slice(1))]?.promise ?? Promise.reject(new Error('unknown'));
        },
      },
    },
  );
  const run = board.run();
  await vi.advanceTimersByTimeAsync(0);
  expect(signals).toHaveLength(4);
  works[0]?.resolve(decided(pass(), 'files'));
  await vi.advanceTimersByTimeAsync(0);
  expect(signals).toHaveLength(5);
  for (const { resolve } of works) resolve(decided(pass(), 'files'));
  await run;
  expect(board.state.tasks.every(({ passedAt }) => passedAt !== null)).toBe(true);
});

test('nothing is looked at after the end', async () => {
  const { board, looks } = await openBoard({});
  board[Symbol.dispose]();
  board.note(EVERYTHING, true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toEqual({ build: 0, count: 0 });
});

test.each([
  ['asleep', new NoAnswerError('No answer.', { cause: new EngineAsleepError() })],
  ['paused', new SandboxLostError()],
  ['paused, and its engine is asked', new NoAnswerError('No answer.', { cause: new SandboxLostError() })],
])('what is %s is not asked: the last verdict holds, until it is there again', async (_, error) => {
  const found = { decision: async () => decided(fail('0 of 1'), 'images') };
  const { board, store, verdictOf, errors } = await openBoard({ build: () => found.decision() });
  await board.run();
  found.decision = () => Promise.reject(error);
  await board.run();
  expect(verdictOf('build')).toEqual(fail('0 of 1'));
  expect(await store.attempts(learnerId)).toHaveLength(2);
  expect(errors).toEqual([]);
  found.decision = async () => decided(pass(), 'images');
  board.note(EVERYTHING, false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(verdictOf('build')).toEqual(pass());
});

test('a try is what the learner does first, once; a look alone is none', async () => {
  const { board, deeds, look, options } = await openBoard({});
  await look();
  expect(board.state.isTried).toBe(false);
  for (let count = 0; count < 50; count += 1) board.note(topics('files'), true);
  await vi.advanceTimersByTimeAsync(1_000);
  await board.run();
  expect(board.state.isTried).toBe(true);
  expect((await deeds()).map(({ kind }) => kind)).toEqual(['try']);
  const again = await ExerciseBoard.open(options);
  await again.run();
  expect(await deeds()).toHaveLength(1);
});

test('rule 20: hints open one at a time, after a try, while the task is open, and are recorded', async () => {
  const found = { verdict: fail('No image.') as Verdict };
  const { board, deeds, options } = await openBoard({ build: async () => decided(found.verdict, 'images') });
  const hints = () => board.state.tasks.map((task) => task.hints);
  await expect(board.openHint('build')).rejects.toMatchObject({ code: 'hint-too-early' });
  await expect(board.openHint('none')).rejects.toBeInstanceOf(LearnerError);
  expect(await deeds()).toEqual([]);
  await board.run();
  await board.openHint('build');
  expect(hints()).toEqual([['Look at `docker build`.'], []]);
  await Promise.all(Array.from({ length: 100 }, () => board.openHint('build')));
  expect(hints()).toEqual([['Look at `docker build`.', 'Run `docker build -t x .`'], []]);
  expect((await deeds()).map(({ kind }) => kind)).toEqual(['try', 'hint', 'hint']);
  expect((await ExerciseBoard.open(options)).state).toEqual(board.state);
});

test('rule 20: of a task that is done no hint is opened, and what was opened stays', async () => {
  const found = { verdict: fail('No image.') as Verdict };
  const { board, deeds } = await openBoard({ build: async () => decided(found.verdict, 'images') });
  await board.run();
  await board.openHint('build');
  found.verdict = pass();
  await board.run();
  await board.openHint('build');
  expect(board.state.tasks[0]?.hints).toHaveLength(1);
  expect((await deeds()).filter(({ kind }) => kind === 'hint')).toHaveLength(1);
});

test('rule 20: the solution is shown to whoever asks, recorded once, by choice where hints were left', async () => {
  const { board, deeds } = await openBoard({});
  expect(JSON.stringify(board.state)).not.toContain('docker build');
  await Promise.all(Array.from({ length: 100 }, () => board.showSolution()));
  expect(board.state.solution).toBe('docker build -t x .');
  expect(await deeds()).toMatchObject([{ kind: 'solution', isByChoice: true }]);

  const patient = await openBoard({});
  await patient.board.run();
  for (const task of ['build', 'build', 'count']) await patient.board.openHint(task);
  await patient.board.showSolution();
  expect((await patient.deeds()).at(-1)).toMatchObject({ kind: 'solution', isByChoice: false });
});

test('rule 21: an answer is trimmed, recorded where it is another, and decides its task', async () => {
  const { board, deeds, looks, verdictOf } = await openBoard({
    count: async (view) => decided((await view.answer()) === '4' ? pass() : fail('Not so many.'), 'answer'),
  });
  await board.enterAnswer('count', ' 3 ');
  expect(verdictOf('count')).toEqual(fail('Not so many.'));
  await board.enterAnswer('count', '3');
  await board.enterAnswer('count', '   ');
  expect(board.state.tasks[1]).toMatchObject({ answer: '3' });
  await board.enterAnswer('count', '4');
  expect(board.state.tasks[1]).toMatchObject({ answer: '4', verdict: pass(), passedAt: expect.any(String) });
  expect((await deeds()).filter(({ kind }) => kind === 'answer')).toMatchObject([{ text: '3' }, { text: '4' }]);
  expect(looks['build']).toBe(0);
  await expect(board.enterAnswer('build', '4')).rejects.toMatchObject({ code: 'task-unknown' });
  await expect(board.enterAnswer('none', '4')).rejects.toMatchObject({ code: 'task-unknown' });
});

test('rule 21: a page that answers without an end is slowed down, also after its board was opened anew', async () => {
  const { board, deeds, options } = await openBoard({});
  const flood = async (to: ExerciseBoard, from: number) => {
    let refused = 0;
    for (let count = from; count < from + 2_000; count += 1) {
      await to.enterAnswer('count', String(count)).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'too-many' });
        refused += 1;
      });
    }
    return refused;
  };
  expect(await flood(board, 0)).toBe(1_980);
  expect(await flood(await ExerciseBoard.open(options), 10_000)).toBe(2_000);
  expect((await deeds()).filter(({ kind }) => kind === 'answer')).toHaveLength(20);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await flood(board, 20_000)).toBe(1_999);
});
