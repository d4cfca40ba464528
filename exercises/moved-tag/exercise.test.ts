import { expect, test } from 'vitest';
import { type ContainerDetails, fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const image = (digit: string, tags: readonly string[], layer = digit) => imageOf(digit.repeat(64), tags, [layer]);

/** With a container `till` from the image with the id of the digit. */
function check(taskId: string, images: readonly ImageView[], from?: string, startedAs = 'kiosk:stable') {
  const till = { id: '1', name: 'till', image: startedAs, state: 'running', ports: [] };
  const containers = from === undefined ? [] : [{ ...till, imageId: `sha256:${from.repeat(64)}` }];
  const sandbox = handBuiltSandbox({ images, containers, details: containers as unknown as ContainerDetails[] });
  // The engine finds an image by its id as well as by its tags.
  return checkTask(exercise, taskId, {
    ...sandbox,
    image: async (reference) => images.find(({ id, tags }) => id === reference || tags.includes(reference)),
  });
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

const A = image('a', ['kiosk:1.0']);
const B = image('b', ['kiosk:stable', 'kiosk:1.1']);

test('all tasks pass when the tag has moved and the old image has a name', async () => {
  for (const { id } of exercise.tasks) expect(await check(id, [A, B], 'a')).toEqual(pass());
});

test('the container is of the old image', async () => {
  expect(await check('till', [])).toEqual(failing(/No container is named `till`\. Your engine has 0/));
  expect(await check('till', [A, B], 'b', 'kiosk:1.1')).toEqual(failing(/started as `kiosk:1.1`, not as/));
});

test('the tag leads to other files', async () => {
  expect(await check('moved', [image('a', ['kiosk:stable'])], 'a')).toEqual(failing(/still leads to `aaaaaaaaaaaa`/));
  expect(await check('moved', [image('a', []), image('b', ['kiosk:stable'], 'a')], 'a')).toEqual(
    failing(/its files are those of `aaaaaaaaaaaa`/),
  );
});

test('old and new have names of their own', async () => {
  const nameless = image('a', []);
  expect(await check('kept', [nameless, B], 'a')).toEqual(failing(/The old version, `aaaaaaaaaaaa`, has 0 tags now/));
  expect(await check('kept', [image('a', ['kiosk:old']), B], 'a')).toEqual(failing(/is called `kiosk:old`, and not/));
  expect(await check('kept', [image('a', ['kiosk:stable', 'kiosk:1.0'])], 'a')).toEqual(failing(/nothing is old/));
  expect(await check('kept', [nameless, image('b', ['kiosk:stable', 'kiosk:1.0'])], 'a')).toEqual(
    failing(/`kiosk:1.0` is `bbbbbbbbbbbb`, and `till` runs from `aaaaaaaaaaaa`/),
  );
  expect(await check('named', [A, image('b', ['kiosk:1.1'])], 'a')).toEqual(failing(/`kiosk:stable` does not exist/));
  expect(await check('named', [image('a', ['kiosk:1.1']), B], 'a')).toEqual(failing(/it should be another version/));
});
