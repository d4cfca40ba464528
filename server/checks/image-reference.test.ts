import { expect, test } from 'vitest';
import { parseImageReference } from './image-reference.ts';

test.each([
  ['nginx', 'docker.io', 'library/nginx', 'latest'],
  ['nginx:1.26', 'docker.io', 'library/nginx', '1.26'],
  ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest'],
  ['calm-heron/web:1', 'docker.io', 'calm-heron/web', '1'],
  ['localhost/web', 'localhost', 'web', 'latest'],
  ['localhost:5000/a/b:2', 'localhost:5000', 'a/b', '2'],
  ['registry.internal/calm-heron/web', 'registry.internal', 'calm-heron/web', 'latest'],
  [`nginx:1@sha256:${'0'.repeat(64)}`, 'docker.io', 'library/nginx', `sha256:${'0'.repeat(64)}`],
])('%s is read as Docker reads it', (text, host, repository, version) => {
  expect(parseImageReference(text)).toEqual({ host, repository, version });
});

test.each([
  '',
  '/',
  'a//b',
  'A',
  'a/../b',
  '../a',
  'a b',
  'a:',
  'a@sha256:0',
  'a?b=c',
  'a#b',
  '-a.b/c',
  'user@a.b/c',
  'a:1:2',
])('%j is no name of an image', (text) => expect(parseImageReference(text)).toBeUndefined());
