import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Exercise, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { ExerciseState } from '../../src/shared/views.ts';
import { EngineAsleepError, SandboxLostError } from '../sandbox/errors.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { ExerciseBoard } from './exercise-board.ts';
import { NoAnswerError } from './http-get.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const learnerId = learnerIdSchema.parse('a'.repeat(32));
// These checks look at `found` below and not at a sandbox.
const view = () => ({}) as SandboxView;

async function openBoard(found: { verdict: () => Promise<Verdict> }) {
  const store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  await store.createLearner({ id: learnerId, role: 'learner' });
  let looks = 0;
  const check = () => {
    looks += 1;
    return found.verdict();
  };
  const exercise: Exercise = { id: 'x', title: 'X', minutes: 1, tasks: [{ id: 't', title: 'T', check }] };
  const states: ExerciseState[] = [];
  const errors: unknown[] = [];
  const options = {
    exercise,
    learnerId,
    store,
    view,
    now: () => new Date(),
    onState: (state: ExerciseState) => states.push(state),
    onError: (error: unknown) => errors.push(error),
  };
  const board = await ExerciseBoard.open(options);
  return { board, store, states, errors, options, looks: () => looks };
}

test('a burst of triggers is two looks, and the same verdict again is neither told nor logged', async () => {
  const { board, store, states, looks } = await openBoard({ verdict: async () => fail('0 of 1') });
  for (let count = 0; count < 1000; count += 1) board.trigger();
  await vi.advanceTimersByTimeAsync(50);
  expect(looks()).toBe(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks()).toBe(7);
  expect(states).toHaveLength(1);
  expect(await store.attempts(learnerId)).toHaveLength(1);
});

test('what becomes true shortly after its event is seen without another', async () => {
  const found = { verdict: async () => fail('nothing answers') as Verdict };
  const { board, states } = await openBoard(found);
  board.trigger();
  await vi.advanceTimersByTimeAsync(350);
  found.verdict = async () => pass();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(states.map((state) => state.tasks[0]?.verdict?.kind)).toEqual(['fail', 'pass']);
});

test('a task once passed is not looked at again, but by a run, and stays passed', async () => {
  const found = { verdict: async () => pass() };
  const { board, options, looks } = await openBoard(found);
  board.trigger();
  await vi.advanceTimersByTimeAsync(10_000);
  board.trigger();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks()).toBe(1);
  found.verdict = async () => fail('gone');
  await board.run();
  expect(board.state.tasks[0]).toMatchObject({ verdict: fail('gone'), passedAt: expect.any(String) });
  expect((await ExerciseBoard.open(options)).state).toEqual(board.state);
});

test('a run is answered even when nothing is new', async () => {
  const { board, states } = await openBoard({ verdict: async () => fail('0 of 1') });
  await board.run();
  await board.run();
  expect(states.length).toBeGreaterThanOrEqual(2);
});

test('a check that throws or hangs is an error of ours, and the others are decided', async () => {
  const { board, states, errors } = await openBoard({ verdict: () => Promise.reject(new NoAnswerError()) });
  await board.run();
  expect(states[0]?.tasks[0]?.verdict).toEqual({ kind: 'error', reason: expect.stringContaining('does not answer') });
  expect(errors).toHaveLength(1);

  const hanging = await openBoard({ verdict: () => new Promise(() => {}) });
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const run = hanging.board.run();
  expect(hanging.looks()).toBe(1);
  hanging.board[Symbol.dispose]();
  await run;
  expect(hanging.errors).toHaveLength(0);
});

test('nothing is looked at after the end', async () => {
  const { board, looks } = await openBoard({ verdict: async () => fail('0 of 1') });
  board[Symbol.dispose]();
  board.trigger();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks()).toBe(0);
});

test.each([
  ['asleep', new NoAnswerError('No answer.', { cause: new EngineAsleepError() })],
  ['paused', new SandboxLostError()],
  ['paused, and its engine is asked', new NoAnswerError('No answer.', { cause: new SandboxLostError() })],
])('what is %s is not asked: the last verdict holds', async (_, error) => {
  const found = { verdict: async () => fail('0 of 1') as Verdict };
  const { board, store, states, errors } = await openBoard(found);
  await board.run();
  found.verdict = () => Promise.reject(error);
  await board.run();
  expect(states.at(-1)?.tasks[0]?.verdict).toEqual(fail('0 of 1'));
  expect(await store.attempts(learnerId)).toHaveLength(1);
  expect(errors).toEqual([]);
});
