import { type APIRequestContext, type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type StaffClass, staffClassSchema } from '../src/shared/class-views.ts';
import { expectNoViolations, expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';
import { signUpStaff } from './staff-account.ts';

const LESSON = '/lessons/first-run/';
const SETTINGS = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null };

let drydock: RunningDrydock;
test.beforeAll(async () => {
  drydock = await RunningDrydock.start();
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

const post = async (request: APIRequestContext, path: string, data: object): Promise<unknown> => {
  const answer = await request.post(drydock.url + path, { data, headers: { origin: drydock.url } });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
};

async function makeClass({ request }: BrowserContext): Promise<StaffClass> {
  return staffClassSchema.parse(await post(request, '/api/classes', { ...SETTINGS, ownName: 'Ines' }));
}

/** A learner of the class in a browser of their own, at work in the first lesson. */
async function openLearner(browser: Browser, code: string, name: string): Promise<LessonPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await post(context.request, '/api/join', { code, name });
  const lesson = new LessonPage(await context.newPage());
  await lesson.open(drydock.url + LESSON);
  return lesson;
}

const map = (page: Page) => page.getByRole('grid', { name: 'Learners by tasks' });
const cell = (page: Page) => map(page).getByRole('gridcell');
const needHelp = (page: Page) => page.getByRole('region', { name: /^Need help/ });
const mostFailed = (page: Page) => page.getByRole('region', { name: 'Most failed' });

/** Only this learner's row, and the keys in its first cell. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: /Find a learner/ }).fill(name);
  await map(page).focus();
  await page.keyboard.press('Control+Home');
  await expect(cell(page)).toContainText(`${name}: `);
}

async function expectInView(page: Page, where: string): Promise<void> {
  for (const width of [1440, 1024, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, `${where}, ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('staff see a class at work: who joins, where they are, what they do, and what they fail', async ({
  page,
  context,
  browser,
  playwright,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signUpStaff(context.request, drydock.inviteUrl);
  const { id, code } = await makeClass(context);
  await page.goto(`${drydock.url}/class/#${id}`);

  await test.step('an empty class says how to invite', async () => {
    await expect(page.getByText('Nobody has joined yet.')).toBeVisible();
    await expect(page.getByText(`${code.slice(0, 4)}-${code.slice(4)}`)).toBeVisible();
    await expectNoViolations(page, 'an empty class');
    await expectInView(page, 'an empty class');
  });

  const [ada, ben] = [await openLearner(browser, code, 'Ada'), await openLearner(browser, code, 'Ben')];

  await test.step('who joins appears, and is online once they work', async () => {
    await expect(page.getByText('2 learners, 0 online, 0% done')).toBeVisible();
    await ada.openTerminal();
    await expect(page.getByText('2 learners, 1 online')).toBeVisible();
    await goTo(page, 'Ada');
    await expect(cell(page)).toContainText(/Ada: 1 Say hello.*Write the versions.* · begun/);
  });

  await test.step('what somebody fails fails, with its reason', async () => {
    await ben.openTerminal();
    await ben.run('echo nothing > ~/say-hello/versions.txt');
    await goTo(page, 'Ben');
    await expect(cell(page)).toContainText(/ · failing/);
    await expect(mostFailed(page)).toContainText(/1 Write the versions .*1 failing now, 1 ever\s*1 × \S/);
    await expect(needHelp(page)).toContainText('Nobody is stuck at the moment.');
  });

  await test.step('Enter opens a learner, and Escape leads back to their cell', async () => {
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Ben' });
    await expect(panel.getByRole('heading', { name: 'Ben' })).toBeFocused();
    await expect(panel).toContainText(/In “First run”, last active 1 min ago/);
    await expect(panel.getByRole('listitem').filter({ hasText: 'Write the versions' })).toContainText('failing');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(map(page)).toBeFocused();
  });

  await test.step('thirty fit on a projector’s screen, and nothing sticks out of a narrow one', async () => {
    await page.getByRole('searchbox', { name: /Find a learner/ }).fill('');
    // Who closes the lesson is away, a little later.
    await ben.page.context().close();
    const others = Array.from({ length: 28 }, async (_, index) => {
      const request = await playwright.request.newContext();
      await post(request, '/api/join', { code, name: `Learner ${index + 3}` });
      await request.dispose();
    });
    await Promise.all(others);
    await expect(page.getByText('30 learners, ')).toBeVisible();
    for (const size of [
      { width: 1440, height: 900 },
      { width: 1280, height: 720 },
    ]) {
      await page.setViewportSize(size);
      await expect(map(page)).toBeInViewport({ ratio: 1 });
      // All of it is within its frame, so nothing has to be scrolled.
      await expect
        .poll(() =>
          page.evaluate(`((map) => map.scrollHeight - map.clientHeight)(document.querySelector('[role=grid]'))`),
        )
        .toBeLessThanOrEqual(0);
    }
    await expectInView(page, 'the map');
    await expectNoViolations(page, 'the map');
    await expect(page.getByText('30 learners, 1 online')).toBeVisible();
  });

  await test.step('a lesson is looked at alone', async () => {
    await page.getByRole('button', { name: 'Only lesson 1, First run' }).click();
    await expect(page.getByRole('button', { name: 'Show all lessons beside lesson 1, First run' })).toBeVisible();
    await map(page).focus();
    await page.keyboard.press('End');
    await expect(cell(page)).toContainText(/: 17 .*: 0 of \d+ done$/);
    await page.getByRole('button', { name: 'Show all lessons beside lesson 1, First run' }).click();
  });

  await test.step('the wall says it large', async () => {
    await page.getByRole('button', { name: 'Wall' }).click();
    await expect(page.getByRole('heading', { name: /% of all tasks done/ })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Lesson 1, First run' })).toContainText('1 here');
    await expectNoViolationsInThemes(page, 'the wall');
    await expectInView(page, 'the wall');
    await page.keyboard.press('Escape');
    await expect(map(page)).toBeVisible();
  });

  await test.step('a server that is restarted is waited for, over one socket', async () => {
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await drydock.stop();
    await expect(page.getByText('Connection lost; trying again.')).toBeVisible();
    await drydock.start();
    await expect(page.getByText('Connection lost; trying again.')).toHaveCount(0);
    await expect(map(page)).toBeVisible();
    await page.goto('about:blank');
    sockets.length = 0;
    await page.goto(`${drydock.url}/class/#${id}`);
    await expect(map(page)).toBeVisible();
    await expect(page.getByText('No hand is up.')).toBeVisible();
    expect(sockets).toHaveLength(1);
  });

  await test.step('a class that is archived ends the watch, and nobody else sees it', async () => {
    await ada.page.goto(`${drydock.url}/class/#${id}`);
    await expect(ada.page.getByText('This is for instructors')).toBeVisible();
    await expect(ada.page.getByText('Ben')).toHaveCount(0);
    await post(context.request, `/api/classes/${id}/archive`, { isArchived: true });
    await expect(page.getByText('“Monday” has been archived')).toBeVisible();
  });
});
