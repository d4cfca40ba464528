import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkContent } from './content/check-content.ts';
import { describeFinding } from './content/finding.ts';
import { newExercise } from './new-exercise.ts';
import { newLesson } from './new-lesson.ts';
import { requireName } from './new-name.ts';

const planned = (order: number, slug: string) => ({ order, slug, title: slug, summary: 'A lesson.' });

/** A project with one empty course of three planned lessons. */
function newProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'drydock-new-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'content/boats/lessons'), { recursive: true });
  mkdirSync(join(root, 'src'));
  // What an exercise imports.
  symlinkSync(join(import.meta.dirname, '../src/shared'), join(root, 'src/shared'));
  const modules = [{ title: 'All', lessons: [planned(1, 'oars'), planned(2, 'sails'), planned(3, 'anchors')] }];
  writeFileSync(
    join(root, 'content/boats/course.json'),
    JSON.stringify({ title: 'Boats', summary: 'Boats.', modules }),
  );
  return root;
}

const check = async (root: string) =>
  (await checkContent({ root, course: 'boats', signal: AbortSignal.timeout(20_000) })).map(describeFinding);

const add = (root: string, slug: string, after?: string) => newLesson({ root, course: 'boats', slug, after });

const lessonsIn = (root: string) => readdirSync(join(root, 'content/boats/lessons')).sort();

test('a new exercise has no mistake, and says what to do next', async () => {
  const root = newProject();
  expect(await newExercise(root, 'first-knot')).toContain('npm run verify:course -- --only first-knot');
  expect(await check(root)).toEqual([
    'exercises/first-knot: no lesson shows it. Put <Exercise id="first-knot" /> into one, and the id into its frontmatter\'s exercises.',
  ]);
  await expect(newExercise(root, 'first-knot')).rejects.toThrow(/There is an exercise "first-knot" already/);
});

test('a new lesson takes the place that the course has for it', async () => {
  const root = newProject();
  expect(await add(root, 'sails')).toContain('02-sails.mdx, for the place that course.json has for it');
  expect(lessonsIn(root)).toEqual(['02-sails.mdx']);
  expect(await check(root)).toEqual([]);
  await expect(add(root, 'sails')).rejects.toThrow(
    /There is a lesson "sails" already: content\/boats\/lessons\/02-sails.mdx/,
  );
  await expect(add(root, 'oars', 'anchors')).rejects.toThrow(/has a place for "oars" already: lesson 1/);
});

test('a new lesson goes to the end, or behind another, and those behind it move up', async () => {
  const root = newProject();
  for (const slug of ['oars', 'sails', 'anchors', 'knots']) await add(root, slug);
  await add(root, 'masts', 'oars');
  expect(lessonsIn(root)).toEqual(['01-oars.mdx', '02-masts.mdx', '03-sails.mdx', '04-anchors.mdx', '05-knots.mdx']);
  expect(readFileSync(join(root, 'content/boats/lessons/04-anchors.mdx'), 'utf8')).toContain('\norder: 4\n');
  expect(await check(root)).toEqual([]);
  await expect(add(root, 'ropes', 'mast')).rejects.toThrow(
    /There is no lesson "mast" to put it behind. There are: oars, masts,/,
  );
});

test('a course.json with a mistake is mended first', async () => {
  const root = newProject();
  writeFileSync(join(root, 'content/boats/course.json'), '{ "title": "Boats" }');
  await expect(add(root, 'ropes')).rejects.toThrow(
    'Mend content/boats/course.json first:\n  content/boats/course.json:1: summary: it is missing. Add it: a text.',
  );
  expect(lessonsIn(root)).toEqual([]);
});

test.each([
  [
    'First Volume',
    'The name "First Volume" is not lower-case words joined by hyphens. Take "first-volume", for example.',
  ],
  ['../up', 'The name "../up" is not lower-case words joined by hyphens. Take "up", for example.'],
  [
    'ß',
    'The name "ß" is not lower-case words joined by hyphens. Use letters from a to z and digits, such as first-volume.',
  ],
  [
    'a'.repeat(41),
    `The name "${'a'.repeat(41)}" has 41 characters, and may have 40. Take "${'a'.repeat(40)}", for example.`,
  ],
])('the name %s is refused with one that would do', (name, message) => {
  expect(() => requireName(name)).toThrow(message);
  expect(requireName('first-volume-2')).toBe('first-volume-2');
});
