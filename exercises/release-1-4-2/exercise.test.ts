import { describe, expect, test } from 'vitest';
import { fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const COMMIT = 'c0ffee1'.padEnd(40, '0');
const labelled = (image: ImageView, version: string, revision = ''): ImageView => ({
  ...image,
  labels: { 'org.opencontainers.image.version': version, 'org.opencontainers.image.revision': revision },
});
const OLD = labelled(imageOf('a'.repeat(64), ['depot:1.4.1'], ['base', 'old']), '1.4.1');
const CANDIDATE = labelled(imageOf('c'.repeat(64), ['depot:2.0.0-rc.1'], ['base', 'json']), '2.0.0-rc.1');
const ALL = ['1.4.2', '1.4', '1', 'latest', 'c0ffee1', 'staging', 'production'];

const release = (...tags: string[]) => {
  const names = tags.map((tag) => `depot:${tag}`);
  return labelled(imageOf('b'.repeat(64), names, ['base', 'fix']), '1.4.2', COMMIT);
};
const git = { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${COMMIT}\n` };

function check(taskId: string, images: readonly ImageView[], files: HandBuilt['files'] = git) {
  return checkTask(exercise, taskId, handBuiltSandbox({ images, files }));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('all tasks pass when one new image has all the tags', async () => {
  for (const { id } of exercise.tasks) expect(await check(id, [OLD, CANDIDATE, release(...ALL)])).toEqual(pass());
});

test('all tasks ask for the history, and then for a new image', async () => {
  const renamed = { ...OLD, tags: ['depot:1.4.1', ...ALL.map((tag) => `depot:${tag}`)] };
  for (const { id } of exercise.tasks) {
    expect(await check(id, [])).toEqual(failing(/Run `sh history.sh`/));
    expect(await check(id, [OLD, CANDIDATE])).toEqual(failing(/no image `depot:1.4.2` yet/));
    expect(await check(id, [renamed, CANDIDATE])).toEqual(failing(/are one image, `aaaaaaaaaaaa`/));
  }
});

test('the image says its version', async () => {
  const unsaid = { ...release('1.4.2'), labels: {} };
  expect(await check('release', [OLD, unsaid])).toEqual(failing(/that it is version ""/));
  const json = { ...release('1.4.2'), layers: CANDIDATE.layers };
  expect(await check('release', [OLD, CANDIDATE, json])).toEqual(failing(/the files of `depot:2.0.0-rc.1`/));
});

describe('tags', () => {
  test('those of the series move, the full version does not', async () => {
    const behind = { ...OLD, tags: ['depot:1.4.1', 'depot:1.4', 'depot:1'] };
    expect(await check('series', [behind, release('1.4.2')])).toEqual(failing(/`depot:1.4` leads to version "1.4.1"/));
    expect(await check('series', [release('1.4.1', ...ALL)])).toEqual(failing(/A full version never moves/));
    expect(await check('promote', [release('1.4.1', ...ALL)])).toEqual(pass());
  });

  test('latest is no release candidate', async () => {
    const chosen = { ...CANDIDATE, tags: ['depot:2.0.0-rc.1', 'depot:latest'] };
    expect(await check('latest', [OLD, chosen, release('1.4.2')])).toEqual(failing(/the release candidate/));
    expect(await check('latest', [OLD, release('1.4.2')])).toEqual(failing(/no `depot:latest`/));
  });

  test('one is the beginning of the commit, which the image names', async () => {
    expect(await check('commit', [OLD, release('1.4.2', '1.4')])).toEqual(failing(/has 2 tags, and none is/));
    expect(await check('commit', [OLD, release('1.4.2', 'c0ff')])).toEqual(failing(/none is the beginning/));
    expect(await check('commit', [OLD, release(...ALL)], {})).toEqual(failing(/no Git repository yet/));
    expect(await check('commit', [OLD, labelled(release(...ALL), '1.4.2', 'unknown')])).toEqual(
      failing(/names "unknown" as its revision, and the commit is `c0ffee100000`/),
    );
    expect(await check('commit', [OLD, release(...ALL)], { '.git/HEAD': COMMIT })).toEqual(pass());
  });

  test('a promoted image is the same, not one that was built again', async () => {
    // Built again, its files have other times, so its layers differ too.
    const again = { ...release('production'), id: `sha256:${'d'.repeat(64)}`, layers: ['base', 'fixed later'] };
    const here = release('1.4.2', 'staging');
    expect(await check('promote', [OLD, here, again])).toEqual(failing(/was built once more/));
    expect(await check('promote', [{ ...OLD, tags: ['depot:1.4.1', 'depot:production'] }, here])).toEqual(
      failing(/`depot:production` is still `depot:1.4.1`/),
    );
    expect(await check('promote', [OLD, release('1.4.2')])).toEqual(failing(/no `depot:staging`/));
  });
});
