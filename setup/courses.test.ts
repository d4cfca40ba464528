import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listCourses, requireCourse } from './courses.ts';

function projectWith(...files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'drydock-courses-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '{}');
  }
  return root;
}

test('a course is a folder of content/ with a course.json', () => {
  const root = projectWith('content/shell/course.json', 'content/docker/course.json', 'content/drafts/ideas.txt');
  expect(listCourses(root)).toEqual(['docker', 'shell']);
  expect(requireCourse(root, 'shell')).toBe('shell');
});

test('a course that there is not is refused, with those that there are', () => {
  const root = projectWith('content/shell/course.json', 'content/docker/course.json');
  expect(() => requireCourse(root, 'dokcer')).toThrow(
    'There is no course "dokcer": content/dokcer/course.json is missing. Set DRYDOCK_COURSE to one of docker, shell, or leave it unset.',
  );
  expect(() => requireCourse(projectWith(), 'shell')).toThrow(/there is none yet/);
});
