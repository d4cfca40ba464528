import { describe, expect, test } from 'vitest';
import { type ContainerView, fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BASE = imageOf('b'.repeat(64), ['nginx:1.26'], ['l1', 'l2']);
const BUILT = imageOf('a'.repeat(64), ['webapp:1.0'], ['l1', 'l2', 'own']);
const PUBLISHED = { containerPort: 80, hostPort: 8080, protocol: 'tcp' } as const;
const SITE: ContainerView = {
  id: 'c1',
  name: 'site',
  image: 'webapp:1.0',
  imageId: BUILT.id,
  state: 'running',
  ports: [PUBLISHED],
};

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('index', () => {
  const page = (text: string) => ({ files: { 'index.html': text } });

  test('wants a heading of one’s own', async () => {
    expect(await check('index', page('<H1 class="x">Hello, <em>me</em></H1>'))).toEqual(pass());
    expect(await check('index', {})).toEqual(failing(/no `index.html` in `~\/web-app`/));
    expect(await check('index', page('Hello'))).toEqual(failing(/has 5 characters, but no `<h1>/));
    expect(await check('index', page('<h1> </h1>'))).toEqual(failing(/is empty/));
    expect(await check('index', page('<h1>Welcome to nginx!</h1>'))).toEqual(failing(/still "Welcome to nginx!"/));
  });
});

describe('dockerfile', () => {
  const dockerfile = (text: string) => check('dockerfile', { files: { Dockerfile: text } });

  test('passes when the page is copied to where nginx serves it from', async () => {
    expect(await dockerfile('FROM nginx:1.26\nCOPY index.html /usr/share/nginx/html/\n')).toEqual(pass());
    expect(await dockerfile('FROM nginx:1.26\nWORKDIR /usr/share/nginx/html\nCOPY . .')).toEqual(pass());
    expect(await dockerfile('FROM nginx:1.26\nCOPY a.html /usr/share/nginx/html/index.html')).toEqual(pass());
  });

  test.each([
    ['', /0 instructions/],
    ['COPY a /b', /No FROM in 1 instruction/],
    ['FROM nginx:latest\nCOPY a /b', /Line 1: the image starts from `nginx:latest`/],
    ['FROM nginx:1.26 # base\nCOPY a /b', /Line 1: `#` starts a comment only at the beginning of a line/],
    ['FROM nginx:1.26', /no COPY yet/],
    ['FROM nginx:1.26\nCOPY index.html /var/www/', /writes to `\/var\/www`/],
  ])('tells what is wrong with %j', async (text, reason) => {
    expect(await dockerfile(text)).toEqual(failing(reason));
  });
});

describe('image', () => {
  test('counts the layers over the base', async () => {
    const layers = (...own: string[]) => imageOf('a'.repeat(64), ['webapp:1.0'], ['l1', 'l2', ...own]);
    expect(await check('image', { images: [BASE, BUILT] })).toEqual(pass());
    expect(await check('image', { images: [BASE, layers()] })).toEqual(failing(/has 2 layers, 0 of them over/));
    expect(await check('image', { images: [BASE, layers('x', 'y', 'z')] })).toEqual(
      failing(/has 5 layers, 3 of them over `nginx:1.26`. One COPY is enough/),
    );
    expect(await check('image', { images: [BASE, imageOf('a', ['webapp:1.0'], ['other', 'own'])] })).toEqual(
      failing(/was not built from `nginx:1.26`/),
    );
  });

  test('names what was built instead', async () => {
    expect(await check('image', { images: [imageOf('a', ['webapp:latest'], [])] })).toEqual(
      fail('Your engine has no image `webapp:1.0` yet. It has `webapp:latest`.'),
    );
  });

  test('reads the history when the base is not in the image store', async () => {
    const row = (createdBy: string, sizeBytes = 0) => ({ createdBy, sizeBytes, comment: '' });
    const base = [row('/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]'), row('RUN install', 9_000_000)];
    const copy = row('COPY index.html /usr/share/nginx/html/ # buildkit', 21);
    const built = (...own: (typeof copy)[]) => ({ images: [BUILT], history: { 'webapp:1.0': [...own, ...base] } });

    expect(await check('image', built(copy))).toEqual(pass());
    expect(await check('image', built(row('CMD ["nginx" "-g" "daemon off;"]'), copy))).toEqual(pass());
    expect(await check('image', built(copy, copy))).toEqual(failing(/2 of them over/));
    expect(await check('image', { images: [BUILT], history: { 'webapp:1.0': [copy] } })).toEqual(
      failing(/was not built from/),
    );
  });
});

describe('container', () => {
  const container = (...containers: ContainerView[]) => check('container', { images: [BASE, BUILT], containers });

  test('passes when it runs and publishes 80 on 8080', async () => {
    expect(await container(SITE)).toEqual(pass());
  });

  test.each<[string, ContainerView, RegExp]>([
    ['nothing published', { ...SITE, ports: [] }, /publishes 0 ports. EXPOSE only documents a port/],
    ['another port', { ...SITE, ports: [{ ...PUBLISHED, hostPort: 80 }] }, /publishes 80:80; 8080:80 is asked for/],
    [
      'another port inside',
      { ...SITE, ports: [{ ...PUBLISHED, containerPort: 8080 }] },
      /leads to its port 8080, not to 80/,
    ],
    [
      'stopped',
      { ...SITE, state: 'exited', ports: [] },
      /1 container from `webapp:1.0`, but none runs \(`site`: exited\)/,
    ],
    ['another image', { ...SITE, imageId: 'sha256:0' }, /`site` holds port 8080, but it is not from the `webapp:1.0`/],
    [
      'another image, unpublished',
      { ...SITE, imageId: 'sha256:0', ports: [] },
      /No container is from `webapp:1.0` yet. Your engine has 1 container\./,
    ],
  ])('tells what is wrong: %s', async (_, view, reason) => {
    expect(await container(view)).toEqual(failing(reason));
  });
});

describe('page', () => {
  const page = (file: string, body: string, status = 200) =>
    check('page', { files: { 'index.html': file }, pages: { 8080: { status, body } } });

  test('compares what is served with what is in the folder', async () => {
    expect(await page('<h1>Me</h1>\n', '<h1>Me</h1>\n')).toEqual(pass());
    expect(await page('<h1>New</h1>', '<h1>Old one</h1>')).toEqual(
      failing(/serves 16 characters headed "Old one"; your `index.html` has 12 characters headed "New"/),
    );
    expect(await page('<h1>Me</h1>', 'no', 403)).toEqual(failing(/status 403 instead of 200/));
    expect(await check('page', { files: { 'index.html': 'x' } })).toEqual(fail('Nothing answers on port 8080.'));
  });
});
