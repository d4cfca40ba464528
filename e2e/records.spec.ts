import { readFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import Docker from 'dockerode';
import { type StaffClass, staffClassSchema } from '../src/shared/class-views.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';
import { signUpStaff } from './staff-account.ts';

const LESSON = '/lessons/first-dockerfile/';
const docker = new Docker();

let drydock: RunningDrydock;
test.beforeAll(async () => {
  // Without warm ones, all sandboxes are learners'.
  drydock = await RunningDrydock.start({ env: { DRYDOCK_POOL_MAX: '0' } });
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

/** In both themes and four widths: what axe finds, and that nothing but a table in its frame is wider than the window. */
async function expectSound(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1024, 768, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${where}, ${colorScheme}, ${width} px`).toBeLessThanOrEqual(0);
    }
    await expectNoViolations(page, `${where}, ${colorScheme}`);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
}

async function post(context: BrowserContext, path: string, data: object): Promise<unknown> {
  const answer = await context.request.post(drydock.url + path, { headers: { origin: drydock.url }, data });
  expect(answer.status(), path).toBeLessThan(300);
  return answer.json();
}

async function startClass(browser: Browser): Promise<{ instructor: Page; made: StaffClass }> {
  const instructor = await (
    await browser.newContext({ timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' })
  ).newPage();
  await signUpStaff(instructor.context().request, drydock.inviteUrl);
  const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null, ownName: 'Ben' };
  return { instructor, made: staffClassSchema.parse(await post(instructor.context(), '/api/classes', settings)) };
}

async function download(page: Page, link: Locator): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return readFile(await file.path(), 'utf8');
}

async function sandboxes(): Promise<number> {
  const label = [`drydock.installation=${drydock.installation}`, 'drydock.role=sandbox'];
  return (await docker.listContainers({ all: true, filters: { label } })).length;
}

test('what a learner did is seen, counted and taken along, and goes with them', async ({ browser, page, context }) => {
  const { instructor, made } = await startClass(browser);
  const lesson = new LessonPage(page);
  const cell = instructor.getByRole('gridcell').getByRole('button', { name: /^Ada, Your page in an image/ });
  const dialog = instructor.getByRole('dialog', { name: /^Ada: Your page/ });

  await test.step('a learner joins, and works a little', async () => {
    await page.goto(drydock.url + LESSON);
    await lesson.openTerminal();
    await post(context, '/api/join', { code: made.code, name: 'Ada' });
    await lesson.run("cd ~/web-app; echo '<p>Ahoy</p>' > index.html");
    await lesson.expectMissing('web-app', /Write index\.html/, /h1/);
    await lesson
      .task('web-app', /Write index\.html/)
      .getByRole('button', { name: /hint/i })
      .click();
    await expect(lesson.task('web-app', /Write index\.html/)).toContainText('Hint 1 of 3');
    await lesson.run("echo '<h1>Ahoy</h1>' > index.html");
    await lesson.expectDone('web-app', /Write index\.html/);
  });

  await test.step('the instructor sees the points, and how they came about', async () => {
    await instructor.goto(`${drydock.url}/class/grades/#${made.id}`);
    await expect(instructor.getByRole('heading', { level: 1 })).toHaveText('Monday');
    await expect(cell).toHaveAccessibleName('Ada, Your page in an image: 1 of 5');
    await expect(instructor.getByText('Nothing is due yet')).toContainText('Europe/Berlin');
    await expectSound(instructor, 'the gradebook');
    const first = instructor.getByRole('gridcell').getByRole('button').first();
    await first.focus();
    // Before it stand the learner's name and their total.
    const heads = await instructor.getByRole('columnheader').allTextContents();
    const steps = heads.findIndex((head) => head.startsWith('Your page in an image')) - 2;
    for (let step = 0; step < steps; step += 1) await instructor.keyboard.press('ArrowRight');
    await expect(cell).toBeFocused();
    await instructor.keyboard.press('Enter');
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Write index.html' })).toContainText(
      /Done .*1 hint\.\s*1 of 1/,
    );
    await expect(dialog).toContainText('1 of 5 points');
    await expectNoViolations(instructor, 'how a number came about');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(cell).toBeFocused();
  });

  await test.step('another rule for late work makes it another number', async () => {
    await instructor.getByRole('heading', { name: 'How points are counted' }).click();
    const yesterday = new Date(Date.now() - 25 * 60 * 60_000);
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    await instructor.getByLabel('6. First Dockerfile is due').fill(local.format(yesterday).replace(' ', 'T'));
    await instructor.getByLabel('Rule').selectOption({ label: 'Loses some for each started day' });
    await instructor.getByLabel('For each day').fill('20');
    await instructor.getByLabel('Until so much is left').fill('0');
    await instructor.getByLabel('Each hint takes off its task').fill('10');
    await expectNoViolations(instructor, 'the settings of the gradebook');
    await instructor.getByRole('button', { name: 'Save and count anew' }).click();
    // Two started days take 40 of a hundred, the hint a tenth of what is left.
    await expect(cell).toHaveAccessibleName('Ada, Your page in an image: 0.54 of 5, late');
    await expect(instructor.getByText('Late work loses 20 % for each started day.')).toBeVisible();
    await cell.click();
    await expect(dialog).toContainText(/1 day 1 hour late \(−40\s%\), 1 hint \(−10\s%\)/);
  });

  await test.step('what is decided by hand has its reason', async () => {
    await dialog.getByLabel('Points').fill('3');
    await dialog.getByRole('button', { name: 'Give these points' }).click();
    await expect(dialog).toContainText('Say why');
    await dialog.getByLabel('Reason').fill('The network was down on Monday.');
    await dialog.getByRole('button', { name: 'Give these points' }).click();
    await expect(dialog).toContainText('3 points by hand: The network was down on Monday.');
    await expect(dialog).toContainText('3 of 5 points by hand; by the log 0.54');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(cell).toHaveAccessibleName('Ada, Your page in an image: 3 of 5, late, by hand');
  });

  await test.step('the files say the same', async () => {
    const csv = await download(instructor, instructor.getByRole('link', { name: 'Download CSV' }));
    const [head = '', ada = ''] = csv.split('\r\n');
    expect(head).toContain('Your page in an image (of 5)');
    expect(ada).toMatch(/^Ada,[0-9a-f]{32},.*,3,/);
    const json = JSON.parse(await download(instructor, instructor.getByRole('link', { name: 'Download JSON' })));
    expect(json).toMatchObject({ class: { name: 'Monday' }, learners: [{ name: 'Ada', total: { points: 3 } }] });
    const statements = JSON.parse(await download(instructor, instructor.getByRole('link', { name: 'Download xAPI' })));
    const verbs = statements.map((statement: { verb: { id: string } }) => statement.verb.id.split('/').at(-1));
    expect(verbs).toEqual(expect.arrayContaining(['attempted', 'failed', 'asked', 'passed']));
    expect(JSON.stringify(statements)).not.toContain('"Ada"');
  });

  const entry = (where: Page, text: string | RegExp) => where.locator('.entry').filter({ hasText: text });
  await test.step('the timeline says what happened, and why a task was not done', async () => {
    await instructor.getByRole('link', { name: 'Ada', exact: true }).click();
    await expect(instructor.getByRole('heading', { level: 1 })).toHaveText('Ada');
    await expect(entry(instructor, /Not yet: Write index\.html/).first()).toContainText('h1');
    await expect(entry(instructor, /Done: Write index\.html/)).toBeVisible();
    await expect(entry(instructor, /Opened a hint: Write index\.html/)).toBeVisible();
    await instructor.getByLabel('Exercise').selectOption('say-hello');
    await expect(instructor.getByText('Nothing was done at this exercise yet.')).toBeVisible();
    await instructor.getByLabel('Exercise').selectOption('web-app');
    await expect(entry(instructor, /Done: Write index\.html/)).toBeVisible();
    await expectNoViolations(instructor, 'the timeline');
  });

  await test.step('the learner sees the very same, with the reason for their points', async () => {
    await page.goto(`${drydock.url}/records/`);
    await expect(page.getByText('3 of 5').first()).toBeVisible();
    await page.getByText('Your page in an image').first().click();
    await expect(page.getByText('The network was down on Monday.')).toBeVisible();
    await expect(entry(page, /Not yet: Write index\.html/).first()).toContainText('h1');
    await expectSound(page, 'one’s own records');
    await page.getByRole('link', { name: 'privacy page' }).first().click();
    await expect(page.getByRole('heading', { name: 'Points by hand' })).toBeVisible();
    await expectNoViolations(page, 'the privacy page');
    await page.goBack();
  });

  await test.step('they take everything along', async () => {
    const text = await download(page, page.getByRole('button', { name: 'Export my data' }));
    const { records, terminals } = JSON.parse(text) as {
      records: { table: string }[];
      terminals: { output: string }[];
    };
    expect(terminals[0]?.output).toContain('echo');
    const tables = records.map(({ table }) => table);
    expect([...new Set(tables)].sort()).toEqual(
      ['attempt', 'deed', 'grade_override', 'learner', 'membership', 'registry_account', 'sandbox'].sort(),
    );
  });

  await test.step('and delete everything: from the roster, the host and this browser', async () => {
    expect(await sandboxes()).toBe(1);
    await page.getByRole('button', { name: 'Delete my data' }).click();
    await expect(page.getByRole('alert')).toContainText('Type the word “delete” first.');
    await page.getByLabel(/^Type delete/).fill('delete');
    await page.getByRole('button', { name: 'Delete my data' }).click();
    await expect(page.getByText('Nothing that you did is known here any more')).toBeVisible();
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length')).toBe(0);
    await expect.poll(sandboxes).toBe(0);
    await instructor.goto(`${drydock.url}/class/grades/#${made.id}`);
    await expect(instructor.getByText('Nobody has joined the class yet.')).toBeVisible();
  });

  await test.step('who alone runs the class stays, and is told why', async () => {
    await instructor.goto(`${drydock.url}/records/`);
    await instructor.evaluate("localStorage.setItem('drydock.known', 'yes')");
    await instructor.reload();
    await instructor.getByLabel(/^Type delete/).fill('delete');
    await instructor.getByRole('button', { name: 'Delete my data' }).click();
    await expect(instructor.getByRole('alert')).toContainText('nobody would be left to run “Monday”');
  });
  await instructor.context().close();
});
