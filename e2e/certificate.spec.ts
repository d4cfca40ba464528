import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { learnerCertificatesSchema } from '../src/shared/certificate.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/capstone/';
const solution = join(import.meta.dirname, '../exercises/capstone/solution.sh');

/** A handful of builds. */
const SOLVE_TIMEOUT_MS = 120_000;

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const sheet = (page: Page) => page.getByRole('article', { name: 'Certificate' });
const nameField = (page: Page) => page.getByRole('textbox', { name: /your name/i });

async function certificatesOf(context: BrowserContext) {
  const answer = await context.request.get(`${drydock.url}/api/certificates`);
  expect(answer.status()).toBe(200);
  return learnerCertificatesSchema.parse(await answer.json()).certificates;
}

/** In both themes, in a wide window and in a narrow one: what axe finds, and that nothing sticks out. */
async function expectSound(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${where}, ${colorScheme}, ${width} px`).toBeLessThanOrEqual(0);
      await expectNoViolations(page, `${where}, ${colorScheme}, ${width} px`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** How many sheets of paper a page takes. */
async function countSheets(page: Page, format: 'A4' | 'Letter'): Promise<number> {
  const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test('who has done nothing is told what is missing, without a cookie, and where to begin', async ({
  page,
  context,
}) => {
  await page.goto(`${drydock.url}/certificate/`);
  await expect(page.getByRole('heading', { name: '7 of 7 tasks are missing' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Not root' })).toBeVisible();
  await expectSound(page, 'nothing done');
  expect(await context.cookies()).toEqual([]);
  expect((await context.request.get(`${drydock.url}/api/certificates`)).status()).toBe(401);
  await page.getByRole('link', { name: /^Begin: lesson 17/ }).click();
  await expect(page).toHaveURL(/\/lessons\/capstone\/#exercise-capstone$/);
  await expect(page.locator('#exercise-capstone')).toContainText('100 points');
});

test('without JavaScript the page says what it needs', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${drydock.url}/certificate/`);
  await expect(page.getByText(/in a browser with JavaScript/)).toBeVisible();
  await expect(page.getByText('Looking at what you have done')).toBeHidden();
  await context.close();
});

test('the capstone gives points as it is done, and a certificate at its end', async ({ page, context }) => {
  test.setTimeout(SOLVE_TIMEOUT_MS * 2);
  const exercise = page.locator('#exercise-capstone');
  const said: string[] = [];
  await page.exposeFunction('hear', (text: string) => said.push(text));
  await page.goto(drydock.url + LESSON);
  const listen = () =>
    page.evaluate(`new MutationObserver(() => hear(document.getElementById('announcements').textContent))
      .observe(document.getElementById('announcements'), { childList: true, characterData: true, subtree: true })`);
  await listen();
  const lesson = new LessonPage(page);
  const task = (title: RegExp) => lesson.task('capstone', title);
  await lesson.openTerminal();
  await expect(task(/^.{0,20}Small:/)).toContainText('20 points');

  await test.step('less than all points come with what would earn more', async () => {
    await lesson.run(
      'cd ~/capstone; printf "FROM python:3.13-slim\\nCOPY app.py /\\nUSER harbour\\n" | docker build -q -t harbour:2.0.0 -f - .',
    );
    await expect(task(/^.{0,20}Not root:/)).toContainText('12 of 15 points');
    await expect(task(/^.{0,20}Not root:/)).toContainText('A number, such as 10001, earns 15');
    await expect(exercise).toContainText(/\d of 7 done\..*\d+ of 100 points\./);
    expect(said.join('\n')).toMatch(/Done: .*Not root: .*, 12 of 15 points/);
    await page.goto(`${drydock.url}/certificate/`);
    await expect(page.getByRole('heading', { name: /^[1-6] of 7 tasks are missing$/ })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Not root' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: /^Go on: lesson 17/ })).toBeVisible();
    await expect(sheet(page)).toHaveCount(0);
    await page.goBack();
    await listen();
    await lesson.waitForPrompt();
  });

  await test.step('the solution does all of it', async () => {
    const script = await readFile(solution, 'base64');
    await lesson.run(`echo ${script} | base64 -d > ../s.sh; clear`);
    await lesson.type('clear; bash ../s.sh > /dev/null 2>&1; echo ended with $?');
    await expect(lesson.screen).toContainText('ended with 0', { timeout: SOLVE_TIMEOUT_MS });
    await expect(exercise).toContainText('All done. 100 of 100 points.');
    await expect(task(/^.{0,20}Not root:/)).toContainText('15 of 15 points');
    await expect(task(/^.{0,20}Not root:/)).not.toContainText('10001, earns');
    expect(said.join('\n')).toMatch(/More points: Not root: .*, 15 of 15 points/);
    await expectSound(page, 'the lesson');
  });

  await test.step('the best stays, whatever comes after it', async () => {
    await lesson.run('docker rm -f harbour; docker rmi -f $(docker images -q harbour)');
    await expect(task(/^.{0,20}Healthy:/)).toContainText('Undone since');
    await expect(exercise).toContainText('All done. 100 of 100 points.');
  });

  await test.step('the certificate says what was measured', async () => {
    await exercise.getByRole('link', { name: 'Your certificate' }).click();
    await expect(sheet(page)).toContainText('Docker Images, hands-on');
    await expect(sheet(page)).toContainText('100 of 100 points');
    await expect(sheet(page).getByRole('row', { name: /^Small: .*Size: \d+ MB 20 of 20$/ })).toBeVisible();
    await expect(sheet(page).getByRole('row', { name: /^No secrets: .*Secrets found: 0 20 of 20$/ })).toBeVisible();
    const [certificate] = await certificatesOf(context);
    if (certificate?.kind !== 'earned') throw new Error('There is no certificate.');
    await expect(sheet(page)).toContainText(certificate.code);
    await expectSound(page, 'the certificate');
  });

  await test.step('the name stays in the browser, and the sheet fits its paper', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
    await nameField(page).fill(`Ada ${'Lovelace '.repeat(9)}`);
    await expect(nameField(page)).toHaveValue(/^.{60}$/);
    await expect(sheet(page)).toContainText('Ada Lovelace Lovelace');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const format of ['A4', 'Letter'] as const) expect(await countSheets(page, format), format).toBe(1);
    }
    await nameField(page).fill('Ada Lovelace');
    await page.reload();
    await expect(nameField(page)).toHaveValue('Ada Lovelace');
    await expect(sheet(page)).toContainText('Ada Lovelace');
    expect(requests.filter((request) => /lovelace/i.test(request))).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    for (const part of [nameField(page), page.getByRole('banner'), page.getByRole('heading', { level: 1 })]) {
      await expect(part).toBeHidden();
    }
    await expect(sheet(page)).toBeVisible();
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('nobody else has it', async () => {
    const other = await (await page.context().browser()?.newContext())?.newPage();
    if (!other) throw new Error('There is no browser.');
    await other.goto(drydock.url);
    await other.evaluate("fetch('/api/me').then(() => localStorage.setItem('drydock.known', 'yes'))");
    expect((await certificatesOf(other.context()))[0]?.kind).toBe('open');
    await other.goto(`${drydock.url}/certificate/`);
    await expect(other.getByRole('heading', { name: '7 of 7 tasks are missing' })).toBeVisible();
    await other.context().close();
  });
});

test('what went wrong is said, and can be tried again', async ({ page }) => {
  await page.goto(drydock.url);
  await page.evaluate("fetch('/api/me').then(() => localStorage.setItem('drydock.known', 'yes'))");
  await page.route('**/api/certificates', (route) => route.abort());
  await page.goto(`${drydock.url}/certificate/`);
  await expect(page.getByRole('alert')).toContainText('The server could not be reached');
  await page.unroute('**/api/certificates');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: '7 of 7 tasks are missing' })).toBeVisible();
});
