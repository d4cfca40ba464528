import { expect, test } from 'vitest';
import { checkLesson, type LessonSource } from './check-lesson.ts';

const planned = [{ order: 4, slug: 'layers', title: 'Layers', summary: 'Layers.' }];
const ids = new Set(['nginx-layers']);
const lesson: LessonSource = {
  file: 'lessons/04-layers.mdx',
  slug: 'layers',
  order: 4,
  exercises: ['nginx-layers'],
  body: 'Text.\n\n<Exercise id="nginx-layers" />\n',
};

test('a lesson whose exercises exist and are shown has no mistake', () => {
  expect(checkLesson(lesson, ids, planned)).toEqual([]);
});

test('an exercise that does not exist is named with file, field and fix', () => {
  const mistakes = checkLesson(
    { ...lesson, exercises: ['nginx-layer'], body: '<Exercise id="nginx-layer" />' },
    ids,
    planned,
  );
  expect(mistakes).toEqual([
    'lessons/04-layers.mdx: exercises: there is no exercise "nginx-layer". Correct the id, or make exercises/nginx-layer/exercise.ts. There are: nginx-layers.',
  ]);
});

test('frontmatter and text must name the same exercises', () => {
  expect(checkLesson({ ...lesson, exercises: [] }, ids, planned)[0]).toContain('<Exercise id="nginx-layers">');
  expect(checkLesson({ ...lesson, body: '' }, ids, planned)[0]).toContain('never shown');
});

test('slug and order must be those of the syllabus', () => {
  expect(checkLesson({ ...lesson, slug: 'layer' }, ids, planned)[0]).toContain('course.json has no lesson');
  expect(checkLesson({ ...lesson, order: 5 }, ids, planned)[0]).toContain('5 here and 4 in course.json');
});
