import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BIG = imageOf('b'.repeat(64), ['nginx:1.26'], ['l1', 'l2', 'l3', 'l4'], 131_400_000);
const SMALL = imageOf('a'.repeat(64), ['nginx:1.26-alpine'], ['s1', 's2'], 17_400_000);
const ROW = { createdBy: 'ENV A=1', sizeBytes: 0, comment: '' };
const HISTORY = { 'nginx:1.26': [ROW, ROW, ROW, ROW, ROW, ROW, ROW] };
const COW = { id: 'c1', name: 'cow', image: 'nginx:1.26', imageId: BIG.id, state: 'running', ports: [] };

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

describe('pull', () => {
  test('passes when the engine has the image, and else names what it has of nginx', async () => {
    expect(await check('pull', { images: [BIG] })).toEqual(pass());
    expect(await check('pull', { images: [SMALL] })).toEqual(
      fail('Your engine has no image `nginx:1.26` yet. Of nginx it has: `nginx:1.26-alpine`.'),
    );
    expect(await check('pull-small', {})).toEqual(
      fail('Your engine has no image `nginx:1.26-alpine` yet. Of nginx it has: none named nginx.'),
    );
  });
});

describe('layers', () => {
  const says = (answer: string) => ({ images: [BIG, SMALL], history: HISTORY, answer });

  test('passes on the number of layers', async () => {
    expect(await check('layers', says('4'))).toEqual(pass());
  });

  test.each([
    ['7', /^7 is every row of `docker history`. 3 of those 7 rows changed settings only/],
    ['5', /A container adds a writable layer/],
    ['2', /the number for `nginx:1.26-alpine`/],
    ['9', /^9 is not it/],
    ['four', /one whole number and nothing else. It was "four"/],
    ['4.0', /It was "4.0"/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await check('layers', says(text))).toEqual(fail(expect.stringMatching(reason) as string));
  });

  test('asks for the number and for the image first', async () => {
    expect(await check('layers', {})).toEqual(fail('No number has been entered for `nginx:1.26` yet.'));
    expect(await check('layers', { answer: '4' })).toEqual(
      fail('4? `nginx:1.26` is not in your engine. Pull it, then count.'),
    );
  });

  test('gives the number away in no reason but that of the counted rows', async () => {
    for (const text of ['1', '2', '3', '5', '6', 'x']) {
      const verdict = await check('layers', says(text));
      expect(verdict.kind === 'fail' && verdict.reason).not.toMatch(/\b4\b/);
    }
  });
});

describe('saved', () => {
  const says = (text: string) => ({ images: [BIG, SMALL], files: { 'saved.txt': text } });

  test.each(['114', '114 MB', '113.6MB', '113,6', '113'])('passes on %j', async (text) => {
    expect(await check('saved', says(text))).toEqual(pass());
  });

  test.each([
    ['-114', /a positive number/],
    ['17.4', /how big `nginx:1.26-alpine` is/],
    ['108', /In MiB/],
    ['50', /shows 131 MB for `nginx:1.26` and 17.4 MB for `nginx:1.26-alpine`/],
    ['87 %', /It holds "87 %"/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await check('saved', says(text))).toEqual(fail(expect.stringMatching(reason) as string));
  });

  test('asks for both images', async () => {
    expect(await check('saved', { images: [BIG], files: { 'saved.txt': '114' } })).toEqual(
      fail(expect.stringMatching(/both images must be in your engine/) as string),
    );
  });
});

describe('cow', () => {
  test('wants the name, the image and the state', async () => {
    expect(await check('cow', { images: [BIG], containers: [COW] })).toEqual(pass());
    expect(await check('cow', { images: [BIG], containers: [{ ...COW, name: 'bull' }] })).toEqual(
      fail('No container is named `cow`. Your engine has 1 container, stopped ones counted.'),
    );
    expect(await check('cow', { images: [BIG], containers: [{ ...COW, state: 'exited' }] })).toEqual(
      fail(expect.stringMatching(/its state is "exited"/) as string),
    );
    expect(
      await check('cow', { images: [BIG], containers: [{ ...COW, image: 'busybox:1.37', imageId: 'sha256:0' }] }),
    ).toEqual(fail(expect.stringMatching(/was made from `busybox:1.37`/) as string));
  });
});

describe('what docker diff shows', () => {
  const index = '/usr/share/nginx/html/index.html';
  const diff = (...changes: { kind: 'modified' | 'added' | 'deleted'; path: string }[]) => ({
    containers: [COW],
    changes: { cow: changes },
  });

  test('a changed page is a modified file', async () => {
    expect(await check('copy-on-write', diff({ kind: 'modified', path: index }))).toEqual(pass());
    expect(await check('copy-on-write', diff({ kind: 'added', path: '/tmp/x' }))).toEqual(
      fail(expect.stringMatching(/has 1 line, and none is `C/) as string),
    );
    expect(await check('copy-on-write', diff({ kind: 'deleted', path: index }))).toEqual(
      fail(expect.stringMatching(/is deleted in `cow`/) as string),
    );
  });

  test('there must be a container first', async () => {
    expect(await check('copy-on-write', {})).toEqual(fail('There is no container `cow` to change a file in yet.'));
    expect(await check('whiteout', {})).toEqual(fail('There is no container `cow` to delete a file in yet.'));
  });

  test('a whiteout is a deleted file of the image, in one of two folders', async () => {
    expect(await check('whiteout', diff({ kind: 'deleted', path: '/usr/share/nginx/html/50x.html' }))).toEqual(pass());
    expect(await check('whiteout', diff({ kind: 'deleted', path: '/etc/nginx/mime.types' }))).toEqual(pass());
    expect(await check('whiteout', diff({ kind: 'deleted', path: '/etc/motd' }))).toEqual(
      fail(expect.stringMatching(/Deleted so far: `\/etc\/motd`/) as string),
    );
    expect(await check('whiteout', diff({ kind: 'modified', path: '/etc' }))).toEqual(
      fail(expect.stringMatching(/1 line, and 0 of them start with D/) as string),
    );
  });
});
