import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

const rows = (...lines: string[]) => lines.map((createdBy) => ({ createdBy, sizeBytes: 0, comment: '' }));
const app = (version: string, value?: string) => ({
  ...imageOf(version, [`app:${version}`], []),
  env: ['PATH=/bin', ...(value === undefined ? [] : [`APP_VERSION=${value}`])],
});

describe('one', () => {
  const one = (value: string | undefined, ...history: string[]) =>
    check('one', { images: [app('1.0', value)], history: { 'app:1.0': rows(...history) } });

  test('tells an ARG that reached no ENV from one that had no value there', async () => {
    expect(await one('1.0', 'ENV APP_VERSION=1.0', 'ARG VERSION')).toEqual(pass());
    expect(await one('1.0', 'ENV APP_VERSION=1.0')).toEqual(failing(/the Dockerfile itself says 1\.0/));
    expect(await one(undefined, 'ARG VERSION=dev')).toEqual(
      failing(/`ARG VERSION=dev`, and an ARG ends with the build/),
    );
    expect(await one('', 'ENV APP_VERSION=')).toEqual(failing(/above FROM is not known below it/));
    expect(await one('', 'ENV APP_VERSION=', 'ARG VERSION')).toEqual(failing(/Give it one/));
    expect(await one('2.0')).toEqual(failing(/is "2.0" in `app:1.0`; it should be "1.0"/));
  });
});

describe('same', () => {
  const images = [app('1.0', '1.0'), app('2.0', '2.0')];
  const same = (one: readonly string[], two: readonly string[]) =>
    check('same', { images, history: { 'app:1.0': rows(...one), 'app:2.0': rows(...two) } });

  test('passes where only the version differs, with either builder', async () => {
    const buildKit = (version: string) => [
      `ENV APP_VERSION=${version}`,
      `RUN |1 VERSION=${version} /bin/sh -c echo # buildkit`,
      'ARG VERSION=dev',
    ];
    expect(await same(buildKit('1.0'), buildKit('2.0'))).toEqual(pass());
    const older = (version: string) => [
      `/bin/sh -c #(nop)  ENV APP_VERSION=${version}`,
      '/bin/sh -c #(nop)  ARG VERSION=dev',
    ];
    expect(await same(older('1.0'), older('2.0'))).toEqual(pass());
  });

  test('tells two Dockerfiles from one', async () => {
    expect(await same(['ENV APP_VERSION=1.0'], ['ENV APP_VERSION=2.0'])).toEqual(
      failing(/has no ARG, and no `ARG VERSION`/),
    );
    expect(await same(['ARG VERSION'], ['ARG VERSION', 'ENV A=b'])).toEqual(
      failing(/differ in more than their version/),
    );
  });
});

test('a container that holds the port of `live` is named', async () => {
  const image = app('2.0', '2.0');
  const live = { id: 'l', name: 'live', image: 'app:2.0', imageId: image.id, ports: [], env: [] };
  const webapp = { id: 'w', name: 'quick_noyce', ports: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }] };
  const state = { images: [image], details: [live], containers: [live, webapp] } as unknown as HandBuilt;
  expect(await check('live', state)).toEqual(failing(/^`quick_noyce` holds port 8080/));
});
