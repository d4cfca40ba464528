import { expect, test } from 'vitest';
import { defineExercise, type Exercise, pass } from './index.ts';

const task = { id: 'pull', title: 'Pull it', check: async () => pass() };
const exercise: Exercise = { id: 'first', title: 'First', minutes: 5, tasks: [task] };

test('an exercise that is right is given back', () => {
  expect(defineExercise(exercise)).toBe(exercise);
});

test('a mistake names the exercise, the field and what it must be', () => {
  for (const [mistake, message] of [
    [{ id: 'Not a slug' }, 'id must be lower-case words joined by hyphens'],
    [{ title: '' }, 'title must be not empty'],
    [{ minutes: 2.5 }, 'minutes must be a whole number'],
    [{ minutes: 90 }, 'minutes must be at most 60'],
    [{ tasks: [] }, 'tasks must be at least one task'],
    [{ tasks: [{ ...task, title: 'x'.repeat(161) }] }, 'tasks.0.title must be at most 160 characters'],
    [{ tasks: [task, task] }, 'two tasks have the id "pull"'],
    [{ tasks: [{ ...task, points: 0 }] }, 'tasks.0.points must be at least 1'],
    [{ tasks: [{ ...task, points: 1.5 }] }, 'tasks.0.points must be a whole number of points'],
    [{ touches: [] }, 'touches must be left out, or at least one line'],
    [{ touches: [''] }, 'touches.0 must be not empty'],
  ] as const) {
    expect(() => defineExercise({ ...exercise, ...mistake })).toThrow(message);
  }
});
