import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { Deed, Store } from './port.ts';
import type { WithStore } from './test-stores.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const at = '2026-01-02T03:04:05.000Z';

/** What every store must do with its logs as somebody reads them who follows a class. */
export function classLogContract(name: string, withStore: WithStore): void {
  const contract = (title: string, use: (store: Store) => Promise<void>) =>
    test(`${name}: ${title}`, () =>
      withStore(async (store) => {
        for (const id of [ada, ben]) await store.createLearner({ id, role: 'learner' });
        await use(store);
      }));
  const attempt = (learnerId: typeof ada, task: string, verdict = pass()) => ({
    learnerId,
    exercise: 'web-app',
    task,
    verdict,
    at,
  });

  contract('a log without lines ends at 0, and has none', async ({ classLog }) => {
    expect(await classLog.end()).toEqual({ attempts: 0, deeds: 0 });
    expect(await classLog.lines({ log: 'attempts', after: 0, limit: 10 })).toEqual([]);
    expect(await classLog.lines({ log: 'deeds', after: 0, limit: 10 })).toEqual([]);
  });

  contract('attempts come whole, numbered in the order in which they were appended', async (store) => {
    const verdict = fail('2 of 3.', [{ label: 'Size', value: 8.5, unit: 'MB' }]);
    await store.appendAttempt(attempt(ada, 'one', verdict));
    await store.appendAttempt(attempt(ben, 'two'));
    const lines = await store.classLog.lines({ log: 'attempts', after: 0, limit: 10 });
    expect(lines).toEqual([
      {
        sequence: expect.any(Number),
        learnerId: ada,
        event: { kind: 'attempt', exercise: 'web-app', task: 'one', verdict, at },
      },
      {
        sequence: expect.any(Number),
        learnerId: ben,
        event: { kind: 'attempt', exercise: 'web-app', task: 'two', verdict: pass(), at },
      },
    ]);
    expect(lines[1]?.sequence).toBeGreaterThan(lines[0]?.sequence ?? 0);
    expect((await store.classLog.end()).attempts).toBe(lines[1]?.sequence);
  });

  contract('deeds come whole, and are numbered apart', async (store) => {
    await store.appendAttempt(attempt(ada, 'one'));
    const deeds: readonly Deed[] = [
      { kind: 'hint', exercise: 'web-app', task: 'one' },
      { kind: 'quiz', lesson: 'layers', question: 'q', answer: ['1'], isCorrect: true },
    ];
    for (const deed of deeds) await store.appendDeed({ ...deed, learnerId: ben, at });
    const lines = await store.classLog.lines({ log: 'deeds', after: 0, limit: 10 });
    expect(lines.map(({ event }) => event)).toEqual(deeds.map((deed) => ({ ...deed, at })));
    expect(lines.map(({ learnerId }) => learnerId)).toEqual([ben, ben]);
    expect(await store.classLog.end()).toEqual({
      attempts: expect.any(Number),
      deeds: lines[1]?.sequence,
    });
  });

  contract('a page at a time leads through all of a log, and through all of one learner’s', async (store) => {
    for (const task of ['one', 'two', 'three', 'four', 'five']) {
      await store.appendAttempt(attempt(task === 'two' ? ben : ada, task));
    }
    const read = async (learner?: typeof ada) => {
      const pages: string[][] = [];
      let after = 0;
      while (true) {
        const page = await store.classLog.lines({
          log: 'attempts',
          after,
          limit: 2,
          ...(learner !== undefined && { learner }),
        });
        const last = page.at(-1);
        if (!last) return pages;
        after = last.sequence;
        pages.push(page.map(({ event }) => ('task' in event ? event.task : '')));
      }
    };
    expect(await read()).toEqual([['one', 'two'], ['three', 'four'], ['five']]);
    expect(await read(ada)).toEqual([
      ['one', 'three'],
      ['four', 'five'],
    ]);
    expect(await read(ben)).toEqual([['two']]);
  });
}
