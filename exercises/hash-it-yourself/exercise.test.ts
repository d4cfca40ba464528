import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { FORGED, IDENTIFIED, INDEX_OF } from './names.ts';
import { sha256 } from './sha256.ts';

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('sha256', () => {
  test.each(['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'x'.repeat(5000), 'Überraschung – 漢字 🐳'])(
    'is what Node makes of %j',
    (text) => {
      expect(sha256(text)).toBe(digestOf(text));
    },
  );
});

const INDEX = '{"schemaVersion":2,"manifests":[{"digest":"sha256:1"}]}';

describe('index', () => {
  const saved = (text: string) => ({
    files: { 'index.json': text },
    manifests: { [INDEX_OF]: { digest: digestOf(INDEX), mediaType: '', platforms: [], layers: [] } },
  });

  test('wants the very bytes', async () => {
    expect(await check('index', saved(INDEX))).toEqual(pass());
    expect(await check('index', {})).toEqual(failing(/no `index.json` in/));
    expect(await check('index', saved(`${INDEX}\n`))).toEqual(failing(/Without the line end/));
    expect(await check('index', saved(JSON.stringify(JSON.parse(INDEX), null, 2)))).toEqual(
      failing(/with other spaces/),
    );
    expect(await check('index', saved('{"manifests":[]}'))).toEqual(failing(/It is an index, but was printed anew/));
    expect(await check('index', saved('{"config":{},"layers":[]}'))).toEqual(failing(/manifest of one platform/));
  });
});

describe('identity', () => {
  const CONFIG = '{"rootfs":{"diff_ids":[]}}';
  const saved = (text: string) => ({
    files: { 'identity.json': text },
    images: [imageOf(digestOf(CONFIG).slice('sha256:'.length), [IDENTIFIED], ['l1'])],
  });

  test('tells the document from those beside it', async () => {
    expect(await check('identity', saved(CONFIG))).toEqual(pass());
    expect(await check('identity', { files: { 'identity.json': CONFIG } })).toEqual(failing(/no `busybox:1.37`/));
    expect(await check('identity', saved('[{"Id":"x","RootFS":{}}]'))).toEqual(failing(/is a report/));
    expect(await check('identity', saved('[{"Config":"blobs/sha256/1"}]'))).toEqual(failing(/`manifest.json` of the/));
    expect(await check('identity', saved('{"config":{},"layers":[]}'))).toEqual(failing(/names the one that you need/));
    expect(await check('identity', saved('sha256:1'))).toEqual(failing(/has the id as its name/));
  });
});

describe('forged', () => {
  test.each([FORGED, `sha256:${FORGED}`, FORGED.slice(0, 12).toUpperCase(), `delivery/blobs/sha256/${FORGED}`])(
    'takes %s',
    async (answer) => {
      expect(await check('forged', { answer })).toEqual(pass());
    },
  );

  test.each([
    ['5ee', /is short/],
    ['payment', /none of them/],
    ['a59807efa37e', /hashes to now/],
    ['2acc7bef176b', /is not it/],
  ])('tells what is wrong with %s', async (answer, reason) => {
    expect(await check('forged', { answer })).toEqual(failing(reason));
  });
});

test('twins differ in the config alone', async () => {
  const twins = (idB: string, layersB: string[]) => ({
    images: [imageOf('a'.repeat(64), ['twin:a'], ['l1']), imageOf(idB, ['twin:b'], layersB)],
  });
  expect(await check('twins', twins('b'.repeat(64), ['l1']))).toEqual(pass());
  expect(await check('twins', {})).toEqual(failing(/no `twin:a` and no `twin:b` yet/));
  expect(await check('twins', twins('a'.repeat(64), ['l1']))).toEqual(
    failing(/two names of one image, `aaaaaaaaaaaa`/),
  );
  expect(await check('twins', twins('b'.repeat(64), ['l1', 'l2']))).toEqual(
    failing(/1 layer, `twin:b` has 2, and 1 of/),
  );
});
