import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const INDEX = `sha256:${'1'.repeat(64)}`;
const ONE = `sha256:${'2'.repeat(64)}`;
const ID = 'c'.repeat(64);
const manifest = (digest: string, ...platforms: string[]) => ({ digest, mediaType: '', platforms, layers: [] });
const manifests = {
  'hello-world:latest': manifest(INDEX, 'linux/amd64', 'linux/arm64'),
  [`hello-world@${ONE}`]: manifest(ONE, 'linux/amd64'),
};

function check(taskId: string, state: HandBuilt, image?: ImageView) {
  const sandbox = handBuiltSandbox({ manifests, ...state });
  // The engine finds an image by its digest as well as by its tags.
  const byName = (reference: string) => reference === `hello-world@${INDEX}` || image?.tags.includes(reference);
  return checkTask(exercise, taskId, {
    ...sandbox,
    image: async (reference) => (byName(reference) ? image : undefined),
  });
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('digest', () => {
  const says = (text: string, image?: ImageView) => check('digest', { files: { 'digest.txt': text } }, image);

  test('is that of the tag, with or without the name before it', async () => {
    expect(await says(`${INDEX}\n`)).toEqual(pass());
    expect(await says(`hello-world@${INDEX}`)).toEqual(pass());
  });

  test('tells the other digests of an image from it', async () => {
    expect(await check('digest', {})).toEqual(failing(/no `digest.txt`/));
    expect(await says('1'.repeat(64))).toEqual(failing(/64 characters\.$/));
    expect(await says(ONE)).toEqual(failing(/that for linux\/amd64\. The tag leads to the index/));
    expect(await says(`sha256:${ID}`, imageOf(ID, ['hello-world:latest'], []))).toEqual(failing(/is the image's id/));
    expect(await says(`sha256:${'9'.repeat(64)}`)).toEqual(failing(/is not where `hello-world:latest` leads/));
  });
});

test('the image is there, and has no tag', async () => {
  expect(await check('pulled', {}, imageOf(ID, [], []))).toEqual(pass());
  expect(await check('pulled', {})).toEqual(failing(/has nothing under `hello-world@sha256:1/));
  expect(await check('pulled', {}, imageOf(ID, ['hello-world:latest'], []))).toEqual(
    failing(/with the tag `hello-world:latest`/),
  );
});

test('the container was started by the digest', async () => {
  const started = (image: string, exitCode = 0) => {
    const container = { name: 'pinned', image, state: 'exited', exitCode } as ContainerDetails;
    return check('run', { details: [container] });
  };
  expect(await started(`hello-world@${INDEX}`)).toEqual(pass());
  expect(await check('run', {})).toEqual(failing(/no container `pinned`/));
  expect(await started('hello-world')).toEqual(failing(/started as `hello-world`\. That is no digest/));
  expect(await started(`hello-world@${ONE}`)).toEqual(failing(/started from `sha256:222222222222…`/));
  expect(await started(`hello-world@${INDEX}`, 1)).toEqual(failing(/exit code 1/));
  const others = [{ state: 'running' }, { isRemovedAtEnd: true }];
  const reasons = [/has not ended yet/, /started with `--rm`/];
  for (const [index, other] of others.entries()) {
    const container = { name: 'pinned', image: `hello-world@${INDEX}`, state: 'exited', exitCode: 0, ...other };
    expect(await check('run', { details: [container as ContainerDetails] })).toEqual(failing(reasons[index] ?? /^$/));
  }
});
