import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, type ImageLayer, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import { baseOf } from './base-of.ts';
import { valuesIn } from './check-secrets.ts';
import exercise from './exercise.ts';

const RELEASE = imageOf('a'.repeat(64), ['harbour:2.0.0'], ['b1', 'b2', 'deps', 'app'], 90_400_000);
const REGISTRY = 'registry.internal/calm-heron/harbour';
const PATCH = imageOf('c'.repeat(64), ['harbour:2.0.1', `${REGISTRY}:2.0.1`], ['b1', 'b2', 'deps', 'new']);

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

const failing = (reason: RegExp) => expect.objectContaining({ kind: 'fail', reason: expect.stringMatching(reason) });
const passing = (points: number, note?: RegExp) =>
  expect.objectContaining({ kind: 'pass', points, ...(note && { note: expect.stringMatching(note) }) });

test('all tasks together give 100 points', () => {
  expect(exercise.tasks.reduce((sum, { points = 0 }) => sum + points, 0)).toBe(100);
});

describe('size', () => {
  test.each([
    [90_400_000, passing(20)],
    [109_000_000, passing(15, /^109 MB. Less than 100 MB earns 20\.$/)],
    [190_000_000, passing(10, /Less than 150 MB earns 15/)],
    [481_000_000, failing(/has 481 MB.*largest layer has 45 MB: `RUN python tools\/draw_charts.py/)],
  ])('%i bytes', async (sizeBytes, verdict) => {
    const largest = { digest: 'x', sizeBytes: 45_000_000, createdBy: 'RUN python tools/draw_charts.py # buildkit' };
    expect(
      await check('size', { images: [{ ...RELEASE, sizeBytes }], layers: { 'harbour:2.0.0': [largest] } }),
    ).toEqual(verdict);
  });

  test('where the base is what is large, the base is named', async () => {
    const base = imageOf('p', ['python:3.13'], ['heavy'], 481_000_000);
    const largest = { digest: 'heavy', sizeBytes: 376_000_000, createdBy: 'RUN apt-get update' };
    const state = {
      images: [{ ...RELEASE, sizeBytes: 534_000_000 }, base],
      layers: { 'harbour:2.0.0': [largest] },
      files: { Dockerfile: 'FROM python:3.13\n' },
    };
    expect(await check('size', state)).toEqual(failing(/asked for\. Its base `python:3\.13` has 481 MB of them\.$/));
  });
});

describe('layers', () => {
  const manifest = (count: number) => ({
    digest: 'd',
    mediaType: 'm',
    platforms: [],
    layers: Array.from({ length: count }, () => ({ digest: 'x', sizeBytes: 1 })),
  });
  const layered = (own: number) => imageOf('a', ['harbour:2.0.0'], ['b1', 'b2', ...Array(own).fill('own')]);
  const files = { Dockerfile: 'FROM python:3.13 AS build\nFROM python:3.13-slim\n' };
  const manifests = { 'python:3.13-slim': manifest(2), 'python:3.13': manifest(7) };

  test.each([
    [5, passing(10)],
    [8, passing(6, /^8 layers of its own\. At most 5 earn 10\.$/)],
    [9, failing(/has 9 layers of its own over the 2 of `python:3.13-slim`/)],
    [0, failing(/has 2 layers, and `python:3.13-slim` alone has 2/)],
  ])('%i of its own', async (own, verdict) => {
    expect(await check('layers', { images: [layered(own)], files, manifests })).toEqual(verdict);
  });

  test('a base that nobody has is named', async () => {
    expect(await check('layers', { images: [layered(3)], files: { Dockerfile: 'FROM nothing:1' } })).toEqual(
      failing(/`nothing:1`, and no registry/),
    );
    expect(await check('layers', { images: [layered(3)] })).toEqual(failing(/does not say which image/));
  });
});

test.each([
  ['FROM a:1', 'a:1'],
  ['from --platform=linux/amd64 a:1 as x\nFROM b:2', 'b:2'],
  ['FROM a:1 AS build\nFROM b:2\nFROM build', 'a:1'],
  ['ARG V=3.13\nFROM python:${V}-slim', 'python:3.13-slim'],
  ['ARG V\nFROM python:$V', 'python:'],
  ['FROM python:$V', undefined],
  ['FROM a:1 \\\n  AS x\nFROM x', 'a:1'],
  ['', undefined],
])('the base of %j', (dockerfile, base) => {
  expect(baseOf(dockerfile)).toBe(base);
});

test.each([
  ['', failing(/names no user/)],
  ['root', failing(/`USER root`, which is root/)],
  ['0:1000', failing(/`USER 0:1000`, which is root/)],
  ['10001:10001', passing(15)],
  ['nonroot', passing(12, /`USER nonroot` is a name/)],
])('user %j', async (user, verdict) => {
  const decided = await check('user', { images: [{ ...RELEASE, user }] });
  // A pass that names no points gives all.
  expect(decided.kind === 'pass' ? { points: 15, ...decided } : decided).toEqual(verdict);
});

describe('secrets', () => {
  const row = (createdBy: string) => ({ createdBy, sizeBytes: 0, comment: '' });
  const ENV = { '.env': 'HARBOUR_TOKEN=rotated-since-then\n' };
  const SOUGHT = 'hbr_live_7f3c1e9a52d84b60\nslack-water-9\nreef-knot-41\nrotated-since-then';

  test('are found in settings, history and layers, old and new ones', async () => {
    const told = (state: HandBuilt) => check('secrets', { images: [RELEASE], files: ENV, ...state });
    expect(await told({})).toEqual(pass({ points: 20, figures: [{ label: 'Secrets found', value: 0 }] }));
    expect(await told({ images: [{ ...RELEASE, env: ['A=1', 'HARBOUR_TOKEN=rotated-since-then'] }] })).toEqual(
      failing(/the variable `HARBOUR_TOKEN` of `harbour:2.0.0`\. Whoever/),
    );
    expect(
      await told({ history: { 'harbour:2.0.0': [row('RUN /bin/sh -c echo reef-knot-41 > ~/.netrc'), row('CMD x')] } }),
    ).toEqual(failing(/the history of `harbour:2.0.0`, in a `RUN` row/));
    expect(await told({ inLayers: { 'harbour:2.0.0': { [SOUGHT]: ['/app/.env', '/app/Dockerfile'] } } })).toEqual(
      failing(/`\/app\/.env`, a file in a layer of `harbour:2.0.0`, and in 1 place more/),
    );
    expect(await told({ images: [RELEASE, PATCH], inLayers: { 'harbour:2.0.1': { [SOUGHT]: ['/x'] } } })).toEqual(
      failing(/in a layer of `harbour:2.0.1`/),
    );
  });

  test('where layers can’t be looked into, the rest decides', async () => {
    expect((await check('secrets', { images: [RELEASE], inLayers: 'unreadable' })).kind).toBe('pass');
  });

  test('short values are no secrets', () => {
    expect(valuesIn('A=1\nexport B="long enough"\n# C=commented out\nD=\n')).toEqual(['long enough']);
  });
});

describe('rebuild', () => {
  const layer = (digest: string, createdBy = `COPY ${digest}`): ImageLayer => ({ digest, sizeBytes: 7, createdBy });
  const rebuilt = (before: ImageLayer[], after: ImageLayer[], history: HandBuilt['history'] = {}) =>
    check('rebuild', {
      images: [RELEASE, PATCH],
      layers: { 'harbour:2.0.0': before, 'harbour:2.0.1': after },
      history,
    });
  const old = ['base', 'deps', 'app'].map((digest) => layer(digest));

  test('one new layer gives all, two less, and a command that ran again none', async () => {
    expect(await rebuilt(old, [layer('base'), layer('deps'), layer('new')])).toEqual(passing(15));
    expect(await rebuilt(old, [layer('base'), layer('other'), layer('new')])).toEqual(
      passing(10, /^2 of 3 layers were made anew for one line\. A single one earns 15\.$/),
    );
    const install = layer('again', 'RUN /bin/sh -c pip install x # buildkit');
    const row = (createdBy: string, createdAt: string) => ({ createdBy, createdAt, sizeBytes: 1, comment: '' });
    const history = {
      'harbour:2.0.1': [
        row('CMD x', '2026-01-02T03:04:12Z'),
        row(install.createdBy, '2026-01-02T03:04:12Z'),
        row('COPY new', '2026-01-02T03:04:05Z'),
      ],
    };
    expect(await rebuilt(old, [layer('base'), layer('new', 'COPY new'), install], history)).toEqual(
      failing(/2 of 3 layers .* in about 7 s\. `RUN pip install x` is among them: copy `app.py` after it/),
    );
  });

  test('nothing new is no rebuild, and nothing kept is another image', async () => {
    expect(await rebuilt(old, old)).toEqual(failing(/has the same 3 layers/));
    expect(await rebuilt(old, [layer('x')])).toEqual(failing(/share no layer/));
  });
});

describe('healthy', () => {
  const container: ContainerDetails = {
    id: 'c1',
    name: 'harbour',
    image: 'harbour:2.0.1',
    imageId: PATCH.id,
    state: 'running',
    ports: [{ containerPort: 8000, hostPort: 8080, protocol: 'tcp' }],
    command: [],
    env: [],
    labels: {},
    user: '',
    workingDir: '',
    mounts: [],
    networks: [],
    exitCode: 0,
    startedAt: '',
    finishedAt: '',
    restartPolicy: 'no',
    isRemovedAtEnd: false,
    memoryLimitBytes: 0,
    health: 'healthy',
  };
  const run = (changed: Partial<ContainerDetails>, body = '2.0.1') =>
    check('healthy', {
      images: [RELEASE, PATCH],
      details: [{ ...container, ...changed }],
      pages: { 8080: { status: 200, body } },
    });

  test('each thing that is missing has its reason', async () => {
    expect(await run({})).toEqual(pass());
    expect(await run({ imageId: RELEASE.id, image: 'harbour:2.0.0' })).toEqual(failing(/made from `harbour:2.0.0`/));
    expect(await run({ state: 'exited', exitCode: 1 })).toEqual(failing(/is exited, with exit code 1/));
    expect(await run({ ports: [] })).toEqual(failing(/does not publish port 8080/));
    expect(await run({}, '2.0.0')).toEqual(failing(/answers "2.0.0" at `\/version`/));
    expect(await run({ health: 'none' })).toEqual(failing(/has no health check/));
    expect(await run({ health: 'starting' })).toEqual(failing(/has not answered yet/));
    expect(await run({ health: 'unhealthy' })).toEqual(failing(/fails/));
  });
});

describe('published', () => {
  const manifest = (digest: string) => ({
    digest,
    mediaType: 'm',
    platforms: [],
    layers: PATCH.layers.map((each) => ({ digest: each, sizeBytes: 1 })),
  });
  const pushed = (tags: Readonly<Record<string, string>>, state: HandBuilt = {}) =>
    check('published', {
      images: [PATCH],
      account: 'calm-heron',
      registryTags: { [REGISTRY]: Object.keys(tags) },
      manifests: Object.fromEntries(
        Object.entries(tags).map(([tag, digest]) => [`${REGISTRY}:${tag}`, manifest(digest)]),
      ),
      ...state,
    });

  test('the version is asked for, and the tags that move with it give points', async () => {
    expect(await pushed({ '2.0.1': 'x', '2.0': 'x', '2': 'x' })).toEqual(passing(10));
    expect(await pushed({ '2.0.1': 'x', '2.0': 'old' })).toEqual(passing(6, /`2.0` and `2` should lead/));
    expect(await pushed({ '2.0': 'x' })).toEqual(failing(/should have `registry.internal\/calm-heron\/harbour:2.0.1`/));
    const other = { ...PATCH, tags: ['harbour:2.0.1'] };
    expect(await pushed({ '2.0.1': 'x' }, { images: [other] })).toEqual(failing(/is not the `harbour:2.0.1`/));
  });

  test('on a learner’s own machine a registry of their own counts', async () => {
    const here = 'localhost:5000/harbour';
    const image = { ...PATCH, tags: ['harbour:2.0.1', `${here}:2.0.1`] };
    const sandbox = handBuiltSandbox({
      images: [image],
      registryTags: { [here]: ['2.0.1'] },
      manifests: { [`${here}:2.0.1`]: manifest('x') },
    });
    expect(await checkTask(exercise, 'published', sandbox)).toEqual(passing(6));
    expect(
      await checkTask(exercise, 'published', handBuiltSandbox({ images: [{ ...PATCH, tags: ['harbour:2.0.1'] }] })),
    ).toEqual(failing(/there is no course registry/));
  });
});

test('without the image nothing else is said', async () => {
  for (const { id } of exercise.tasks) {
    // As the exercises of other lessons leave them.
    const others = ['harbour:web', 'harbour/site:1.1'];
    expect(await check(id, { images: [imageOf('x', ['harbour:1.0.0', ...others], [])] })).toEqual(
      fail(expect.stringMatching(/no image `harbour:2\.0\.[01]` yet\. It has `harbour:1\.0\.0`\.$/) as string),
    );
  }
});
