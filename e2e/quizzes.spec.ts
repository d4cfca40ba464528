import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { meterScripts } from './script-meter.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';
const OTHER_LESSON = '/lessons/layers/';

/** What a quiz may cost beside its lesson. */
const MAX_SCRIPT_BYTES = 3_000;

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const question = (page: Page, id: string) => page.locator(`#question-${id}`);
const checkButton = (form: Locator) => form.getByRole('button', { name: /^Check/ });
const verdict = (form: Locator) => form.locator('.verdict');

/** Goes to the quiz of a lesson, and waits until it can be answered. */
async function openQuiz(page: Page, lesson: string): Promise<void> {
  await page.goto(drydock.url + lesson);
  await page.locator('.quiz').scrollIntoViewIfNeeded();
  await expect(
    page
      .locator('.question')
      .first()
      .getByRole('button', { name: /^Check/ }),
  ).toBeEnabled();
}

async function newPage(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
}

/** What the authors wrote below `right:` and below wrong options: the beginning of each. */
async function writtenExplanations(): Promise<string[]> {
  const folder = join(import.meta.dirname, '../content/docker-images/lessons');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mdx'));
  const lessons = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const blocks = lessons.flatMap((lesson) => [...lesson.matchAll(/^```quiz .*\n([\s\S]*?)^```$/gm)]);
  return blocks.flatMap(([, block = '']) => {
    const lines = [...block.matchAll(/^(?:right:|less:|more:|\s{2,})\s*(.+)$/gm)];
    // Of a line with code in it, the longest part without.
    return lines.map(
      ([, line = '']) =>
        line
          .split(/[`*]/)
          .toSorted((a, b) => b.length - a.length)[0]
          ?.trim() ?? '',
    );
  });
}

test('no explanation and no answer is in a page, its scripts, or anything that the server sends', async ({ page }) => {
  const explanations = (await writtenExplanations()).filter((text) => text.length > 20);
  expect(explanations.length).toBeGreaterThan(30);
  const urls = new Set<string>();
  page.on('response', (response) => urls.add(response.url()));
  for (const lesson of [LESSON, OTHER_LESSON]) {
    await openQuiz(page, lesson);
    await page.waitForLoadState('networkidle');
  }
  urls.add(`${drydock.url}/quiz-texts.json`);
  expect([...urls].filter((url) => url.endsWith('.js')).length).toBeGreaterThan(5);
  const sent = [...urls].map(async (url) => [url, await (await page.request.get(url)).text()] as const);
  const texts = new Map(await Promise.all(sent));
  for (const path of [LESSON, '/quiz-texts.json']) {
    expect(texts.get(drydock.url + path), path).toContain('Nothing: the port is not published');
  }
  for (const [url, text] of texts) {
    for (const explanation of explanations) expect(text.includes(explanation), `${url}: ${explanation}`).toBe(false);
    expect(text, url).not.toContain('"explanation":');
  }
  expect(texts.get(drydock.url + OTHER_LESSON)).not.toMatch(/answer: whiteout|name="correct"|data-correct/);
  for (const path of [
    '/server-only/quizzes.json',
    '/server-only/quizzes.json.br',
    '/server-only/quizzes.json.gz',
    '/quizzes.json',
  ]) {
    expect((await page.request.get(drydock.url + path)).status(), path).toBe(404);
  }
});

test('a choice is explained, and may be made again', async ({ page }) => {
  await openQuiz(page, LESSON);
  const form = question(page, 'expose-alone');
  await expect(form.getByRole('group', { name: /An image has EXPOSE 80/ })).toBeVisible();
  await checkButton(form).click();
  await expect(form.getByRole('alert')).toHaveText('Choose an answer first.');
  await form.getByRole('radio', { name: 'The page' }).check();
  await expect(form.getByRole('alert')).toHaveCount(0);
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Not yet\. EXPOSE publishes nothing\./);
  await expect(verdict(form).locator('code')).toHaveText('EXPOSE');
  await expect(page.locator('#announcements')).toHaveText(/^Not yet\. EXPOSE publishes nothing\./);
  await form.getByRole('radio', { name: /Nothing/ }).check();
  await expect(verdict(form)).toBeHidden();
  await checkButton(form).press('Enter');
  await expect(verdict(form)).toHaveText(/^Right\. EXPOSE only documents the port\./);
  await expect(page.locator('#announcements')).toHaveText(/^Right\./);
});

test('every wrong option that was chosen among several is explained, and what is missing is not told', async ({
  page,
}) => {
  await openQuiz(page, LESSON);
  const form = question(page, 'files-at-the-build');
  const box = (name: RegExp) => form.getByRole('checkbox', { name });
  for (const name of [/COPY/, /EXPOSE/, /CMD/]) await box(name).check();
  await checkButton(form).click();
  await expect(verdict(form).getByRole('paragraph')).toHaveText([
    /^Not yet\. EXPOSE 80: It writes/,
    /^CMD \["httpd", "-f"\]: It is/,
  ]);
  for (const name of [/EXPOSE/, /CMD/]) await box(name).uncheck();
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText('Not yet. What you chose is right. Something is missing.');
  for (const name of [/RUN/, /WORKDIR/]) await box(name).check();
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Right\./);
});

test('a number and a short answer are typed, and sent by Enter', async ({ page }) => {
  await openQuiz(page, OTHER_LESSON);
  const number = question(page, 'layers-of-an-image');
  const field = number.getByRole('textbox', { name: 'Your answer layers' });
  for (const [typed, told] of [
    ['eight', /^Enter a number in figures/],
    ['8', /^Not yet\. That counts settings/],
    ['4', /^Not yet\. COPY changes files/],
    ['5 layers', /^Right\. Only COPY/],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(number.locator('.verdict:not([hidden]), .trouble')).toHaveText(told);
  }
  const word = question(page, 'mark-of-a-deletion');
  const line = word.getByRole('textbox', { name: 'Your answer' });
  await line.press('Enter');
  await expect(word.getByRole('alert')).toHaveText('Enter an answer first.');
  await line.fill('copy-on-write');
  await line.press('Enter');
  await expect(verdict(word)).toHaveText(/^Not yet\. That is how a file is changed/);
  await line.fill('  WhiteOut ');
  await line.press('Enter');
  await expect(verdict(word)).toHaveText(/^Right\. A whiteout/);
});

const RIGHT_ORDER = [/BuildKit fetches/, /RUN date/, /gets its name/, /starts the command/, /Port 8000/];

const orderForm = (page: Page) => question(page, 'folder-to-page');
const orderItem = (page: Page, name: RegExp) => orderForm(page).getByRole('listitem').filter({ hasText: name });

test('an order is made by the keyboard alone, and heard', async ({ page }) => {
  await openQuiz(page, LESSON);
  const form = orderForm(page);
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Not yet\. What stands at place 1 comes later\./);
  for (const [place, name] of RIGHT_ORDER.entries()) {
    const up = orderItem(page, name).getByRole('button', { name: /^Move up/ });
    await up.focus();
    const places = async () => form.getByRole('listitem').allInnerTexts();
    while (!name.test((await places())[place] ?? '')) {
      const before = (await places()).findIndex((text) => name.test(text));
      await page.keyboard.press('Enter');
      await expect(page.locator('#announcements')).toHaveText(new RegExp(`: place ${before} of 5\\.$`));
      await expect(up).toBeFocused();
    }
  }
  await expect(form.getByRole('listitem')).toHaveText(RIGHT_ORDER);
  await expect(verdict(form)).toBeHidden();
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Right\. First the build/);
  // At its end an item stays where it is, and the button keeps the focus.
  const top = orderItem(page, RIGHT_ORDER[0] as RegExp).getByRole('button', { name: /^Move up/ });
  await top.press('Enter');
  await expect(form.getByRole('listitem')).toHaveText(RIGHT_ORDER);
  await expect(verdict(form)).toBeVisible();
});

async function centreOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It can’t be seen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('an order is made by dragging with the mouse', async ({ page }) => {
  await openQuiz(page, LESSON);
  const form = orderForm(page);
  for (const [place, name] of RIGHT_ORDER.entries()) {
    await orderItem(page, name).scrollIntoViewIfNeeded();
    const from = await centreOf(orderItem(page, name).locator('.option'));
    const to = await centreOf(form.getByRole('listitem').nth(place));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, to.y - 2, { steps: 8 });
    await page.mouse.up();
  }
  await expect(form.getByRole('listitem')).toHaveText(RIGHT_ORDER);
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Right\./);
});

test('an order is made by a finger on the dots, and elsewhere a finger scrolls', async ({ browser }) => {
  const page = await newPage(browser, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  await openQuiz(page, LESSON);
  const form = orderForm(page);
  await form.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await touch('touchStart', from);
    for (let step = 1; step <= 8; step += 1) {
      await touch('touchMove', { x: from.x, y: from.y + ((to.y - from.y) * step) / 8 });
    }
    await touch('touchEnd');
  };
  const before = await form.getByRole('listitem').allInnerTexts();
  const grip = await centreOf(form.getByRole('listitem').last().locator('.grip'));
  const first = await centreOf(form.getByRole('listitem').first());
  await drag(grip, { ...first, y: first.y - 4 });
  await expect(form.getByRole('listitem')).toHaveText([before.at(-1) ?? '', ...before.slice(0, -1)]);
  const top = await page.evaluate('scrollY');
  await drag(
    await centreOf(form.getByRole('listitem').nth(3).locator('.option')),
    await centreOf(form.getByRole('listitem').first()),
  );
  await expect.poll(() => page.evaluate('scrollY')).not.toBe(top);
  await expect(form.getByRole('listitem')).toHaveText([before.at(-1) ?? '', ...before.slice(0, -1)]);
  await page.context().close();
});

test('answers survive a reload and a restart of the server, and are asked for only by who gave some', async ({
  browser,
}) => {
  const page = await newPage(browser);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await openQuiz(page, LESSON);
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  await question(page, 'old-page').getByRole('radio').first().check();
  await checkButton(question(page, 'old-page')).click();
  await expect(verdict(question(page, 'old-page'))).toHaveText(/^Right\./);
  expect(asked).toEqual(['GET /api/me', 'POST /api/quizzes/first-dockerfile/old-page']);
  const word = question(page, 'publish-one-port');
  await word.getByRole('textbox').fill('-P');
  await word.getByRole('textbox').press('Enter');
  await expect(verdict(word)).toHaveText(/^Not yet\. A large P/);
  await orderItem(page, /BuildKit/)
    .getByRole('button', { name: /^Move up/ })
    .click();
  await checkButton(orderForm(page)).click();
  await expect(verdict(orderForm(page))).toBeVisible();
  const order = await orderForm(page).getByRole('listitem').allInnerTexts();

  await drydock.stop();
  await drydock.start();
  asked.length = 0;
  await page.goto(drydock.url + LESSON);
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => path.includes('quizzes'))).toEqual([]);
  await openQuiz(page, LESSON);
  await expect(verdict(question(page, 'old-page'))).toHaveText(/^Right\./);
  await expect(question(page, 'old-page').getByRole('radio').first()).toBeChecked();
  await expect(word.getByRole('textbox')).toHaveValue('-P');
  await expect(verdict(word)).toHaveText(/^Not yet\. A large P/);
  await expect(orderForm(page).getByRole('listitem')).toHaveText(order);
  await expect(verdict(question(page, 'two-tags'))).toBeHidden();
  await expect(page.locator('#announcements')).toHaveText('');
  expect(asked.filter((path) => path.includes('quizzes'))).toEqual(['GET /api/quizzes/first-dockerfile']);

  await page.goto(`${drydock.url}/records/`);
  const told = (text: string) => page.locator('.entry', { hasText: text });
  await expect(told('Wrong: Which option of docker run publishes one port')).toContainText('Answered: -P');
  await expect(told('Right: You change index.html')).toContainText(
    'Answered: The image holds the file as it was when it was built',
  );

  const other = await newPage(browser);
  await openQuiz(other, LESSON);
  await expect(verdict(question(other, 'old-page'))).toBeHidden();
  await other.context().close();
  await page.context().close();
});

test('without a network the answer stays, and the page says what to do', async ({ page, context }) => {
  await openQuiz(page, LESSON);
  const form = question(page, 'what-is-sent');
  await form.getByRole('radio', { name: /does not have it yet/ }).check();
  await context.setOffline(true);
  await checkButton(form).click();
  await expect(form.getByRole('alert')).toHaveText(/could not be reached.*press Check again/);
  await context.setOffline(false);
  await expect(form.getByRole('radio', { name: /does not have it yet/ })).toBeChecked();
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Right\./);
  await expect(form.getByRole('alert')).toHaveCount(0);
});

test('a script that did not come is asked for again by who begins to answer', async ({ page }) => {
  const script = /\/_astro\/quiz\.(?!astro)[^/]*\.js$/;
  await page.route(script, (route) => route.abort());
  const failed = page.waitForEvent('requestfailed', (request) => script.test(request.url()));
  await page.goto(drydock.url + LESSON);
  await page.locator('.quiz').scrollIntoViewIfNeeded();
  await failed;
  await page.unroute(script);
  const form = question(page, 'expose-alone');
  await expect(checkButton(form)).toBeDisabled();
  await form.getByRole('radio', { name: 'The page' }).check();
  await expect(checkButton(form)).toBeEnabled();
  await checkButton(form).click();
  await expect(verdict(form)).toHaveText(/^Not yet\./);
});

test('without JavaScript the questions are read, and a sentence says what answers need', async ({ browser }) => {
  const page = await newPage(browser, { javaScriptEnabled: false });
  await page.goto(drydock.url + LESSON);
  await expect(question(page, 'expose-alone').getByRole('listitem')).toHaveText([/The page/, /Nothing/, /An error/]);
  await expect(orderForm(page).getByRole('listitem')).toHaveCount(5);
  await expect(page.locator('.quiz-note')).toHaveText('Answers are checked in a browser with JavaScript.');
  await expect(page.locator('.quiz-note')).toBeVisible();
  await expect(page.locator('.quiz').getByRole('button')).toHaveCount(0);
  await expect(page.locator('.quiz input:visible')).toHaveCount(0);
  await page.context().close();
});

test('a quiz costs little script, and none before it is near', async ({ page }) => {
  const script = await meterScripts(page);
  await page.goto(drydock.url + LESSON, { waitUntil: 'networkidle' });
  const before = script.bytes;
  await expect(page.locator('.question').first().locator('button')).toBeDisabled();
  // What else loads by being seen lies above.
  await page.locator('#exercise-several-tags').scrollIntoViewIfNeeded();
  await page.locator('.question').first().scrollIntoViewIfNeeded();
  await expect(checkButton(page.locator('.question').first())).toBeEnabled();
  await page.waitForLoadState('networkidle');
  expect(script.bytes - before).toBeGreaterThan(500);
  expect(script.bytes - before).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`answered questions in ${colorScheme} have nothing that axe finds, and fit every window`, async ({
    browser,
  }) => {
    const page = await newPage(browser, { colorScheme });
    for (const lesson of [LESSON, OTHER_LESSON]) {
      await openQuiz(page, lesson);
      for (const form of await page.locator('.question').all()) {
        const choice = form.locator('.choices input').first();
        const line = form.getByRole('textbox');
        if (await choice.count()) await choice.check();
        else if (await line.count()) await line.fill('7');
        await checkButton(form).click();
        await expect(verdict(form)).toBeVisible();
      }
      for (const width of [1280, 768, 360]) {
        await page.setViewportSize({ width, height: 900 });
        expect(
          await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          `${width} px`,
        ).toBeLessThanOrEqual(0);
        await expectNoViolations(page, `${width} px`, { within: '.quiz' });
      }
    }
    await page.context().close();
  });
}
