import { expect, test } from '@playwright/test';
import { AuthorCopy } from './author-copy.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

const LESSON = 'content/shell-basics/lessons/01-files-and-folders.mdx';
const EXERCISE = 'exercises/harbour-log/exercise.ts';

test('what an author saves is in the page, and the sandbox, its shell and what is typed stay', async ({ page }) => {
  await using copy = await AuthorCopy.make();
  await using drydock = await RunningDrydock.start({ author: copy.folder, env: { DRYDOCK_COURSE: 'shell-basics' } });
  const lesson = new LessonPage(page);
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  await lesson.open(`${drydock.url}/lessons/files-and-folders/`);
  // The first page is loaded anew once Vite has looked through what it imports.
  await expect(async () => {
    const open = page.getByRole('button', { name: 'Open the terminal' });
    if (await open.isVisible()) await open.click();
    await expect(lesson.screen).toContainText('$', { timeout: 5_000 });
  }).toPass();
  await lesson.waitForPrompt();
  // The exercise's folder may come after the prompt.
  await lesson.run('kept=anchor; until cd harbour-log 2> /dev/null; do sleep 0.1; done');
  // A page that is loaded anew takes no keys for a moment, and one change may load it twice: of what was typed then, a part stands at the prompt.
  const isTheSameShell = () =>
    expect(async () => {
      await lesson.terminal.getByRole('textbox', { name: /^terminal/i }).focus();
      await page.keyboard.press('Control+c');
      await expect(lesson.screen).toContainText(/learner:\S+\$\s*$/, { timeout: 5_000 });
      await lesson.type('echo "is $kept"');
      await expect(lesson.screen).toContainText('is anchor', { timeout: 5_000 });
      await lesson.type('clear');
      await expect(lesson.screen).not.toContainText('is anchor', { timeout: 5_000 });
    }).toPass();

  await test.step('a sentence of a lesson', async () => {
    await copy.replace(LESSON, '## Where am I?', '## Where have I come to?');
    await expect(heading('Where have I come to?')).toBeVisible();
    await isTheSameShell();
  });

  await test.step('an exercise: its words, and what its checks want', async () => {
    await lesson.run('cp -r log backup');
    await lesson.expectDone('harbour-log', /Copy the folder/);
    await copy.replace(EXERCISE, 'Copy the folder `log`', 'Take a copy of `log`');
    await expect(lesson.task('harbour-log', /Take a copy/)).toContainText('Done:');
    await isTheSameShell();
    await copy.replace('exercises/harbour-log/check-late.ts', 'came late', 'were late');
    const task = lesson.task('harbour-log', /How many ships/);
    await expect(async () => {
      await task.getByLabel('Late ships, both days').fill('2');
      await task.getByRole('button', { name: 'Answer' }).click();
      await expect(task).toContainText('2 were late in monday.txt alone.', { timeout: 2_000 });
    }).toPass();
  });

  await test.step('a mistake is in the page, with its place and its fix, until it is mended', async () => {
    const overlay = page.locator('vite-error-overlay');
    await copy.replace(LESSON, 'minutes: 10', 'minutes: 90');
    await expect(overlay).toContainText(`${LESSON}:5: minutes: it is 90, and must be 60 or less.`);
    await copy.replace(LESSON, 'minutes: 90', 'minutes: 11');
    await expect(overlay).toHaveCount(0);
    await expect(page.getByText('11 minutes')).toBeVisible();
    await isTheSameShell();
  });

  await test.step('a command: the server starts anew, and Run types what the page shows', async () => {
    await copy.replace(LESSON, 'mkdir -p ~/walk/garden', 'mkdir -p ~/walk/orchard');
    const block = page.locator('.commands').filter({ hasText: 'walk/orchard' });
    await expect(block).toBeVisible();
    await expect(async () => {
      await block.getByRole('button', { name: /^Run/ }).click();
      await expect(lesson.screen).toContainText('mkdir -p ~/walk/orchard', { timeout: 3_000 });
    }).toPass();
    await isTheSameShell();
  });

  await test.step('what the browser broke off while it loaded the page comes by itself', async () => {
    // Islands wait for the one; the theme is chosen by the other.
    for (const part of [/before-hydration/, /settings\.astro\?.*type=script/]) {
      await page.route(part, (route) => route.abort('failed'), { times: 1 });
    }
    const brokenOff = page.waitForEvent('requestfailed', (request) => request.url().includes('before-hydration'));
    await page.reload();
    await brokenOff;
    await isTheSameShell();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});
