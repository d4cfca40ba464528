import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { meterScripts } from './script-meter.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

/** A new learner with their files open. */
async function visit(browser: Browser, size = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  const sheet = page.getByRole('button', { name: 'Terminal and tasks', exact: true });
  if (await sheet.isVisible()) await sheet.click();
  return { context, page, lesson, hasTerminal: false };
}
type Visitor = Awaited<ReturnType<typeof visit>>;

const panel = (page: Page, name: string) =>
  page.getByRole('tablist', { name: 'Desk' }).getByRole('tab', { name, exact: true });
const entry = (page: Page, name: string | RegExp) => page.getByRole('tree').getByRole('treeitem', { name });
const text = (page: Page, name: string) => page.getByRole('textbox', { name: `Text of ${name}` });
const fileTab = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name: 'Editor' }).getByRole('tab', { name });
const conflict = (page: Page) => page.getByRole('region', { name: 'Changed in the terminal' });

/** In the terminal, and back. Once it was opened, it opens by itself after a reload. */
async function inTerminal(visitor: Visitor, command: string): Promise<void> {
  const { page, lesson, hasTerminal } = visitor;
  await panel(page, 'Terminal').click();
  if (hasTerminal) await lesson.waitForPrompt();
  else await lesson.openTerminal();
  visitor.hasTerminal = true;
  await lesson.run(command);
  await panel(page, 'Files').click();
}

test('by the keyboard alone a learner writes a Dockerfile, hears what is wrong with it, and the task ticks', async ({
  browser,
}) => {
  const { context, page, lesson } = await visit(browser);
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  // Before it is alive it takes no focus.
  await expect(panel(page, 'Terminal')).toBeEnabled();
  await panel(page, 'Terminal').focus();
  await keys('ArrowRight');
  await expect(page.getByText('The terminal works on the same files.')).toBeVisible();
  await page.getByRole('button', { name: 'Open your files' }).focus();
  const script = await meterScripts(page);
  await keys('Enter');
  await expect(entry(page, /^web-app/)).toHaveAttribute('aria-level', '1');
  await entry(page, /^web-app/).focus();
  await keys('ArrowDown', 'ArrowUp', ' ', ' ');
  await expect(entry(page, /^web-app/)).toHaveAttribute('aria-expanded', 'true');
  expect(script.bytes, 'nothing of the editor before a file is open').toBeLessThan(60_000);
  await script.stop();

  await page.getByRole('button', { name: 'New file in ~/web-app' }).focus();
  await keys('Enter');
  await page.keyboard.type('a/b');
  await keys('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'no “/” in it' })).toBeVisible();
  await keys('Control+a');
  await page.keyboard.type('Dockerfile');
  await keys('Enter');
  await expect(text(page, 'Dockerfile')).toBeFocused();
  await fileTab(page, 'Dockerfile').focus();
  await keys('Enter');
  await expect(text(page, 'Dockerfile')).toBeFocused();
  await page.keyboard.type('FROM nginx:1.26\nCOPPY index.html /usr/share/nginx/html/');
  await page.getByRole('button', { name: '1 problem' }).focus();
  await keys('Enter');
  await expect(page.getByRole('option', { name: 'Unknown instruction: COPPY' })).toBeVisible();
  await expectNoViolationsInThemes(page, 'with a problem', { within: '#desk' });
  await keys('Enter', 'Escape');
  await expect(text(page, 'Dockerfile')).toBeFocused();
  // Escape lets the next Tab out of the text.
  await keys('Escape', 'Tab');
  await expect(text(page, 'Dockerfile')).not.toBeFocused();
  await keys('Shift+Tab');
  await expect(text(page, 'Dockerfile')).toBeFocused();
  await keys('Control+End', 'Home');
  await keys('Control+Shift+ArrowRight');
  await page.keyboard.type('COPY');
  await expect(page.getByRole('button', { name: '1 problem' })).toHaveCount(0);
  await expect(fileTab(page, 'Dockerfile')).toHaveAccessibleName(/not saved/);
  await keys('Control+s');
  await lesson.expectDone('web-app', /Write a Dockerfile/);
  await expect(fileTab(page, 'Dockerfile')).not.toHaveAccessibleName(/not saved/);
  await context.close();
});

test('what the shell changes is read again, and where both changed it the learner chooses', async ({ browser }) => {
  const visitor = await visit(browser);
  const { context, page } = visitor;
  await panel(page, 'Files').click();
  await page.getByRole('button', { name: 'Open your files' }).click();
  await inTerminal(visitor, "printf 'FROM busybox\\n' > web-app/Dockerfile");
  await page.getByTitle('~/web-app/Dockerfile').click();
  await expect(text(page, 'Dockerfile')).toHaveText(/FROM busybox/);

  await inTerminal(visitor, "printf 'FROM debian\\n' > web-app/Dockerfile; mkdir -p logs; touch logs/new");
  await expect(text(page, 'Dockerfile')).toHaveText(/FROM debian/);
  await expect(entry(page, 'logs')).toBeVisible();

  await text(page, 'Dockerfile').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mine\n');
  await inTerminal(visitor, "printf 'FROM alpine\\n' > web-app/Dockerfile");
  await expect(conflict(page)).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(conflict(page)).toBeVisible();
  await conflict(page).getByRole('button', { name: 'Compare' }).click();
  const difference = page.getByLabel('Difference of Dockerfile');
  await expect(difference).toContainText('FROM alpine');
  await expect(difference).toContainText('# mine');
  await expectNoViolationsInThemes(page, 'with a difference', { within: '#desk' });

  // What was not saved is there after a reload, and so is the question.
  await page.reload();
  await panel(page, 'Files').click();
  await page.getByRole('button', { name: 'Open your files' }).or(text(page, 'Dockerfile')).first().click();
  await expect(text(page, 'Dockerfile')).toHaveText(/# mineFROM debian/);
  await conflict(page).getByRole('button', { name: 'Keep mine' }).click();
  await expect(conflict(page)).toHaveCount(0);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await inTerminal(visitor, 'head -n 1 web-app/Dockerfile; sleep 0');
  await expect(visitor.lesson.screen).toContainText('# mine');

  await text(page, 'Dockerfile').click();
  await page.keyboard.type('more');
  await inTerminal(visitor, "printf 'FROM scratch\\n' > web-app/Dockerfile");
  await conflict(page).getByRole('button', { name: 'Take the terminal’s' }).click();
  await expect(text(page, 'Dockerfile')).toHaveText(/^FROM scratch$/);
  // Whoever chose in haste gets theirs back.
  await text(page, 'Dockerfile').press('Control+z');
  await expect(text(page, 'Dockerfile')).toHaveText(/# mine/);
  await text(page, 'Dockerfile').press('Control+y');
  await expect(text(page, 'Dockerfile')).toHaveText(/^FROM scratch$/);
  await text(page, 'Dockerfile').press('End');
  await page.keyboard.type(' AS x');
  await inTerminal(visitor, 'rm web-app/Dockerfile');
  const gone = page.getByRole('region', { name: 'Removed in the terminal' });
  await gone.getByRole('button', { name: 'Write it again' }).click();
  await expect(gone).toHaveCount(0);
  await inTerminal(visitor, 'cat web-app/Dockerfile');
  await expect(visitor.lesson.screen).toContainText('FROM scratch AS x');
  await context.close();
});

test('files come and go: uploaded, downloaded, renamed, removed; what is no text is not opened', async ({
  browser,
}) => {
  const { context, page } = await visit(browser, { width: 390, height: 844 });
  await panel(page, 'Files').click();
  await page.getByRole('button', { name: 'Open your files' }).click();
  await expect(entry(page, /^web-app/)).toBeVisible();
  const upload = async (name: string, content: Buffer) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /^Upload to ~/ }).click();
    await (await choosing).setFiles({ name, mimeType: 'application/octet-stream', buffer: content });
  };
  await upload('notes.txt', Buffer.from('from outside\n'));
  await upload('picture.png', Buffer.from([0x89, 0x50, 0, 255]));
  await entry(page, 'picture.png').click();
  await expect(page.getByText('picture.png is no text')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download it' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('picture.png');
  expect([...(await readFile(await download.path()))]).toEqual([0x89, 0x50, 0, 255]);

  // On a phone the tree and the editor are seen one at a time.
  await expect(page.getByRole('tree')).toBeHidden();
  await page.getByRole('button', { name: 'Back to the files' }).click();
  await entry(page, 'notes.txt').click();
  await expect(text(page, 'notes.txt')).toHaveText('from outside');
  await page.getByRole('button', { name: 'Back to the files' }).click();
  await upload('notes.txt', Buffer.from('another time\n'));
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click();
  await entry(page, 'notes.txt').click();
  await expect(text(page, 'notes.txt')).toHaveText('another time');
  await page.getByRole('button', { name: 'Back to the files' }).click();

  await entry(page, 'notes.txt').press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('picture.png');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'something of this name already' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill("it's -- $(new).txt");
  await page.keyboard.press('Enter');
  await expect(entry(page, "it's -- $(new).txt")).toBeVisible();
  await entry(page, 'picture.png').press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the file' }).click();
  await expect(entry(page, 'picture.png')).toHaveCount(0);
  await expect(entry(page, '.bashrc')).toHaveCount(0);
  await page.getByRole('button', { name: 'Hidden files' }).click();
  await expect(entry(page, '.bashrc')).toBeVisible();
  await expectNoViolationsInThemes(page, 'the tree', { within: '#desk' });
  await context.close();
});
