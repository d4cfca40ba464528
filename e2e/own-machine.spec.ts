import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import Docker from 'dockerode';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

const docker = new Docker();
const LESSON = '/lessons/first-dockerfile/';

/** What the exercise makes on this machine's engine. */
const CONTAINER = 'drydock-e2e-web';
const MADE = 'webapp:1.0';
const BASE = { repo: 'nginx', tag: '1.26' };

let home: string;
let drydock: RunningDrydock;
let origin: string;
let hasTagged = false;

const hasImage = (name: string) =>
  docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );

test.beforeAll(async () => {
  if (await hasImage(MADE))
    throw new Error(`This machine has an image ${MADE} of somebody's. Remove it, then try again.`);
  if (!(await hasImage(`${BASE.repo}:${BASE.tag}`))) {
    // Without the Internet there is the course's own.
    const known = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    const standIn = known.find((name) => name.startsWith('drydock/course-nginx-1.26:'));
    if (standIn === undefined) throw new Error('`npm run images` makes the image that this needs.');
    await docker.getImage(standIn).tag(BASE);
    hasTagged = true;
  }
  home = mkdtempSync(join(tmpdir(), 'drydock-home-'));
  writeFileSync(join(home, '.bashrc'), "PS1='learner:\\w$ '\nmine=from-my-own-files\n");
  drydock = await RunningDrydock.start({ engine: 'own', env: { HOME: home, SHELL: '/bin/bash', LANG: 'C.UTF-8' } });
  origin = new URL(drydock.ownLink ?? '').origin;
});

test.afterAll(async () => {
  await drydock?.[Symbol.asyncDispose]();
  await docker.getContainer(CONTAINER).remove({ force: true }).catch(ignoreMissing);
  await docker.getImage(MADE).remove().catch(ignoreMissing);
  if (hasTagged) await docker.getImage(`${BASE.repo}:${BASE.tag}`).remove().catch(ignoreMissing);
  rmSync(home, { recursive: true, force: true });
});

function ignoreMissing(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error;
}

/** Asks the server as a program on this machine can, under any name and with any headers. Resolves with the status and the cookies that it sets. */
function ask(method: string, path: string, headers: Record<string, string>, body?: string) {
  const { port } = new URL(origin);
  return new Promise<{ status: number | undefined; cookies: readonly string[]; text: string }>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, cookies: response.headers['set-cookie'] ?? [], text }),
      );
    });
    outgoing.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, cookies: [], text: '' });
    });
    outgoing.once('error', reject).end(body);
  });
}

async function openWithLink(page: Page): Promise<void> {
  await page.goto(drydock.ownLink ?? '');
  await expect(page.getByRole('heading', { name: 'Your machine' })).toBeVisible();
}

test('whoever has no link gets no cookie, no shell, and is told where the link is', async ({ page, context }) => {
  const { host } = new URL(origin);
  for (const path of ['/', LESSON, '/terminal/', '/nowhere']) {
    await page.goto(origin + path);
    await expect(page.getByRole('heading', { name: 'Open Drydock with its link' }), path).toBeVisible();
  }
  await page.goto(`${origin}/own/#${'x'.repeat(43)}`);
  await expect(page.getByRole('heading', { name: 'Open Drydock with its link' })).toBeVisible();
  expect(await context.cookies()).toEqual([]);

  const json = { host, origin, 'content-type': 'application/json' };
  for (const [method, path, body] of [
    ['GET', '/api/me'],
    ['GET', '/api/own'],
    ['POST', '/api/own/agree'],
    ['POST', '/api/own/open', JSON.stringify({ token: 'x'.repeat(43) })],
    ['POST', '/api/invite/redeem', JSON.stringify({ token: 'x'.repeat(43) })],
    ['GET', '/api/sandbox/files'],
  ] as const) {
    const { status, cookies } = await ask(method, path, json, body);
    expect({ status, cookies }, path).toEqual({ status: 401, cookies: [] });
  }
  const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': Buffer.alloc(16).toString('base64') };
  expect(await ask('GET', '/ws', { host, origin, ...upgrade, ...key })).toMatchObject({ status: 401 });
});

test('another name that leads here has no way in, not even with the token', async () => {
  const { host, port } = new URL(origin);
  const token = new URL(drydock.ownLink ?? '').hash.slice(1);
  const body = JSON.stringify({ token });
  const type = { 'content-type': 'application/json' };
  for (const name of [`localhost:${port}`, `127.0.0.1:${port}`, 'rebound.example', `rebound.${host}`]) {
    const answer = await ask('POST', '/api/own/open', { host: name, origin: `http://${name}`, ...type }, body);
    expect(answer, name).toMatchObject({ status: 403, cookies: [] });
  }
  // A page of another origin can send it, but not as ours.
  const foreign = await ask('POST', '/api/own/open', { host, origin: 'http://evil.example', ...type }, body);
  expect(foreign).toMatchObject({ status: 403, cookies: [] });
  const page = await ask('GET', '/', { host: `localhost:${port}`, accept: 'text/html' });
  expect(page.status).toBe(403);
  expect(page.text).toContain('The link is in the terminal');
  expect(page.text).not.toContain(host);
});

test('the health tells the mode', async () => {
  const { port } = new URL(origin);
  expect(JSON.parse((await ask('GET', '/healthz', { host: `127.0.0.1:${port}` })).text)).toMatchObject({
    status: 'ok',
    mode: 'own-machine',
    parts: { store: 'ok', engine: 'ok' },
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page on the machine has nothing that axe finds, in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${origin}/own/`);
    await expect(page.getByRole('heading', { name: 'Open Drydock with its link' })).toBeVisible();
    await expectNoViolations(page, 'without the link');
    await openWithLink(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await expectNoViolations(page, `${width} px`);
    }
    await context.close();
  });
}

test('on their own machine a person agrees, does a whole exercise, and goes on after the server was killed', async ({
  page,
  browser,
}) => {
  const lesson = new LessonPage(page);

  await test.step('the link opens the page on what may be touched, and keeps the key out of the address', async () => {
    await openWithLink(page);
    expect(page.url()).toBe(`${origin}/own/`);
    await expect(page.getByText('~/drydock', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/context “default”|DOCKER_HOST/)).toBeVisible();
  });

  await test.step('before it is agreed to there is no shell, and nothing is put in place', async () => {
    await page.goto(origin + LESSON);
    await page.getByRole('button', { name: 'Open the terminal' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'has not been allowed' }).first()).toBeVisible();
    expect(readdirSync(join(home, 'drydock'))).toEqual([]);
    await page.getByRole('link', { name: 'Your machine' }).click();
    await page.getByRole('button', { name: 'Work on this machine' }).click();
    await expect(page.getByRole('link', { name: /First Dockerfile/ }).first()).toBeVisible();
  });

  await test.step('the terminal has the person’s own shell, with their own files, in the exercises’ folder', async () => {
    await page.goto(origin + LESSON);
    await lesson.waitForPrompt();
    await expect(page.locator('#exercise-web-app')).toContainText('~/drydock/web-app');
    await lesson.expectMissing('web-app', /Write index\.html/, /~\/drydock\/web-app/);
    await lesson.run('echo "$mine, $(id -u), $PWD"');
    await expect(lesson.screen).toContainText(`from-my-own-files, ${process.getuid?.()}, ${home}/drydock`);
    await lesson.run('echo "npm and Drydock: <$npm_lifecycle_event$DRYDOCK_PORT>"');
    await expect(lesson.screen).toContainText('npm and Drydock: <>');
  });

  await test.step('each task ticks by itself as it is done', async () => {
    await lesson.run('cd web-app');
    await lesson.run("echo '<h1>Ahoy from my machine</h1>' > index.html");
    await lesson.expectDone('web-app', /Write index\.html/);
    await lesson.run("printf 'FROM nginx:1.26\\nCOPY index.html /usr/share/nginx/html/\\n' > Dockerfile");
    await lesson.expectDone('web-app', /Write a Dockerfile/);
    await lesson.run('docker build -q -t webapp:1.0 .');
    await lesson.expectDone('web-app', /Build webapp:1\.0/);
    await lesson.run(`docker run -d --name ${CONTAINER} -p 8080:80 webapp:1.0`);
    await lesson.expectDone('web-app', /Run a container/);
    await lesson.expectDone('web-app', /serves your/);
    await expect(page.locator('#exercise-web-app')).toContainText('All done.');
  });

  await test.step('the published port is where it is, on this machine', async () => {
    await lesson.deskTab('Port 8080').click();
    const frame = page.frameLocator('iframe[title="What port 8080 serves"]');
    await expect(frame.getByRole('heading', { name: 'Ahoy from my machine' })).toBeVisible();
    const port = page.getByRole('link', { name: 'Open port 8080' });
    await expect(port).toHaveAttribute('href', 'http://localhost:8080/');
    const opened = page.context().waitForEvent('page');
    await port.click();
    const preview = await opened;
    await expect(preview.getByRole('heading', { name: 'Ahoy from my machine' })).toBeVisible();
    expect(await page.context().cookies('http://localhost:8080')).toEqual([]);
    await preview.close();
    await lesson.deskTab('Terminal').click();
  });

  await test.step('what sandboxes alone have is not offered', async () => {
    await expect(page.getByRole('link', { name: 'Your machine' })).toBeVisible();
    await expect(page.getByText('Start over with a fresh sandbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Start this exercise over/ })).toHaveCount(0);
    const refusal = await page.evaluate(
      "fetch('/api/sandbox/start-over', { method: 'POST' }).then(async (answer) => [answer.status, (await answer.json()).error.code])",
    );
    expect(refusal).toEqual([403, 'not-on-own-machine']);
  });

  await test.step('the shell outlives the server, stopped or killed, and the link is the same', async () => {
    const link = drydock.ownLink;
    await lesson.run('course=steady');
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await drydock.stop(signal);
      await expect(page.getByRole('status').filter({ hasText: 'Reconnecting' })).toBeVisible();
      expect(await drydock.start()).toBeLessThan(10_000);
      expect(drydock.ownLink).toBe(link);
      await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
      await lesson.run(`echo "course $course after ${signal}"`);
      await expect(lesson.screen).toContainText(`course steady after ${signal}`);
    }
  });

  await test.step('in another browser the link opens the same shell and the same ticks', async () => {
    const other = await browser.newContext();
    const second = new LessonPage(await other.newPage());
    await openWithLink(second.page);
    await expect(second.page.getByRole('link', { name: 'Go to the lessons' })).toBeVisible();
    await second.open(origin + LESSON);
    await second.openTerminal();
    await expect(second.screen).toContainText('course steady after SIGKILL');
    await second.expectDone('web-app', /serves your/);
    await other.close();
  });

  await test.step('in the home folder there is one folder more', async () => {
    expect(readdirSync(home).filter((name) => !name.startsWith('.'))).toEqual(['drydock']);
  });
});

test('a machine is not opened to others, whatever the settings say', async () => {
  for (const [env, sentence] of [
    [{ DRYDOCK_LISTEN: '0.0.0.0' }, /DRYDOCK_LISTEN is 0\.0\.0\.0\. Unset/],
    [{ DRYDOCK_PUBLIC_URL: 'https://learn.example' }, /Unset DRYDOCK_PUBLIC_URL/],
    [{ DRYDOCK_OWN_FOLDER: home }, /Exercises need a folder of their own/],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:2375' }, /the engine must be on this machine/],
    [{ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, /No Docker Engine was found/],
  ] as const) {
    await expect(RunningDrydock.start({ engine: 'own', env: { HOME: home, ...env } })).rejects.toThrow(sentence);
  }
});
