import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

async function visit(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; lesson: LessonPage }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  return { context, page, lesson: new LessonPage(page) };
}

/** In both themes. */
async function expectNoViolationsAtRest(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectNoViolationsInThemes(page, where);
}

/** From the next page on, sums up in `window.shifted` what moved without the reader's doing. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(`
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
    }).observe({ type: 'layout-shift', buffered: true });
  `);
}

/** Resolves once the server has said that hints of an exercise may be opened. */
function untilTried(page: Page, exercise: string): Promise<void> {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const isIt = typeof payload === 'string' && payload.includes(`"exercise":"${exercise}"`);
        if (isIt && payload.includes('"isTried":true')) resolve();
      }),
    );
  });
}

test('through the course: the map, the search, the keys, and where reading stopped', async ({ browser }) => {
  const { context, page } = await visit(browser);
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  await page.goto(drydock.url + LESSON, { waitUntil: 'networkidle' });

  await test.step('the map says where the reader is, and leads on', async () => {
    await page.getByRole('button', { name: 'Contents' }).click();
    const map = page.getByRole('navigation', { name: 'Course' });
    const here = map.getByRole('link', { name: 'First Dockerfile' });
    await expect(here).toHaveAttribute('aria-current', 'page');
    await expect(here).toBeFocused();
    await expectNoViolationsAtRest(page, 'map');
    await page.keyboard.press('Escape');
    await expect(map).toBeHidden();
    await expect(page.getByRole('button', { name: 'Contents' })).toBeFocused();
  });

  await test.step('the search comes with its key, finds sections, and is worked by keys', async () => {
    expect(asked.filter((path) => path.includes('pagefind'))).toEqual([]);
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog', { name: 'Search the course' });
    const field = dialog.getByRole('searchbox');
    await expect(field).toBeFocused();
    await page.keyboard.type('dangling');
    await expect(dialog.getByRole('status')).toHaveText(/^On \w+ pages?$/);
    await expect(dialog.locator('mark').first()).toHaveText(/dangling/i);
    await expect(dialog.locator('.found-heading').first()).toBeVisible();
    await expectNoViolationsAtRest(page, 'search');
    await field.fill('漢字');
    await expect(dialog.getByRole('status')).toContainText('Nothing is found for “漢字”');
    await field.fill('build context');
    await expect(dialog.getByRole('link', { name: /^Lesson 9/ })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expect(dialog.getByRole('link').first()).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(field).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('The build context');
  });

  await test.step('every key stands in one list, and those without Ctrl can be switched off', async () => {
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect(keys).toContainText('Leave it, for who has no mouse');
    await expectNoViolationsAtRest(page, 'keys');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('checkbox', { name: /searches/ }).uncheck();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expectNoViolationsAtRest(page, 'settings');
    await page.keyboard.press('Escape');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('/');
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toHaveAccessibleName('Search the course');
    await page.keyboard.press('Escape');
  });

  await test.step('who comes back is offered to go on where they stopped', async () => {
    const section = page.locator('.prose h2').nth(1);
    const title = (await section.textContent()) ?? '';
    await section.evaluate((heading) => heading.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await page.goto(drydock.url);
    await watchShifts(page);
    await page.goto(`${drydock.url}/lessons/build-context/`, { waitUntil: 'networkidle' });
    await page.getByRole('link', { name: `Go on at ${title}` }).click();
    await expect(section).toBeInViewport();
    expect(await page.evaluate('window.shifted')).toBe(0);
  });
  await context.close();

  await test.step('without JavaScript the map is links all the same', async () => {
    const plain = await visit(browser, { javaScriptEnabled: false });
    await plain.page.goto(drydock.url + LESSON);
    await plain.page.getByRole('button', { name: 'Contents' }).click();
    const map = plain.page.getByRole('navigation', { name: 'Course' });
    await map.getByRole('link', { name: 'Every instruction' }).click();
    await expect(plain.page.getByRole('heading', { level: 1 })).toContainText('Every instruction');
    await expect(plain.page.getByRole('button', { name: 'Search' })).toBeHidden();
    await plain.context.close();
  });
});

/** Answers with the cookies that it got, and sends back what comes through a WebSocket. Without `$`, `!` and double quotes, which a shell would read. */
const ECHO = [
  "const c = require('crypto');",
  "const page = (q) => '<h1>cookies: ' + (q.headers.cookie || 'none') + '</h1><p></p><script>",
  'const s = new WebSocket(location.origin.replace(/^http/, String.fromCharCode(119, 115)));',
  'const p = document.querySelector(String.fromCharCode(112));',
  "s.onopen = () => s.send(location.pathname); s.onmessage = (m) => p.append(m.data)</script>';",
  "const away = '<script>try { top.location = location.href } catch (e) { document.write(e.name) }</script>';",
  "require('http').createServer((q, r) => { r.setHeader('content-type', 'text/html');",
  "if (q.url == '/alone') r.setHeader('x-frame-options', 'DENY');",
  "r.end(q.url == '/away' ? away : page(q)); })",
  ".on('upgrade', (q, s) => { s.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: '",
  "+ c.createHash('sha1').update(q.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64') + '\\r\\n\\r\\n');",
  "s.on('data', (d) => { const text = d.subarray(6).map((b, i) => b ^ d[2 + i % 4]);",
  "s.write(Buffer.concat([Buffer.from([129, text.length]), text])); }).on('error', () => {}); }).listen(9000);",
].join(' ');

test('a published port is a tab at once: a page of its own origin, with nothing of the platform', async ({
  browser,
}) => {
  const { context, page, lesson } = await visit(browser, { reducedMotion: 'reduce' });
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  const frame = page.frameLocator('iframe[title="What port 9000 serves"]');
  const path = page.getByRole('textbox', { name: 'Path on port 9000' });

  await test.step('it appears, is announced, and shows what the container serves', async () => {
    await lesson.run(`docker run -d --name echo -p 9000:9000 node:20-slim node -e "${ECHO}"`);
    await expect(page.locator('#announcements')).toHaveText(/Published: port 9000/);
    await lesson.deskTab('Port 9000').click();
    await expect(frame.getByRole('heading')).toHaveText('cookies: none');
    expect((await context.cookies(drydock.url)).map(({ name }) => name)).toEqual(['drydock-learner']);
    await expectNoViolationsAtRest(page, 'port');
  });

  await test.step('web sockets go through it, at the path that is asked for', async () => {
    await expect(frame.getByRole('paragraph')).toHaveText('/');
    await path.fill('deck/plan');
    await path.press('Enter');
    await expect(frame.getByRole('paragraph')).toHaveText('/deck/plan');
    const [link] = [page.getByRole('link', { name: 'Open port 9000 in a window of its own' })];
    await expect(link).toHaveAttribute('href', /^http:\/\/9000--[0-9a-f]{32}\.localhost:\d+\/deck\/plan$/);
  });

  await test.step('it can’t lead the lesson away, and one that forbids to be framed says so', async () => {
    await path.fill('/away');
    await path.press('Enter');
    await expect(frame.getByText('SecurityError')).toBeVisible();
    expect(page.url()).toBe(drydock.url + LESSON);
    await path.fill('/alone');
    await path.press('Enter');
    await expect(frame.getByText('X-Frame-Options: DENY')).toBeVisible();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open port 9000' }).click();
    const alone = await opened;
    await expect(alone.getByRole('heading')).toHaveText('cookies: none');
    const { host } = new URL(alone.url());
    const stranger = await context.newPage();
    const wrong = await stranger.goto(`http://${host.replace(/--[0-9a-f]{32}/, `--${'0'.repeat(32)}`)}/`);
    expect(wrong?.status()).toBe(404);
    await stranger.close();
    await alone.close();
  });

  await test.step('when its container goes its tab goes, and the next one is waited for until it listens', async () => {
    await lesson.deskTab('Terminal').click();
    await lesson.run('docker rm -f echo');
    await expect(lesson.deskTab('Port 9000')).toHaveCount(0);
    await lesson.run(`docker run -d --name echo -p 9000:9000 node:20-slim node -e "${ECHO}"`);
    await lesson.deskTab('Port 9000').click();
    // At the path that it was left at.
    await expect(frame.getByText('X-Frame-Options: DENY')).toBeVisible();
    await page.getByRole('tablist', { name: 'Desk' }).press('Home');
    await expect(lesson.deskTab('Terminal')).toBeFocused();
  });

  await test.step('a browser that the server has forgotten is told, before it wonders where its work is', async () => {
    await context.clearCookies();
    await page.reload();
    const notice = page.getByRole('status').filter({ hasText: 'does not know this browser any more' });
    await expect(notice).toBeVisible();
    await expectNoViolationsAtRest(page, 'notice');
    await page.getByRole('button', { name: 'Go on as a new learner' }).click();
    await expect(notice).toHaveCount(0);
    await lesson.waitForPrompt();
  });
  await context.close();
});

test('an exercise that is whole is celebrated, unless that is switched off', async ({ browser }) => {
  const { context, page, lesson } = await visit(browser);
  await page.addInitScript(`
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const { className, dataset } of addedNodes)
          if (className === 'celebration') localStorage.setItem('seen', (localStorage.getItem('seen') ?? '') + dataset.exercise + ' ');
    }).observe(document, { childList: true, subtree: true });
  `);
  await lesson.open(`${drydock.url}/lessons/first-run/`);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: /Celebrate/ }).uncheck();
  await page.keyboard.press('Escape');
  await lesson.openTerminal();
  await lesson.run('cd ~/say-hello && (docker version; docker compose version) > versions.txt');
  await lesson.run('docker run --name first hello-world > hello.txt; clear');
  await expect(page.locator('#exercise-say-hello')).toContainText('All done.');

  await page.goto(`${drydock.url}/lessons/pull-list-inspect/`);
  await lesson.waitForPrompt();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('checkbox', { name: /Celebrate/ })).not.toBeChecked();
  await page.getByRole('checkbox', { name: /Celebrate/ }).check();
  await page.keyboard.press('Escape');
  await lesson.run('cd ~/python-of-your-own && docker pull -q python:3.13-slim');
  await lesson.run('docker tag python:3.13-slim my-python:1.0; docker rmi python:3.13-slim');
  await lesson.run('docker tag my-python:1.0 localhost:5000/tools/python:3.13');
  await lesson.run('docker run --rm my-python:1.0 python3 --version > version.txt');
  await expect(page.locator('#exercise-python-of-your-own')).toContainText('All done.');
  await expect.poll(() => page.evaluate("localStorage.getItem('seen')")).toMatch(/^(python-of-your-own )+$/);
  await expect(page.locator('.celebration')).toHaveCount(0);

  await page.getByRole('button', { name: 'Contents' }).click();
  const done = page.getByRole('navigation', { name: 'Course' }).getByRole('listitem').filter({ hasText: 'First run' });
  await expect(done).toContainText('Done: all');
  await context.close();
});

for (const [name, viewport] of [
  ['a phone', { width: 360, height: 740 }],
  ['a wide window', { width: 1440, height: 900 }],
] as const) {
  test(`nothing moves in ${name} when a learner comes back to open hints and another panel`, async ({ browser }) => {
    const { context, page, lesson } = await visit(browser, { viewport, reducedMotion: 'reduce' });
    const tried = untilTried(page, 'web-app');
    await lesson.open(drydock.url + LESSON);
    const exercise = page.locator('#exercise-web-app');
    await exercise.getByRole('button', { name: 'Check now' }).click();
    await tried;
    await expect(exercise.getByText('There is no').first()).toBeVisible();
    for (const number of [1, 2, 3]) {
      await exercise.getByRole('button', { name: `int ${number} of 3 for: Write index.html` }).click();
      await expect(exercise.locator('.hint')).toHaveCount(number);
    }
    const files = lesson.deskTab('Files');
    if (await files.isVisible()) await files.click();
    await exercise.getByRole('listitem').first().scrollIntoViewIfNeeded();
    await watchShifts(page);
    await page.reload({ waitUntil: 'networkidle' });
    await expect(exercise.locator('.hint')).toHaveCount(3);
    await expect(exercise.getByRole('listitem').first()).toBeInViewport();
    if (await files.isVisible()) {
      await expect(files).toHaveAttribute('aria-selected', 'true');
      await expect(page.getByRole('tabpanel', { name: 'Files' })).toBeVisible();
    }
    expect(await page.evaluate('window.shifted')).toBeLessThan(0.01);
    await context.close();
  });
}
