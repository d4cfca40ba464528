import { describe, expect, test } from 'vitest';
import { type ContainerDetails, fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import { baseOf } from './base-of.ts';
import exercise from './exercise.ts';

const DIGEST = `sha256:${'d'.repeat(64)}`;
const BASE = imageOf('b'.repeat(64), [`python@${DIGEST}`], ['base'], 100_000_000);
const SOFT = imageOf('a'.repeat(64), ['kiosk:1.0'], ['fat', 'app'], 400_000_000);
const HARD: ImageView = {
  ...imageOf('c'.repeat(64), ['kiosk:2.0'], ['base', 'app'], 100_100_000),
  user: '10001:10001',
  cmd: ['python', 'server.py'],
  labels: { 'org.opencontainers.image.source': 'https://example.com/k', 'org.opencontainers.image.version': '2.0' },
};
const MANIFEST = { digest: DIGEST, mediaType: '', platforms: ['linux/amd64'], layers: [] };
const PINNED: HandBuilt = {
  images: [BASE, SOFT, HARD],
  files: { Dockerfile: `FROM python:3.13-slim@${DIGEST}\n` },
  manifests: { [`python@${DIGEST}`]: MANIFEST },
};

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

const failing = (reason: RegExp) => fail(expect.stringMatching(reason) as string);
const hard = (changes: Partial<ImageView>): HandBuilt => ({ images: [SOFT, { ...HARD, ...changes }] });

test.each([
  ['FROM python:3.13-slim@sha256:1', { name: 'python:3.13-slim', digest: 'sha256:1' }],
  ['FROM a AS build\nRUN x\nfrom --platform=linux/amd64 b@sha256:2 as run', { name: 'b', digest: 'sha256:2' }],
  ['FROM a@sha256:3 AS base\nFROM base AS test\nFROM base', { name: 'a', digest: 'sha256:3' }],
  ['# FROM x\nRUN echo FROM y', undefined],
])('finds the base of %j', (text, base) => {
  expect(baseOf(text)).toEqual(base);
});

describe('the image', () => {
  test('all passes on a hard one', async () => {
    for (const id of ['small', 'pinned', 'secret', 'user', 'command', 'labels']) {
      expect(await check(id, PINNED)).toEqual(pass());
    }
  });

  test('its size is told beside the one of the soft one', async () => {
    expect(await check('small', hard({ sizeBytes: 300_000_000 }))).toEqual(failing(/has 300 MB, `kiosk:1.0` 400 MB/));
    expect(await check('small', hard({ id: SOFT.id, sizeBytes: SOFT.sizeBytes }))).toEqual(failing(/are one image/));
    expect(await check('small', { images: [HARD] })).toEqual(failing(/no `kiosk:1.0` to compare with/));
    expect(await check('small', { images: [SOFT] })).toEqual(failing(/It has `kiosk:1.0`: build your own beside it/));
  });

  test('its base must be one that there is, and the one that it was built from', async () => {
    const dockerfile = (text: string) => ({ ...PINNED, files: { Dockerfile: text } });
    expect(await check('pinned', dockerfile('FROM python:3.13-slim'))).toEqual(failing(/names a tag/));
    expect(await check('pinned', { ...PINNED, manifests: {} })).toEqual(failing(/registry has nothing under/));
    expect(await check('pinned', { ...PINNED, images: [{ ...BASE, layers: ['other'] }, HARD] })).toEqual(
      failing(/was not built from `python:3.13-slim`/),
    );
    expect(await check('pinned', { ...PINNED, images: [HARD] })).toEqual(pass());
  });

  test('a token that is set, and one that was, are told apart', async () => {
    const row = { createdBy: 'ENV KIOSK_TOKEN=gull-4711-north', sizeBytes: 0, comment: '' };
    expect(await check('secret', hard({ env: ['KIOSK_TOKEN=gull-4711-north'] }))).toEqual(
      failing(/reads `KIOSK_TOKEN/),
    );
    expect(await check('secret', { ...hard({ env: ['KIOSK_TOKEN='] }), history: { 'kiosk:2.0': [row] } })).toEqual(
      failing(/`docker history` of `kiosk:2.0` still shows/),
    );
    expect(
      await check('secret', { ...hard({}), inLayers: { 'kiosk:2.0': { 'gull-4711-north': ['/app/Dockerfile'] } } }),
    ).toEqual(failing(/in a file of `kiosk:2.0`: `\/app\/Dockerfile`/));
    expect(await check('secret', { ...hard({}), inLayers: 'unreadable' })).toEqual(pass());
  });

  test.each([
    ['', /names no user/],
    ['root', /`USER root` is root/],
    ['0:10001', /is root/],
    ['kiosk', /only a number/],
  ])('the user %j is told what is wrong', async (user, reason) => {
    expect(await check('user', hard({ user }))).toEqual(failing(reason));
  });

  test('a shell around the command is seen, as entrypoint too', async () => {
    expect(await check('command', hard({ cmd: ['/bin/sh', '-c', 'python server.py'] }))).toEqual(
      failing(/in brackets/),
    );
    expect(await check('command', hard({ entrypoint: ['sh', '-c'], cmd: ['python'] }))).toEqual(failing(/in brackets/));
    expect(await check('command', hard({ entrypoint: ['python'], cmd: ['server.py'] }))).toEqual(pass());
    expect(await check('command', hard({ cmd: [] }))).toEqual(failing(/no command at all/));
  });

  test('labels are there, and say something', async () => {
    const labels = (source: string, version: string) =>
      hard({ labels: { 'org.opencontainers.image.source': source, 'org.opencontainers.image.version': version } });
    expect(await check('labels', hard({ labels: { version: '2.0' } }))).toEqual(failing(/It has `version`/));
    expect(await check('labels', labels('here', '2.0'))).toEqual(failing(/should be a web address/));
    expect(await check('labels', labels('https://example.com', '1.0'))).toEqual(failing(/says `1.0`, and the tag/));
  });
});

describe('the container', () => {
  const KIOSK: ContainerDetails = {
    id: 'k1',
    name: 'kiosk',
    image: 'kiosk:2.0',
    imageId: HARD.id,
    state: 'running',
    ports: [],
    command: [],
    env: [],
    labels: {},
    user: '10001',
    workingDir: '/app',
    mounts: [],
    networks: [],
    exitCode: 0,
    startedAt: '',
    finishedAt: '',
    restartPolicy: '',
    isRemovedAtEnd: false,
    memoryLimitBytes: 0,
    health: 'healthy',
  };
  const kiosk = (changes: Partial<ContainerDetails>, self?: object): HandBuilt => ({
    images: [HARD],
    details: [{ ...KIOSK, ...changes }],
    ...(self ? { pages: { 8000: { status: 200, body: JSON.stringify(self) } } } : {}),
  });

  test.each<[Partial<ContainerDetails>, RegExp]>([
    [{ health: 'none' }, /has no `HEALTHCHECK`/],
    [{ health: 'starting' }, /not over yet/],
    [{ health: 'unhealthy' }, /There is no curl/],
    [{ state: 'exited', exitCode: 2 }, /"exited", exit code 2/],
    [{ imageId: 'sha256:old' }, /not from the `kiosk:2.0` that you have now/],
  ])('health of %j', async (changes, reason) => {
    expect(await check('health', kiosk(changes))).toEqual(failing(reason));
  });

  test('says itself what it may do', async () => {
    const self = { user: 10001, readOnly: true, capabilities: 0, token: 'given' };
    expect(await check('health', kiosk({}))).toEqual(pass());
    expect(await check('locked', kiosk({}, self))).toEqual(pass());
    expect(await check('locked', kiosk({}))).toEqual(failing(/does not tell of the kiosk/));
    expect(await check('locked', kiosk({}, { ...self, user: 0 }))).toEqual(failing(/as user 0/));
    expect(await check('locked', kiosk({}, { ...self, readOnly: false }))).toEqual(failing(/can still write/));
    expect(await check('locked', kiosk({}, { ...self, capabilities: 14 }))).toEqual(failing(/^14 capabilities/));
    expect(await check('locked', kiosk({}, { ...self, token: 'missing' }))).toEqual(failing(/its token is missing/));
  });
});
