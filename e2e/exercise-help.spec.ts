import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Exercise } from '../src/shared/exercise/index.ts';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const root = join(import.meta.dirname, '..');
const PULL = /^.{0,20}Pull nginx:1\.26(?!-)/;
const COUNT = /How many file-system layers/;

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const lessonUrl = () => `${drydock.url}/lessons/layers/`;
const exerciseOf = (page: Page): Locator => page.locator('#exercise-nginx-layers');

/** In both themes. */
async function expectSound(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectNoViolationsInThemes(page, where, { within: '#exercise-nginx-layers' });
}

async function heightOf(part: Locator): Promise<number> {
  return Math.round((await part.boundingBox())?.height ?? 0);
}

async function press(button: Locator): Promise<void> {
  // Before its script has come, a press would be lost.
  await expect(button).toBeEnabled();
  await button.focus();
  await button.press('Enter');
}

test('what is built carries no hint, no check and no solution', async () => {
  const { default: exercise } = (await import(
    pathToFileURL(join(root, 'exercises/nginx-layers/exercise.ts')).href
  )) as { default: Exercise };
  const hints = exercise.tasks.flatMap((task) => task.hints ?? []);
  expect(hints.length).toBeGreaterThan(10);
  const secrets = [...hints, 'drydock-answer', 'is every row of'];
  const files = (await readdir(join(root, 'dist'), { recursive: true })).filter((file) =>
    /\.(html|js|css)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  let isFieldThere = false;
  for (const file of files) {
    const text = await readFile(join(root, 'dist', file), 'utf8');
    isFieldThere ||= text.includes('answer-nginx-layers-layers');
    // Quotes and angle brackets are written in another way there.
    for (const secret of secrets) expect(text, `${file}: ${secret}`).not.toContain(/^[^"'<>&]*/.exec(secret)?.[0]);
  }
  expect(isFieldThere).toBe(true);
});

test('hints open one at a time after a try, an answer is checked, and both are there on the next visit', async ({
  page,
}) => {
  await page.goto(lessonUrl());
  const lesson = new LessonPage(page);
  const count = lesson.task('nginx-layers', COUNT);
  const field = count.getByRole('textbox', { name: 'nginx:1.26 has' });
  const hint = count.getByRole('button', { name: /hint/i });

  await test.step('before a try, the button says why there is none yet', async () => {
    await press(hint);
    await expect(count).toContainText('hints open once you have run a command');
    await expect(page.locator('#announcements')).toContainText('hints open once');
    await expect(count.locator('.hint')).toHaveCount(0);
  });

  await test.step('an answer connects the page, and its verdict stands beneath it', async () => {
    await field.fill(' 9999 ');
    await field.press('Enter');
    await expect(count).toContainText('Checking your answer');
    await expect(count).toContainText('9999? nginx:1.26 is not in your engine.');
    await expect(count).not.toContainText('Checking your answer');
    await expect(page.locator('#announcements')).toContainText('Not yet: How many file-system layers');
    await expect(field).toHaveAccessibleDescription(/layers 9999\? nginx/);
  });

  await test.step('after a try each press opens one, and the focus goes there', async () => {
    await lesson.openTerminal();
    await lesson.run('docker pull -q nginx:1.26');
    await lesson.expectDone('nginx-layers', PULL);
    await expect(count).not.toContainText('hints open once');
    for (const number of [1, 2, 3]) {
      await press(count.getByRole('button', { name: `int ${number} of 3 for: How many` }));
      await expect(count.locator('.hint', { hasText: `Hint ${number} of 3` })).toBeFocused();
      await expect(count.locator('.hint')).toHaveCount(number);
    }
    await expect(hint).toBeHidden();
    await expect(page.locator('.hint')).toHaveCount(3);
    await expectSound(page, 'hints');
  });

  await test.step('on the next visit they are there, and what was entered', async () => {
    await page.reload();
    await expect(count.getByText('Hint 3 of 3')).toBeVisible();
    await expect(field).toHaveValue('9999');
  });

  await test.step('the right answer ticks here and in another window, and folds the hints', async () => {
    const other = await page.context().newPage();
    await other.goto(lessonUrl());
    await expect(exerciseOf(other).getByRole('textbox', { name: 'nginx:1.26 has' })).toHaveValue('9999');
    await other.getByRole('button', { name: 'Check now' }).click();
    await expect(exerciseOf(other).getByRole('button', { name: 'Check now' })).toBeEnabled();

    await lesson.waitForPrompt();
    await lesson.run("docker image inspect --format 'n={{len .RootFS.Layers}}' nginx:1.26");
    const answer = /n=(\d+)/.exec((await lesson.screen.textContent()) ?? '')?.[1] ?? '';
    await field.fill(answer);
    await count.getByRole('button', { name: 'Answer' }).click();
    await lesson.expectDone('nginx-layers', COUNT);
    await expect(count.getByText('Hint 3 of 3')).toBeHidden();
    await press(count.getByText('The 3 hints you opened'));
    await expect(count.getByText('Hint 3 of 3')).toBeVisible();

    await expect(exerciseOf(other).getByRole('textbox', { name: 'nginx:1.26 has' })).toHaveValue(answer);
    await expect(new LessonPage(other).task('nginx-layers', COUNT)).toContainText('Done:');
    await other.close();
  });
});

test('a task that was undone keeps its tick, says so once, and counts', async ({ page }) => {
  await page.goto(lessonUrl());
  const lesson = new LessonPage(page);
  const said: string[] = [];
  await page.exposeFunction('hear', (text: string) => said.push(text));
  await page.evaluate(`new MutationObserver(() => hear(document.getElementById('announcements').textContent))
    .observe(document.getElementById('announcements'), { childList: true, characterData: true, subtree: true })`);
  const pull = lesson.task('nginx-layers', PULL);
  const bare = await heightOf(pull);
  await lesson.openTerminal();
  await lesson.run('docker pull -q nginx:1.26');
  await lesson.expectDone('nginx-layers', PULL);
  await expect(exerciseOf(page)).toContainText('1 of 7 done.');
  // The line for it was there before.
  expect(await heightOf(pull)).toBe(bare);

  await lesson.run('docker rmi -f nginx:1.26');
  await expect(pull).toContainText('Undone since: Your engine has no image nginx:1.26 yet.');
  await expect(pull).toHaveAttribute('data-mark', 'undone');
  await lesson.expectDone('nginx-layers', PULL);
  await expect(exerciseOf(page)).toContainText('1 of 7 done.');
  await expect(page.locator('#desk-tasks').getByRole('listitem').filter({ hasText: PULL })).toContainText(
    'Undone since',
  );

  await lesson.run('docker pull -q nginx:1.26-alpine');
  await lesson.expectDone('nginx-layers', /Pull its small variant/);
  expect(said.filter((text) => text.startsWith('Undone'))).toEqual([
    expect.stringMatching(
      /^Undone, though it still counts: Pull nginx:1\.26\. Your engine has no image nginx:1\.26 yet/,
    ),
  ]);

  await lesson.run('docker pull -q nginx:1.26');
  await expect(pull).toHaveAttribute('data-mark', 'passed');
  await expect(pull).not.toContainText('Undone');
  await expect.poll(() => said.at(-1)).toBe('Done again: Pull nginx:1.26.');
});

test('the solution is behind one question, and folded on the next visit', async ({ page }) => {
  await page.goto(lessonUrl());
  const exercise = exerciseOf(page);
  const dialog = page.getByRole('dialog', { name: /Show a solution/ });
  const script = exercise.getByRole('region', { name: 'Solution' });

  await test.step('a question that can be left', async () => {
    await press(exercise.getByRole('button', { name: 'Show a solution…' }));
    await expect(dialog).toContainText('It will be recorded');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(exercise.getByRole('button', { name: 'Show a solution…' })).toBeFocused();
    await expect(script).toBeHidden();
  });

  await test.step('and then the script, which connects the page', async () => {
    await press(exercise.getByRole('button', { name: 'Show a solution…' }));
    await press(dialog.getByRole('button', { name: 'Show the solution' }));
    await expect(script).toContainText('docker run -d --name cow nginx:1.26');
    await expect(exercise.getByText('A solution', { exact: true })).toBeFocused();
    await expect(exercise.getByRole('button', { name: /Run/ })).toHaveCount(0);
  });

  await expectSound(page, 'a solution');

  await test.step('the next time without a question', async () => {
    await page.reload();
    await expect(script).toBeHidden();
    await press(exercise.getByRole('button', { name: 'Show a solution', exact: true }));
    await expect(script).toContainText('docker run -d --name cow nginx:1.26');
    await expect(dialog).toBeHidden();
  });
});

test('from the desk, a link leads to where hints and answers are', async ({ page }) => {
  await page.goto(lessonUrl());
  const link = page.locator('#desk-tasks').getByRole('link', { name: 'Hint' });
  await press(link);
  await expect(new LessonPage(page).task('nginx-layers', PULL)).toBeInViewport();
});

test('without JavaScript the tasks are a list, with nothing to press', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(lessonUrl());
  const exercise = exerciseOf(page);
  await expect(exercise.getByRole('listitem')).toHaveCount(7);
  await expect(exercise.getByRole('button')).toHaveCount(0);
  await expect(exercise.getByRole('textbox')).toHaveCount(0);
  await context.close();
});
