import { expect, test } from 'vitest';
import { fail, type ImageLayer, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BASE: ImageLayer = { digest: 'base', sizeBytes: 2_000_000, createdBy: 'COPY rootfs /' };
const ARCHIVE: ImageLayer = { digest: 'a', sizeBytes: 31_500_000, createdBy: 'RUN /bin/sh -c fetch /tmp/a # buildkit' };

function check(taskId: string, lean: readonly ImageLayer[], answer?: string) {
  const images = { 'atlas:fat': [BASE, ARCHIVE], 'atlas:lean': lean };
  return checkTask(
    exercise,
    taskId,
    handBuiltSandbox({
      layers: images,
      images: Object.entries(images).map(([name, layers]) =>
        imageOf(
          name,
          [name],
          layers.map(({ digest }) => digest),
          layers.map(({ sizeBytes }) => sizeBytes).reduce((sum, bytes) => sum + bytes, 0),
        ),
      ),
      ...(answer === undefined ? {} : { answer }),
    }),
  );
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('the answer is the size of the layer with the archive, and near misses are told apart', async () => {
  expect(await check('hidden', [], '31.5')).toEqual(pass());
  expect(await check('hidden', [], '31,5 MB')).toEqual(pass());
  expect(await check('hidden', [])).toEqual(failing(/is built\. Enter how many MB/));
  expect(await check('hidden', [], '33.5')).toEqual(failing(/size of all of `atlas:fat`/));
  expect(await check('hidden', [], '0')).toEqual(failing(/row of `RUN rm`/));
  expect(await check('hidden', [], '30')).toEqual(failing(/right in MiB/));
});

test('the small image has the archive in no layer, and else the layer is named', async () => {
  expect(await check('lean', [BASE])).toEqual(pass());
  expect(await check('lean', [BASE, ARCHIVE])).toEqual(
    failing(/has 33\.5 MB, `atlas:fat` 33\.5 MB\. 31\.5 MB are in the layer of `RUN fetch \/tmp\/a`/),
  );
});
