import { expect, type Page, test } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';
const status = (page: Page, text: RegExp) => page.getByRole('status').filter({ hasText: text });
const terminal = (page: Page) => page.getByRole('textbox', { name: /terminal/i });

test.describe('a sandbox that is left alone', () => {
  let drydock: RunningDrydock;
  test.beforeAll(async () => {
    // A quarter of an hour and an hour, at the speed of a film.
    const env = { DRYDOCK_PAUSE_AFTER_MINUTES: '0.05', DRYDOCK_STOP_AFTER_MINUTES: '0.2', DRYDOCK_POOL_MAX: '1' };
    drydock = await RunningDrydock.start({ env });
  });
  test.afterAll(async () => drydock[Symbol.asyncDispose]());

  test('is paused and goes on at a key, is stopped and comes back with files, images and history', async ({ page }) => {
    const lesson = new LessonPage(page);
    await lesson.open(drydock.url + LESSON);
    await lesson.openTerminal();
    await lesson.run('echo kept > ~/note; docker pull -q busybox:1.37; shell=$$');
    await expect(status(page, /Paused while you were away/)).toBeVisible();
    await terminal(page).focus();
    await page.keyboard.type('clear; test $shell = $$ && echo "the same "shell');
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText('the same shell');
    await expect(status(page, /Ready/)).toBeVisible();

    await expect(status(page, /Stopped after a time without use/)).toBeVisible({ timeout: 60_000 });
    await expectNoViolationsInThemes(page, 'stopped', { within: '#desk' });
    await terminal(page).focus();
    await page.keyboard.press('Enter');
    // Two prompts: the old screen is kept, and the new shell writes below it.
    await expect(lesson.screen).toContainText(/\$ learner:~\$\s*$/);
    await lesson.run('clear; cat ~/note; docker images --format "{{.Repository}} is still here"');
    await expect(lesson.screen).toContainText('kept');
    await expect(lesson.screen).toContainText('busybox is still here');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(lesson.screen).toContainText('test $shell = $$');
  });

  test('stays awake while a command runs', async ({ page }) => {
    const lesson = new LessonPage(page);
    await lesson.open(drydock.url + LESSON);
    await lesson.openTerminal();
    await terminal(page).focus();
    await page.keyboard.type('clear; for i in $(seq 8); do sleep 1; done; echo "ran "to the end');
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText('ran to the end', { timeout: 40_000 });
    await expect(status(page, /Paused/)).toBeVisible();
  });
});

test('when all sandboxes are in use a learner is told their place, and gets the next that is left', async ({
  page,
  browser,
}) => {
  const env = { DRYDOCK_MAX_SANDBOXES: '1', DRYDOCK_POOL_MAX: '0', DRYDOCK_PAUSE_AFTER_MINUTES: '0.05' };
  await using drydock = await RunningDrydock.start({ env });
  const first = new LessonPage(page);
  await first.open(drydock.url + LESSON);
  await first.openTerminal();
  await first.run('echo kept > ~/note');
  // Who runs a command keeps their place.
  await first.type('read answer');

  const stranger = await browser.newContext();
  const second = new LessonPage(await stranger.newPage());
  await second.open(drydock.url + LESSON);
  await second.page.getByRole('button', { name: 'Open the terminal' }).click();
  await expect(second.page.getByText(/All sandboxes are in use\. You are next/).first()).toBeVisible();
  await expectNoViolationsInThemes(second.page, 'in the line', { within: '#desk' });
  await page.keyboard.press('Enter');
  await second.waitForPrompt();
  await expect(status(page, /somebody waited for a place/)).toBeVisible();
  await expectNoViolationsInThemes(page, 'left for another', { within: '#desk' });

  // And back again, when the second has been away.
  await terminal(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/You are next/).first()).toBeVisible();
  // The old screen is kept, and the new shell writes below it.
  await expect(first.screen).toContainText(/\$ learner:~\$\s*$/);
  await first.run('clear; cat ~/note');
  await expect(first.screen).toContainText(/^\s*kept/);
  await stranger.close();
});
