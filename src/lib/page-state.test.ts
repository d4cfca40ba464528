import { beforeEach, expect, test } from 'vitest';
import { fail, type Verdict } from '../shared/exercise/index.ts';
import type { ExerciseState } from '../shared/views.ts';
import { pageState, putExercise } from './page-state.ts';

function answered(answer: string | null, verdict: Verdict | null = fail('Not it.')): ExerciseState {
  const task = { id: 'count', passedAt: null, verdict, hints: [], hintCount: 0, answer };
  return { exercise: 'layers', tasks: [task], isTried: true, solution: null };
}

beforeEach(() => pageState.set({ exercises: {}, checking: new Set(), answering: {}, problem: undefined }));

test('an answer is being checked until a state comes that has it, with a verdict', () => {
  pageState.set({ answering: { 'layers/count': '9', 'other/count': '9' }, problem: 'No connection.' });
  putExercise(answered('8'));
  putExercise(answered('9', null));
  expect(pageState.get().answering).toEqual({ 'layers/count': '9', 'other/count': '9' });
  expect(pageState.get().problem).toBe('No connection.');
  putExercise(answered('9'));
  expect(pageState.get().answering).toEqual({ 'other/count': '9' });
  expect(pageState.get().problem).toBeUndefined();
  expect(pageState.get().exercises['layers']).toEqual(answered('9'));
});
