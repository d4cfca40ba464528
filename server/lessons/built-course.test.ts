import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exercisesOf, readBuiltCourse, sitePath } from './built-course.ts';

const BOATS = { id: 'boats', title: 'Boats', exercises: ['row', 'sail'], lessons: [] };

function siteWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-built-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'course.json'), text);
  return folder;
}

test('pages are served as the course that they were built from, and as no other', async () => {
  const site = siteWith(JSON.stringify(BOATS));
  expect(await readBuiltCourse(site, 'boats')).toEqual(BOATS);
  await expect(readBuiltCourse(site, 'knots')).rejects.toThrow(/are of the course "boats", not of "knots"/);
  expect(sitePath('/drydock', 'boats')).toBe('/drydock/dist/boats');
});

test('pages that say nothing of their course, or nothing readable, are refused', async () => {
  await expect(readBuiltCourse(siteWith('{'), 'boats')).rejects.toThrow(
    /is missing or can't be read\. Remove that folder/,
  );
  await expect(readBuiltCourse('/nowhere', 'boats')).rejects.toThrow(/\/nowhere\/course\.json is missing/);
});

test('a course has the exercises that its lessons show, in their order', () => {
  const all = new Map([
    ['dive', 1],
    ['sail', 2],
    ['row', 3],
  ]);
  expect([...exercisesOf(BOATS, all)]).toEqual([
    ['row', 3],
    ['sail', 2],
  ]);
  expect(() => exercisesOf({ ...BOATS, exercises: ['swim'] }, all)).toThrow(
    /show the exercise "swim", and there is no/,
  );
});
