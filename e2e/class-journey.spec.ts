import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';
import { makeStaffAccount } from './staff-account.ts';

const LESSON = '/lessons/first-dockerfile/';
const CLASS = 'Docker on Mondays';
const PAGE_TASK = /Write index\.html/;
const QUESTION = 'Why is my page not done?';

let drydock: RunningDrydock;
test.beforeAll(async () => {
  drydock = await RunningDrydock.start();
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

/** Joins by the code as it hangs on the wall, and goes to the lesson, where help is there at once. */
async function join(browser: Browser, code: string, name: string): Promise<LessonPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${drydock.url}/join/`);
  await page.getByLabel('Code').fill(code);
  await page.keyboard.press('Enter');
  await page.getByLabel('Your name').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: `You are in, as ${name}.` })).toBeVisible();
  await page.goto(drydock.url + LESSON);
  await expect(page.getByRole('link', { name: CLASS })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask for help' })).toBeVisible();
  return new LessonPage(page);
}

const ways = (page: Page) => page.getByRole('navigation', { name: 'Class' });
const hands = (page: Page) => page.getByRole('region', { name: /^Raised hands/ });
const learnerPanel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const ownTask = (panel: Locator) => panel.getByRole('listitem').filter({ hasText: PAGE_TASK });

/** Enter opens who is first in the map. */
async function openFirst(page: Page, name: string): Promise<Locator> {
  const map = page.getByRole('grid', { name: 'Learners by tasks' });
  await map.focus();
  await page.keyboard.press('Control+Home');
  await expect(map.getByRole('gridcell')).toContainText(`${name}: `);
  await page.keyboard.press('Enter');
  return learnerPanel(page, name);
}

test('a class from its first minute to a learner’s farewell', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ reducedMotion: 'reduce' });

  const code = await test.step('an instructor makes an account and a class, and finds its board', async () => {
    await makeStaffAccount(page, drydock.inviteUrl);
    await page.getByRole('link', { name: /^Open the instructor/ }).click();
    await page.getByRole('link', { name: 'Your classes' }).click();
    await page.getByLabel('Name of the class').fill(CLASS);
    await page.getByLabel('Your name').fill('Grace');
    await page.getByRole('button', { name: 'Make the class' }).click();
    const shown = await page.locator('.invite-code').textContent();
    await expect(ways(page).getByRole('link', { name: 'People and settings' })).toHaveAttribute('aria-current', 'page');
    await ways(page).getByRole('link', { name: 'Board' }).click();
    await expect(page.getByText('Nobody has joined yet.')).toBeVisible();
    return shown ?? '';
  });

  const [ada, ben] = [await join(browser, code, 'Ada'), await join(browser, code, 'Ben')];

  await test.step('what both do comes to the board', async () => {
    await expect(page.getByText('2 learners, 2 online')).toBeVisible();
    await ada.openTerminal();
    await ada.run("echo '<h1>Ahoy</h1>' > ~/web-app/index.html");
    await ada.expectDone('web-app', PAGE_TASK);
    await ben.openTerminal();
    await ben.run("echo '<p>Ahoy</p>' > ~/web-app/index.html");
    await ben.expectMissing('web-app', PAGE_TASK, /h1/);
    const panel = await openFirst(page, 'Ada');
    await expect(ownTask(panel)).toContainText('done');
    await page.keyboard.press('Escape');
  });

  await test.step('a hand is seen on the board at once, and comes first in the map', async () => {
    await ben.page.getByRole('button', { name: 'Ask for help' }).click();
    await ben.page.getByLabel(/What is it about/).fill(QUESTION);
    await ben.page.getByRole('button', { name: 'Raise my hand' }).click();
    await expect(hands(page)).toContainText(QUESTION);
    // The map keeps its order while keys are in it.
    await page.getByRole('searchbox').focus();
    const panel = await openFirst(page, 'Ben');
    await expect(page.getByRole('gridcell')).toContainText('hand up');
    await expect(ownTask(panel)).toContainText('failing');
    await expect(hands(page)).toContainText(QUESTION);
    await expectNoViolationsInThemes(page, 'the board with a hand');
    await panel.getByRole('button', { name: /^Ask to look/ }).click();
    await panel.getByRole('link', { name: /wait there/ }).click();
  });

  await test.step('let in, the instructor sees the terminal, is handed the keyboard and mends it', async () => {
    await ben.page.getByRole('button', { name: 'Let Grace look' }).click();
    const helped = page.locator('.help-terminals .xterm-rows');
    await expect(helped).toContainText('<p>Ahoy</p>');
    await ben.page.getByRole('button', { name: 'Let them type' }).click();
    await expect(page.getByText(/You both type/)).toBeVisible();
    await page.locator('.help-terminals .xterm-helper-textarea').focus();
    await page.keyboard.type("echo '<h1>Ahoy</h1>' > ~/web-app/index.html");
    await page.keyboard.press('Enter');
    await ben.expectDone('web-app', PAGE_TASK);
    await expect(page.getByRole('listitem').filter({ hasText: PAGE_TASK })).toContainText('Done:');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await expect(ben.page.locator('.desk').getByRole('region', { name: 'Help' })).toContainText('Grace has ended it');
  });

  await test.step('the gradebook has both', async () => {
    await ways(page).getByRole('link', { name: 'Grades' }).click();
    await expect(page.getByRole('gridcell').getByRole('button', { name: /^Ben, Your page .*: 1 of 5/ })).toBeVisible();
    const link = page.getByRole('link', { name: 'Download CSV' });
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv).toMatch(/^Ada,[\s\S]*^Ben,/m);
  });

  await test.step('who takes their data along and deletes it is gone from roster and board', async () => {
    const { page: own } = ben;
    await own.goto(`${drydock.url}/records/`);
    const [file] = await Promise.all([
      own.waitForEvent('download'),
      own.getByRole('button', { name: 'Export my data' }).click(),
    ]);
    const { records } = JSON.parse(await readFile(await file.path(), 'utf8')) as { records: { table: string }[] };
    expect(records.map(({ table }) => table)).toEqual(expect.arrayContaining(['attempt', 'class_event', 'membership']));
    await own.getByLabel(/^Type delete/).fill('delete');
    await own.getByRole('button', { name: 'Delete my data' }).click();
    await expect(own.getByText('Nothing that you did is known here any more')).toBeVisible();
    await ways(page).getByRole('link', { name: 'People and settings' }).click();
    await expect(page.getByRole('row', { name: /^Ada / })).toBeVisible();
    await expect(page.getByRole('row', { name: /^Ben / })).toHaveCount(0);
    await ways(page).getByRole('link', { name: 'Board' }).click();
    await expect(page.getByText(/^1 learner, /)).toBeVisible();
  });
  await Promise.all([ada, ben].map((lesson) => lesson.page.context().close()));
});
