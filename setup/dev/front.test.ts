import { expect, test } from 'vitest';
import { kindOfChange } from './change-kind.ts';
import { isForServer } from './front.ts';

test.each([
  ['/api/me', 'localhost:4321', true],
  ['/ws', 'localhost:4321', true],
  ['/healthz?x=1', 'localhost:4321', true],
  ['/', `8080--${'0a'.repeat(16)}.localhost:4321`, true],
  ['/', 'localhost:4321', false],
  ['/lessons/layers/', 'localhost:4321', false],
  ['/api', 'localhost:4321', false],
  ['/?token=abc', 'localhost:4321', false],
  ['/ws/more', '8080--short.localhost:4321', false],
])('%s at %s: for the server is %s', (url, host, isServers) => {
  expect(isForServer(url, host)).toBe(isServers);
});

test.each([
  ['content/boats/lessons/01-oars.mdx', 'content'],
  ['content/boats/course.json', 'content'],
  ['exercises/row/exercise.ts', 'exercise'],
  ['exercises/row/solution.sh', 'exercise'],
  ['exercises/row/start/README.txt', 'start'],
  ['server/app.ts', 'server'],
  ['src/shared/ids.ts', 'server'],
  ['server/app.test.ts', undefined],
  ['src/pages/index.astro', undefined],
  ['exercises/row/.exercise.ts.swp', undefined],
  ['docs/authoring.md', undefined],
])('a change of %s is one of %s', (path, kind) => {
  expect(kindOfChange(path)).toBe(kind);
});
