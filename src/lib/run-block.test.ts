import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandBlock } from './connection.ts';
import type { DeskActions } from './desk-actions.ts';
import { type RunBlockOptions, runBlock } from './run-block.ts';

type Outcome = Awaited<ReturnType<DeskActions['runBlock']>>;

const block: CommandBlock = { lesson: 'layers', block: 3 };

/** A desk whose runs end in `outcomes`, one after the other, and a learner who answers with `answers`. */
function page(outcomes: readonly Outcome[], answers: readonly boolean[] = []) {
  const runs: string[] = [];
  const left = { outcomes: [...outcomes], answers: [...answers] };
  const take = <Value>(values: Value[]): Value => {
    const value = values.shift();
    if (value === undefined) throw new Error('More was asked for than was to be expected.');
    return value;
  };
  const options: RunBlockOptions = {
    block,
    commands: 'docker ps',
    desk: async () => ({
      async runBlock({ lesson, block: index }, where) {
        runs.push(`${lesson} ${index} ${where}`);
        return take(left.outcomes);
      },
    }),
    commandsNow: async () => 'docker ps',
    askForNewTerminal: async () => take(left.answers),
  };
  return { options, runs, left };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('goes to the terminal that is there', async () => {
  const { options, runs } = page(['typed']);
  expect(await runBlock(options)).toEqual({ kind: 'sent' });
  expect(runs).toEqual(['layers 3 current']);
});

test('asks where something runs, and takes a new terminal', async () => {
  const { options, runs, left } = page(['busy', 'typed'], [true]);
  expect(await runBlock(options)).toEqual({ kind: 'sent' });
  expect(runs).toEqual(['layers 3 current', 'layers 3 new']);
  expect(left.answers).toEqual([]);
});

test('or leaves it', async () => {
  const { options, runs } = page(['busy'], [false]);
  expect(await runBlock(options)).toEqual({ kind: 'cancelled' });
  expect(runs).toEqual(['layers 3 current']);
});

test('a new terminal that is not at its prompt is asked about again', async () => {
  const { options } = page(['busy', 'busy'], [true, false]);
  expect(await runBlock(options)).toEqual({ kind: 'cancelled' });
});

test('says what is the matter when it can’t be done', async () => {
  const full = page(['busy', 'full'], [true]);
  expect(await runBlock(full.options)).toEqual({ kind: 'trouble', message: expect.stringContaining('Four terminals') });
  const unsent = page(['unsent']);
  expect(await runBlock(unsent.options)).toEqual({
    kind: 'trouble',
    message: expect.stringContaining('not connected'),
  });
});

test('types nothing where the lesson is another now than the page shows', async () => {
  for (const now of ['docker ps -a', undefined]) {
    const { options, runs } = page([]);
    const result = await runBlock({ ...options, commandsNow: async () => now });
    expect(result).toEqual({ kind: 'trouble', message: expect.stringContaining('Reload the page') });
    expect(runs).toEqual([]);
  }
});

test('does not wait forever for a desk that does not come', async () => {
  const { options } = page([]);
  const running = runBlock({ ...options, desk: () => new Promise(() => {}) });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await running).toEqual({ kind: 'trouble', message: expect.stringContaining('could not be reached') });
});

test('nor for a terminal that does not answer', async () => {
  const { options } = page([]);
  const running = runBlock({ ...options, desk: async () => ({ runBlock: () => new Promise(() => {}) }) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await running).toEqual({ kind: 'trouble', message: expect.stringContaining('not connected') });
});

test('says so when the server can’t be asked', async () => {
  const { options, runs } = page([]);
  const result = await runBlock({ ...options, commandsNow: () => Promise.reject(new Error('offline')) });
  expect(result).toEqual({ kind: 'trouble', message: expect.stringContaining('Check your network') });
  expect(runs).toEqual([]);
});
