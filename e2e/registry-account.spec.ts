import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { learnerRegistrySchema } from '../src/shared/registry-views.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const menu = (page: Page) => page.locator('summary', { hasText: 'Sandbox' });
const entry = (page: Page) => page.getByRole('button', { name: 'Course registry…' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Course registry' });
const answered = (page: Page) => dialogOf(page).getByRole('button', { name: 'Show the password' });

/** A learner who was here before, on a lesson's page. */
async function visit(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(drydock.url);
  await page.evaluate("fetch('/api/me').then(() => localStorage.setItem('drydock.known', 'yes'))");
  await page.goto(drydock.url + LESSON);
  return page;
}

async function chooseEntry(page: Page): Promise<void> {
  const desk = page.getByRole('button', { name: 'Terminal and tasks' });
  if (await desk.isVisible()) await desk.click();
  await menu(page).click();
  await entry(page).click();
}

async function openDialog(page: Page): Promise<void> {
  await chooseEntry(page);
  await expect(answered(page)).toBeEnabled();
}

/** What the server says of the browser's own account. */
async function askForLogin(context: BrowserContext) {
  const answer = await context.request.get(`${drydock.url}/api/registry`);
  expect(answer.status()).toBe(200);
  return learnerRegistrySchema.parse(await answer.json());
}

/** Where the dialog's outer edge and what lies within it are. */
function places(page: Page) {
  const buttons = ['Copy the password', 'Copy the command', 'Close'].map((name) =>
    dialogOf(page).getByRole('button', { name }).boundingBox(),
  );
  return Promise.all([dialogOf(page).boundingBox(), ...buttons]);
}

/** A new learner, in a browser that lets pages copy and be pasted into. */
async function visitLesson(browser: Browser) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ reducedMotion: 'reduce', permissions });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  return { context, page, lesson };
}

test('a learner finds their login beside the terminal, by the keyboard, and keeps it', async ({ browser }) => {
  const { context, page } = await visitLesson(browser);

  await menu(page).focus();
  await page.keyboard.press('Enter');
  await entry(page).focus();
  await page.keyboard.press('Enter');
  const dialog = dialogOf(page);
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('heading', { name: 'Course registry' })).toBeFocused();
  await expect(answered(page)).toBeEnabled();
  const login = await askForLogin(context);
  expect(login.address).toBe('registry.internal');
  expect(login.account).toMatch(/^[a-z]+-[a-z]+(-\d+)?$/);
  expect(login.password).toHaveLength(20);
  const command = `docker login --username ${login.account} registry.internal`;
  await expect(dialog.getByText(login.account, { exact: true }).first()).toBeVisible();
  await expect(dialog).toContainText(command);
  await expect(dialog).not.toContainText(login.password);

  const { use } = login;
  await expect(dialog.getByRole('meter', { name: 'Room' })).toHaveAttribute('aria-valuemax', String(use?.quotaBytes));
  await expect(dialog).toContainText(/None of [\d.]+ MiB used yet\./);

  // From the heading to the first button, and on.
  const said = (text: string) => dialog.getByRole('status').filter({ hasText: text });
  await page.keyboard.press('Tab');
  await expect(answered(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(login.password, { exact: true })).toBeVisible();
  await expect(said('The password is shown.')).toBeAttached();
  await dialog.getByRole('button', { name: 'Hide the password' }).press('Enter');
  await expect(dialog).not.toContainText(login.password);

  for (const [what, text] of [
    ['the password', login.password],
    ['the command', command],
  ] as const) {
    await dialog.getByRole('button', { name: `Copy ${what}` }).press('Enter');
    await expect(said(`Copied ${what}.`)).toBeAttached();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(text);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(menu(page)).toBeFocused();

  await page.reload();
  await openDialog(page);
  await expect(dialog).toContainText(command);
  expect((await askForLogin(context)).password).toBe(login.password);
  await context.close();
});

test('with what the dialog copies a learner logs in and pushes, and then sees what they use', async ({ browser }) => {
  const { context, page, lesson } = await visitLesson(browser);
  const { account, use } = await askForLogin(context);
  expect(use).not.toBeNull();

  const paste = async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: /terminal/i }).focus();
    await page.keyboard.press('Control+v');
  };
  await openDialog(page);
  await dialogOf(page).getByRole('button', { name: 'Copy the command' }).click();
  await paste();
  await page.keyboard.press('Enter');
  await expect(lesson.screen).toContainText(/Password:\s*$/);
  await openDialog(page);
  await dialogOf(page).getByRole('button', { name: 'Copy the password' }).click();
  await paste();
  await page.keyboard.press('Enter');
  await expect(lesson.screen).toContainText('Login Succeeded');
  const image = `registry.internal/${account}/web:1.0`;
  await lesson.run(`clear; docker pull -q busybox:1.37 && docker tag busybox:1.37 ${image} && docker push -q ${image}`);
  await expect(lesson.screen).not.toContainText(/denied|error/i);
  await openDialog(page);
  const meter = dialogOf(page).getByRole('meter', { name: 'Room' });
  await expect(meter).toHaveAttribute('aria-valuetext', /^[\d.]+ MiB of \d+ MiB used\.$/);
  expect(Number(await meter.getAttribute('aria-valuenow'))).toBeGreaterThan(100_000);

  await dialogOf(page).getByRole('button', { name: 'Empty it…' }).click();
  const question = page.getByRole('dialog', { name: 'Empty your room in the course registry?' });
  await expect(question).toContainText(`everything below ${account}/`);
  await expectNoViolations(page, 'the question before emptying');
  await question.getByRole('button', { name: 'Remove all that I pushed' }).click();
  await expect(question).toHaveCount(0);
  await openDialog(page);
  await expect(dialogOf(page)).toContainText(/None of [\d.]+ MiB used yet\./);
  await expect(dialogOf(page).getByRole('button', { name: 'Empty it…' })).toHaveCount(0);
  await context.close();
});

test('the same login is in the sandbox, for commands that are the same for everybody', async ({ browser }) => {
  const { context, lesson } = await visitLesson(browser);
  const { account } = await askForLogin(context);
  // It comes with the page, and not before the prompt does.
  await lesson.run('until [ -s .registry/password ]; do sleep 0.1; done; clear');
  await lesson.run('docker login registry.internal -u $(cat .registry/account) --password-stdin < .registry/password');
  await expect(lesson.screen).toContainText('Login Succeeded');
  await lesson.run('clear; cat .registry/account');
  await expect(lesson.screen).toContainText(account);
  await context.close();
});

test('every learner has an account of their own, and who was never here has none', async ({ browser }) => {
  const pages = [await visit(browser), await visit(browser)] as const;
  const [ada, ben] = [await askForLogin(pages[0].context()), await askForLogin(pages[1].context())];
  expect(ben.account).not.toBe(ada.account);
  expect(ben.password).not.toBe(ada.password);
  await openDialog(pages[1]);
  await expect(dialogOf(pages[1])).toContainText(ben.account);
  await expect(dialogOf(pages[1])).not.toContainText(ada.account);
  for (const page of pages) await page.context().close();

  const stranger = await browser.newContext();
  expect((await stranger.request.get(`${drydock.url}/api/registry`)).status()).toBe(401);
  await stranger.close();
});

test('what went wrong is said in the dialog, and can be tried again', async ({ browser }) => {
  const page = await visit(browser);
  // Its code is loaded once, and the server gone afterwards.
  await openDialog(page);
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await chooseEntry(page);
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('alert')).toContainText('The server could not be reached');
  await expect(answered(page)).toBeDisabled();
  await page.context().setOffline(false);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(answered(page)).toBeEnabled();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the login fits every window in ${colorScheme}, has nothing that axe finds, and moves nothing`, async ({
    browser,
  }) => {
    for (const width of [360, 768, 1440]) {
      const page = await visit(browser, { colorScheme, viewport: { width, height: 900 } });
      await openDialog(page);
      const before = await places(page);
      await answered(page).click();
      await expect(dialogOf(page).getByRole('button', { name: 'Hide the password' })).toBeVisible();
      expect(await places(page), `${width} px`).toEqual(before);
      const overflow =
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('dialog'))";
      expect(await page.evaluate(overflow), `${width} px`).toBeLessThanOrEqual(0);
      await expectNoViolations(page, `${width} px`);
      await page.context().close();
    }
  });
}

test('nothing in the dialog moves when the server answers', async ({ browser }) => {
  for (const width of [360, 768, 1440]) {
    const page = await visit(browser, { viewport: { width, height: 900 } });
    const held = Promise.withResolvers<void>();
    await page.route('**/api/registry', async (route) => {
      await held.promise;
      await route.continue();
    });
    await chooseEntry(page);
    await expect(dialogOf(page).getByText('Asking for your login…')).toBeVisible();
    const before = await places(page);
    held.resolve();
    await expect(answered(page)).toBeEnabled();
    expect(await places(page), `${width} px`).toEqual(before);
    await page.context().close();
  }
});
