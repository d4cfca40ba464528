import { expect, test } from 'vitest';
import { accountOf, parseTarget, referenceOf } from './target.ts';

test.each([
  ['/v2/', { kind: 'base' }],
  ['/v2', { kind: 'base' }],
  ['/token', { kind: 'token' }],
  ['/v1/_ping', { kind: 'ping' }],
  ['/v1/search', { kind: 'search' }],
  [
    '/v2/library/nginx/manifests/1.26',
    { kind: 'repository', repository: 'library/nginx', part: 'manifests', reference: '1.26' },
  ],
  [
    '/v2/a/b/c/manifests/sha256:0f',
    { kind: 'repository', repository: 'a/b/c', part: 'manifests', reference: 'sha256:0f' },
  ],
  ['/v2/a/blobs/sha256:0f', { kind: 'repository', repository: 'a', part: 'blobs', reference: 'sha256:0f' }],
  ['/v2/a/blobs/uploads/', { kind: 'repository', repository: 'a', part: 'blobs', reference: 'uploads/' }],
  ['/v2/a/blobs/uploads/1-2', { kind: 'repository', repository: 'a', part: 'blobs', reference: 'uploads/1-2' }],
  ['/v2/a/tags/list', { kind: 'repository', repository: 'a', part: 'tags', reference: '' }],
  ['/v2/a/referrers/sha256:0f', { kind: 'repository', repository: 'a', part: 'referrers', reference: 'sha256:0f' }],
])('%s is understood', (path, target) => {
  expect(parseTarget(path)).toEqual(target);
});

test.each([
  '',
  '/',
  '/v2/_catalog',
  '/v2/../v2/a/manifests/1',
  '/v2/a/../b/manifests/1',
  '/v2/a//b/manifests/1',
  '/v2/a%2fb/manifests/1',
  '/v2/A/manifests/1',
  '/v2/a./manifests/1',
  '/v2/-a/manifests/1',
  '/v2/a/manifests/',
  '/v2/a/manifests/../1',
  '/v2/a/tags/list/more',
  `/v2/${'a/'.repeat(600)}b/manifests/1`,
])('%s is nothing', (path) => {
  expect(parseTarget(path)).toEqual({ kind: 'nothing' });
});

test('whatever a path looks like, it is in the space of its first part', () => {
  const target = parseTarget('/v2/calm-heron/blobs/uploads/manifests/x');
  expect(target.kind === 'repository' && accountOf(target.repository)).toBe('calm-heron');
});

test('an image is named as its learner wrote it', () => {
  const target = { kind: 'repository', part: 'manifests' } as const;
  expect(referenceOf({ ...target, repository: 'library/nginx', reference: '1.26' })).toBe('nginx:1.26');
  expect(referenceOf({ ...target, repository: 'grafana/loki', reference: 'sha256:0f' })).toBe('grafana/loki@sha256:0f');
});
