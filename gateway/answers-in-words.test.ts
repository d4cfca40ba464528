import { expect, test } from 'vitest';
import { sayNotHere } from './not-here.ts';
import { search } from './search.ts';

const content = [
  { repository: 'gcr.io/distroless/static-debian13', tags: ['latest'], purpose: 'Nothing but the program' },
  { repository: 'library/busybox', tags: ['1.37'], purpose: 'A whole Unix userland in one small program' },
  { repository: 'library/nginx', tags: ['1.26', '1.26-alpine'], purpose: 'The web server' },
];

const names = (query: string, pushed: string[] = []) =>
  search(new URLSearchParams(query), content, pushed).results.map(({ name }) => name);

test('of an image that the course has in other versions, these are named', () => {
  expect(sayNotHere({ reference: 'nginx:1.25', repository: 'library/nginx' }, 'closed', content)).toBe(
    'nginx:1.25 is not among this course’s images, and nothing else can be pulled here: this class works without the public registries. Of nginx the course has 1.26, 1.26-alpine.',
  );
});

test('of another, what there is', () => {
  expect(sayNotHere({ reference: 'redis:8', repository: 'library/redis' }, 'not there', content)).toContain(
    'The course has gcr.io/distroless/static-debian13, busybox, nginx.',
  );
});

test('a search finds names before descriptions, and of pushed images the names', () => {
  expect(names('q=nginx')).toEqual(['nginx']);
  expect(names('q=program&n=1')).toHaveLength(1);
  expect(names('q=PROGRAM')).toEqual(['busybox', 'gcr.io/distroless/static-debian13']);
  expect(names('q=heron', ['registry.internal/calm-heron/web'])).toEqual(['registry.internal/calm-heron/web']);
  expect(names('q=no-such-thing')).toEqual([]);
  expect(names('')).toHaveLength(3);
});
