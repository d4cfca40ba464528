import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { meterScripts } from './script-meter.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/layers/';

/** Of a change in the engine, until the picture is other. */
const AT_ONCE = { timeout: 1_000 };

/** What a picture brings, and all of both. */
const MAX_PICTURE_BYTES = 6 * 1024;

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const layers = (page: Page): Locator => page.locator('figure').filter({ hasText: 'The layer that both have' });
const containers = (page: Page): Locator => page.locator('figure').filter({ hasText: 'Write more in pad' });
const live = (figure: Locator): Locator => figure.locator('.live');
const LIVE = /^Live: your own engine\./;

/** What stands in the picture, as a screen reader has it. */
const words = (figure: Locator): Locator => figure.locator('.live desc');

async function heightOf(figure: Locator): Promise<number> {
  return (await figure.boundingBox())?.height ?? 0;
}

/** What the server answers a page without a cookie that wants to listen. */
async function upgradeStatus(path: string): Promise<number | undefined> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    origin: drydock.url,
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  const [answer] = await once(request(drydock.url + path, { headers }).end(), 'response');
  (answer as IncomingMessage).resume();
  return (answer as IncomingMessage).statusCode;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: a picture is still before there is an engine, and follows it once there is`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const lesson = new LessonPage(page);
    await lesson.open(drydock.url + LESSON);

    await layers(page).scrollIntoViewIfNeeded();
    await expect(layers(page).getByText('Pull both images as above')).toBeVisible();
    await expect(layers(page).getByRole('img')).toHaveAccessibleName(/nginx:1\.26-alpine has 8 layers/);
    await expect(live(layers(page))).toHaveCount(0);
    await expectNoViolations(page, 'still', { within: 'article' });
    const before = await heightOf(layers(page));

    await lesson.openTerminal();
    await lesson.run('docker pull -q busybox:1.37');
    await expect(layers(page).getByText(LIVE)).toBeVisible(AT_ONCE);
    await expect(words(layers(page))).toHaveText(/nginx:1\.26-alpine is not on your engine yet/);
    await lesson.run('docker pull -q nginx:1.26-alpine');
    await expect(words(layers(page))).toHaveText(/They share 1 layer of/, AT_ONCE);
    await expect(layers(page).getByRole('img')).toHaveCount(1);
    await expect(layers(page).getByRole('status')).toHaveText(/Your engine has nginx:1\.26-alpine and busybox:1\.37/);
    expect(await heightOf(layers(page))).toBe(before);
    await expectNoViolations(page, 'live layers', { within: 'article' });

    await containers(page).scrollIntoViewIfNeeded();
    await expect(live(containers(page))).toHaveCount(0);
    await lesson.run('docker run -d --name pad debian:trixie-slim sleep infinity');
    await expect(words(containers(page))).toHaveText(/pad \(running\) with 0 B in its own layer/, AT_ONCE);
    await lesson.run('docker exec pad chmod 700 /usr/bin/perl');
    await expect(words(containers(page))).toHaveText(/pad \(running\) with [34]\.\d+ MB in its own layer/, AT_ONCE);
    await expectNoViolations(page, 'live containers', { within: 'article' });
    await lesson.run('docker rm -f pad');
    await expect(live(containers(page))).toHaveCount(0, AT_ONCE);
    await expect(containers(page).getByText(/^Your engine has nothing of this now/)).toBeVisible();
    await context.close();
  });
}

test('what is in one learner’s engine is in no other’s picture, and without a cookie there is none', async ({
  browser,
}) => {
  const [ada, ben] = [await browser.newContext(), await browser.newContext()];
  const [hers, his] = [new LessonPage(await ada.newPage()), new LessonPage(await ben.newPage())];
  for (const lesson of [hers, his]) {
    await lesson.open(drydock.url + LESSON);
    await containers(lesson.page).scrollIntoViewIfNeeded();
    await lesson.openTerminal();
    await lesson.run('docker pull -q debian:trixie-slim');
  }
  await hers.run('docker run -d --name hers debian:trixie-slim sleep infinity');
  await expect(words(containers(hers.page))).toHaveText(/hers \(running\)/);
  await his.run('docker run -d --name his debian:trixie-slim sleep infinity');
  await expect(words(containers(his.page))).toHaveText(/his \(running\)/);
  await expect(words(containers(his.page))).not.toHaveText(/hers/);
  await expect(words(containers(hers.page))).not.toHaveText(/his \(/);
  await Promise.all([ada.close(), ben.close()]);

  expect(await upgradeStatus('/ws')).toBe(401);
});

test('without JavaScript the still pictures stand there, and nothing says that they might live', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(drydock.url + LESSON);
  for (const figure of [layers(page), containers(page)]) {
    await expect(figure.getByRole('img')).toBeVisible();
    await expect(figure.locator('.live-note')).toBeHidden();
  }
  await context.close();
});

test('names lead to their images, and one that moves leaves the old image without', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open(`${drydock.url}/lessons/identity/`);
  const names = page.locator('figure').filter({ hasText: 'A tag is moved by the next build' });
  await names.scrollIntoViewIfNeeded();
  await lesson.openTerminal();
  const build = 'docker build --no-cache -qt shop:stable .';
  await lesson.run(`printf 'FROM busybox:1.37\\nRUN date > /now\\n' > Dockerfile; ${build}`);
  await expect(words(names)).toHaveText(/^shop:stable leads to [0-9a-f]{12}\. 1 name leads to 1 image\.$/, AT_ONCE);
  const before = /[0-9a-f]{12}/.exec((await words(names).textContent()) ?? '')?.[0];
  await lesson.run(build);
  await expect(words(names)).toHaveText(new RegExp(`${before} has no name`), AT_ONCE);
  await expectNoViolations(page, 'live names', { within: 'article' });
});

test('on a phone nothing lies over a picture', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  for (const slug of ['layers', 'identity', 'what-an-image-is', 'build-cache']) {
    await page.goto(`${drydock.url}/lessons/${slug}/`);
    for (const picture of await page.locator('.live-picture').all()) {
      const [drawing, note] = [
        await picture.locator('svg').boundingBox(),
        await picture.locator('.live-note').boundingBox(),
      ];
      expect(note?.y).toBeGreaterThanOrEqual((drawing?.y ?? 0) + (drawing?.height ?? 0));
    }
  }
  await context.close();
});

test('only a page with pictures loads what draws them, and it is little', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(drydock.url + LESSON, { waitUntil: 'networkidle' });
  const script = await meterScripts(page);
  await containers(page).scrollIntoViewIfNeeded();
  await expect(containers(page).locator('astro-island')).not.toHaveAttribute('ssr');
  const one = script.bytes;
  expect(one).toBeGreaterThan(500);
  expect(one).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
  await layers(page).scrollIntoViewIfNeeded();
  await expect(layers(page).locator('astro-island')).not.toHaveAttribute('ssr');
  expect(script.bytes - one).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
  await script.stop();
});
