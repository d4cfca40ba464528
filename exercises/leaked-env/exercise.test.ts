import { describe, expect, test } from 'vitest';
import { fail, type ImageLayer, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const SECRET = 'tide-7041-lantern';
const layer = (letter: string, createdBy: string): ImageLayer => {
  return { digest: `sha256:${letter.repeat(64)}`, sizeBytes: 400, createdBy };
};
const BASE = layer('b', '/bin/sh -c #(nop) COPY dir:d45 in / ');
const COPIED = layer('c', 'COPY . . # buildkit');
const REMOVED = layer('d', 'RUN /bin/sh -c rm .env # buildkit');

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('layer', () => {
  const says = (answer: string) => check('layer', { layers: { 'shop:1.0': [BASE, COPIED, REMOVED] }, answer });

  test('takes the digest of the copied layer, however it was entered', async () => {
    for (const answer of [
      'cccccccccccc',
      COPIED.digest,
      `old/blobs/sha256/${'c'.repeat(64)}`,
      `${'C'.repeat(64)}/layer.tar`,
    ]) {
      expect(await says(answer)).toEqual(pass());
    }
  });

  test('tells the layer with the whiteout, the base and what is no digest apart', async () => {
    expect(await says('dddddddddddd')).toEqual(failing(/a whiteout: a mark that hides/));
    // That of the base is a COPY too.
    expect(await says('bbbbbbbbbbbb')).toEqual(failing(/`\.env` is not in it/));
    expect(await says('cccccc')).toEqual(failing(/first 12 characters/));
    expect(await says('third')).toEqual(failing(/It was "third"/));
    expect(await says('eeeeeeeeeeee')).toEqual(failing(/None of the 3 layers/));
  });
});

describe('files', () => {
  const image = imageOf('e'.repeat(64), ['shop:2.0'], [BASE.digest, COPIED.digest]);
  const state = (archive: string, sizeBytes = archive.length, diffIds = image.layers): HandBuilt => ({
    images: [image],
    layers: { 'shop:2.0': [BASE, COPIED] },
    files: {
      'new/manifest.json': JSON.stringify([{ Config: 'config', Layers: ['base', 'copied'] }]),
      'new/config': JSON.stringify({ rootfs: { diff_ids: diffIds } }),
      'new/copied': archive,
    },
    fileInfos: { 'new/copied': { kind: 'file', sizeBytes, mode: 0o644 } },
  });

  test('passes where no archive of a layer has the key', async () => {
    expect(await check('files', state('shop/serve.sh\0…'))).toEqual(pass());
  });

  test('names the layer and the file that has it', async () => {
    const file = (name: string, contents: string) => `${name.padEnd(257, '\0')}ustar\0${contents.padEnd(512, '\0')}`;
    const archive = file('shop/serve.sh', '') + file('shop/.env', `SHOP_KEY=${SECRET}`) + file('shop/notes', '');
    expect(await check('files', state(archive))).toEqual(
      failing(/The layer cccccccccccc, made by `COPY \. \. # buildkit`, has the key in `shop\/\.env`\. What a layer/),
    );
    expect(await check('files', state(file('shop/Dockerfile', `ENV KEY=${SECRET}`)))).toEqual(
      failing(/has the key in `shop\/Dockerfile`\.$/),
    );
  });

  test('does not pass on another image, on a layer too large to be read, or on nothing', async () => {
    expect(await check('files', state('', 0, ['sha256:1']))).toEqual(failing(/another image, of 1 layers/));
    expect(await check('files', state('', 70_000))).toEqual(failing(/Unpacked images have no place in the context/));
    expect(await check('files', { images: [image] })).toEqual(failing(/no unpacked image/));
    expect(await check('files', { images: [image], files: { 'new/manifest.json': '[' } })).toEqual(
      failing(/`new\/manifest.json` is not as/),
    );
  });
});

describe('settings', () => {
  const image = imageOf('e'.repeat(64), ['shop:2.0'], []);
  const row = (createdBy: string) => ({ 'shop:2.0': [{ createdBy, sizeBytes: 0, comment: '' }] });

  test('finds the key in variables, in the history and in labels', async () => {
    expect(await check('settings', { images: [image] })).toEqual(pass());
    expect(await check('settings', { images: [{ ...image, env: [`A=${SECRET}`] }] })).toEqual(
      failing(/among the variables/),
    );
    expect(await check('settings', { images: [image], history: row(`RUN |1 K=${SECRET} /bin/sh -c true`) })).toEqual(
      failing(/where a build argument left it: `RUN \|1 K=… /),
    );
    expect(await check('settings', { images: [image], history: row(`ENV K=${SECRET}`) })).toEqual(
      failing(/where an instruction left it/),
    );
    expect(await check('settings', { images: [{ ...image, labels: { note: SECRET } }] })).toEqual(
      failing(/the label `note`/),
    );
  });
});
