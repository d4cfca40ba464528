import { expect } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';

test('an exercise is put back to its start, and nothing else', async ({ page, drydock }) => {
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  await lesson.run('echo kept > ~/note; cd ~/web-app; rm -rf *; echo broken > index.html; docker pull -q busybox:1.37');
  await page
    .getByRole('button', { name: /Start this exercise over/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Start the exercise over' }).click();
  await expect(dialog).toBeHidden();
  await lesson.waitForPrompt();
  await lesson.run(
    'clear; cat ~/note ~/.before-reset/web-app/index.html; docker images -q | wc -l | sed "s/^/images: /"',
  );
  await expect(lesson.screen).toContainText('kept');
  await expect(lesson.screen).toContainText('broken');
  await expect(lesson.screen).toContainText('images: 0');
  await lesson.run('clear; grep -c broken ~/web-app/index.html');
  await expect(lesson.screen).toContainText(/^\s*(grep.*\s+)?.*0|No such file/);
});

test('files are downloaded, and a fresh sandbox has none of them', async ({ page, drydock }) => {
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  await lesson.run('echo mine > ~/note');
  const menu = page.locator('summary', { hasText: 'Sandbox' });
  await menu.click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /Download my files/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('drydock-files.tar.gz');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  // The mark of gzip.
  expect(Buffer.concat(chunks).subarray(0, 2).toString('hex')).toBe('1f8b');

  if (!(await page.getByRole('button', { name: /Start over with a fresh sandbox/ }).isVisible())) await menu.click();
  await page.getByRole('button', { name: /Start over with a fresh sandbox/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it all and start over' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await lesson.waitForPrompt();
  await lesson.run('clear; ls ~/note');
  await expect(lesson.screen).toContainText('No such file');
});
