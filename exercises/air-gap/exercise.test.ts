import { describe, expect, test } from 'vitest';
import { fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { DELIVERED_LAYER } from './names.ts';

const ID = 'f'.repeat(64);
const FERRY: ImageView = {
  ...imageOf(ID, ['ferry:1.0'], ['base', 'rota'], 2_000_000),
  cmd: ['cat', '/rota.txt'],
  env: ['PATH=/bin', 'HARBOUR=north'],
};
const IMPORTED = [{ createdBy: '', sizeBytes: 2_000_000, comment: 'Imported from -' }];

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

const failing = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

test('the delivery is told from an import of it, and from another image', async () => {
  const rota = (...layers: string[]) => ({ images: [imageOf('a', ['harbour/rota:7'], layers)] });
  expect(await check('delivery', rota(DELIVERED_LAYER))).toEqual(pass());
  expect(await check('delivery', {})).toEqual(failing(/no image `harbour\/rota:7` yet/));
  expect(await check('delivery', rota('x'))).toEqual(failing(/another image/));
  expect(await check('delivery', { ...rota('x'), history: { 'harbour/rota:7': IMPORTED } })).toEqual(
    failing(/made by `docker import`/),
  );
});

describe('archive', () => {
  const packed = (archive: string, contents?: string): HandBuilt => ({
    images: [FERRY],
    files: { 'ferry.tar.gz': archive, ...(contents === undefined ? {} : { 'contents.txt': contents }) },
    fileInfos: { 'ferry.tar.gz': { kind: 'file', sizeBytes: 1_000_000, mode: 0o644 } },
  });
  const list = (id: string) => `blobs/\nblobs/sha256/${id}\nmanifest.json\n`;

  test.each(['\x1f\ufffd\b', '(\ufffd/\ufffd', '\ufffd7zXZ', 'BZh9'])('takes what begins with %j', async (start) => {
    expect(await check('archive', packed(start, list(ID)))).toEqual(pass());
  });

  test('tells what is packed instead', async () => {
    const zipped = '\x1f\ufffd\b';
    expect(await check('archive', packed('blobs/', list(ID)))).toEqual(failing(/1000000 bytes and is not compressed/));
    expect(await check('archive', packed(zipped))).toEqual(failing(/packing list `contents.txt` is missing/));
    expect(await check('archive', packed(zipped, 'bin/\nrota.txt\n'))).toEqual(failing(/has 2 lines, and no/));
    expect(await check('archive', packed(zipped, list('0')))).toEqual(failing(/not of `ferry:1.0` as it is now/));
    expect(await check('archive', { images: [FERRY] })).toEqual(failing(/no file `ferry.tar.gz`/));
    expect(await check('archive', {})).toEqual(failing(/to pack yet/));
  });
});

describe('imported', () => {
  const made = (tag: string, changes: Partial<ImageView>, comment = IMPORTED): HandBuilt => ({
    images: [FERRY, { ...imageOf('e', [tag], ['all'], 2_010_000), ...changes }],
    history: { [tag]: comment },
  });

  test('flat has nothing left of the settings', async () => {
    expect(await check('flat', made('ferry:flat', {}))).toEqual(pass());
    expect(await check('flat', made('ferry:flat', { cmd: ['cat'] }))).toEqual(failing(/has a command, `cat`/));
    expect(await check('flat', made('ferry:flat', {}, []))).toEqual(failing(/so it was not imported/));
    expect(await check('flat', made('ferry:flat', { sizeBytes: 900 }))).toEqual(
      failing(/900 bytes, `ferry:1.0` 2000000/),
    );
  });

  test('mended has command and variables again', async () => {
    const { cmd } = FERRY;
    expect(await check('mended', made('ferry:mended', { cmd, env: ['HARBOUR=north'] }))).toEqual(pass());
    expect(await check('mended', made('ferry:mended', { cmd }))).toEqual(failing(/lacks `HARBOUR=north`/));
    expect(await check('mended', made('ferry:mended', {}))).toEqual(failing(/has no command; `ferry:1.0` has \["cat"/));
  });
});
