import { expect, test } from 'vitest';
import { higherRole } from './roles.ts';

test('an invitation for less than somebody is leaves them what they are', () => {
  expect(higherRole('admin', 'instructor')).toBe('admin');
  expect(higherRole('learner', 'instructor')).toBe('instructor');
  expect(higherRole('instructor', 'instructor')).toBe('instructor');
});
