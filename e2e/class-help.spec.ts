import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';
import { signUpStaff } from './staff-account.ts';

const LESSON = '/lessons/first-dockerfile/';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const;

let drydock: RunningDrydock;
let staff: BrowserContext;
let grace: Page;
let code: string;
test.beforeAll(async ({ browser }) => {
  drydock = await RunningDrydock.start();
  staff = await browser.newContext();
  grace = await staff.newPage();
  await signUpStaff(staff.request, drydock.inviteUrl);
  await grace.goto(drydock.url);
  const nothing = { startsOn: null, endsOn: null, limits: null };
  code = (await post<{ code: string }>(grace, '/api/classes', { name: 'Monday', ownName: 'Grace', ...nothing })).code;
});
test.afterAll(async () => {
  await staff.close();
  await drydock[Symbol.asyncDispose]();
});

/** What a page of the class will do by its own form. */
async function post<Answer>(page: Page, path: string, body: object): Promise<Answer> {
  const answer: unknown = await page.evaluate(
    async ([to, text]) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: text };
      return (await fetch(to, init)).json();
    },
    [path, JSON.stringify(body)] as const,
  );
  return answer as Answer;
}

/** A learner of the class, at the lesson. */
async function join(page: Page, name: string): Promise<LessonPage> {
  await page.goto(drydock.url);
  await post(page, '/api/join', { code, name });
  // As after any earlier visit: the server knows this browser, and the page asks it.
  await page.evaluate(() => localStorage.setItem('drydock.known', 'yes'));
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  return lesson;
}

const bar = (page: Page) => page.locator('.desk').getByRole('region', { name: 'Help' });
const helped = (page: Page) => page.locator('.help-terminals .xterm-rows');

/** In both themes, and nothing hangs over the edge at any size. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, `${where}, ${size.width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(SIZES[0]);
  await expectNoViolationsInThemes(page, where);
}

test('a hand goes up, its learner lets the instructor look and type, takes the keyboard back and ends it', async ({
  page,
}) => {
  await page.setViewportSize(SIZES[0]);
  await grace.setViewportSize(SIZES[0]);
  await grace.goto(`${drydock.url}/help/`);
  await expect(grace.getByText('No hand is up.')).toBeVisible();
  const lesson = await join(page, 'Ben');
  await page.getByRole('button', { name: 'Ask for help' }).click();
  await page.getByLabel(/What is it about/).fill('Why does COPY find no file?');
  await page.getByRole('button', { name: 'Raise my hand' }).click();
  await expect(bar(page)).toContainText('You are next. Grace has the list open.');
  await expect(bar(page)).toBeFocused();
  await expect(grace.getByText('Why does COPY find no file?')).toBeVisible();
  await lesson.openTerminal();
  await lesson.run('echo before the agreement; clear');

  await grace.getByRole('button', { name: /^Ask to look.*Ben/ }).click();
  await grace.getByRole('link', { name: /wait there/ }).click();
  await expect(grace.getByText('Nothing is shown before Ben agrees.')).toBeVisible();
  const asking = page.getByRole('alert').filter({ hasText: 'Grace asks to look at your terminal' });
  await expect(asking).toContainText('They would see what is on its screen now and whatever comes, and your tasks');
  await expectNoViolationsInThemes(page, 'asked', { within: '.help-cards' });
  await page.getByRole('button', { name: 'Let Grace look' }).click();
  await expect(bar(page)).toContainText('Grace is looking at your terminal');
  await expect(bar(page)).toBeFocused();
  await expect(page).toHaveTitle(/Grace looks/);

  // What was wiped off the screen before is not shown, and each key is, from now on.
  await expect(helped(grace)).toContainText('learner:~$');
  await expect(helped(grace)).not.toContainText('agreement');
  await page.getByRole('textbox', { name: /^terminal/i }).focus();
  await page.keyboard.type('echo one');
  await expect(helped(grace)).toContainText('echo one');
  await grace.locator('.help-terminals .xterm-helper-textarea').focus();
  await grace.keyboard.type(' NOT');
  await page.keyboard.type(' two');
  await expect(helped(grace)).toContainText('echo one two');

  await page.getByRole('button', { name: 'Let them type' }).click();
  await expect(grace.getByText(/You both type/)).toBeVisible();
  await expect(page).toHaveTitle(/Grace types here/);
  await grace.locator('.help-terminals .xterm-helper-textarea').focus();
  await grace.keyboard.type(' three');
  await expect(lesson.screen).toContainText('echo one two three');
  await expect(bar(page)).toContainText('Grace types');
  await page.getByRole('textbox', { name: /^terminal/i }).focus();
  await page.keyboard.type(' four');
  await expect(helped(grace)).toContainText('echo one two three four');

  await grace.getByLabel('Write to Ben').fill('Look at the build context.');
  await grace.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('region', { name: 'From Grace' })).toContainText('Look at the build context.');
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await bar(page).getByLabel('Write to Grace').fill('Oh!');
  await bar(page).getByRole('button', { name: 'Send' }).click();
  await expect(grace.getByRole('list', { name: /wrote/ })).toContainText('Oh!');
  await expectNoViolationsInThemes(page, 'typing together', { within: '#desk' });
  await expectAccessible(grace, 'the helper’s page');

  await page.getByRole('button', { name: 'Take the keyboard back' }).click();
  await expect(grace.getByText(/You type only when Ben lets you/)).toBeVisible();
  await grace.locator('.help-terminals .xterm-helper-textarea').focus();
  await grace.keyboard.type(' NOT');
  await page.getByRole('textbox', { name: /^terminal/i }).focus();
  await page.keyboard.type(' five');
  await expect(helped(grace)).toContainText('three four five');
  expect(await lesson.screen.textContent()).not.toContain('NOT');

  await bar(page).getByRole('button', { name: 'End', exact: true }).click();
  await expect(bar(page)).toContainText('You ended it. Grace sees nothing of yours any more.');
  await expect(grace.getByText('Ben has ended it.')).toBeVisible();
  await expect(page).not.toHaveTitle(/Grace/);
  await bar(page).getByRole('button', { name: 'All right' }).click();
  await expect(bar(page)).toBeHidden();
});

test('a message reaches all and waits for who is away; a hint is given; the helper ends what they asked for', async ({
  page,
}) => {
  await grace.goto(`${drydock.url}/help/`);
  await join(page, 'Cleo');
  await page.goto('about:blank');
  await grace.getByRole('button', { name: 'Message to all of Monday' }).click();
  await grace.getByLabel('Message', { exact: true }).fill('Break at ten.');
  await grace.getByRole('button', { name: 'Send' }).click();
  await expect(grace.locator('#announcements')).toHaveText('The message was sent.');
  await page.goto(`${drydock.url}/`);
  const card = page.getByRole('region', { name: 'Message from Grace' });
  await expect(card).toContainText('Grace to all of Monday');
  await expect(card).toContainText('Break at ten.');
  await card.getByRole('button', { name: 'All right' }).click();
  await expect(card).toBeHidden();
  await page.goto(drydock.url + LESSON);
  await page.getByRole('button', { name: 'Ask for help' }).click();
  await page.getByRole('button', { name: 'Raise my hand' }).click();
  await expect(bar(page)).toContainText('Your hand is up');
  await expect(card).toBeHidden();

  await expectAccessible(grace, 'hands');
  await grace.getByRole('button', { name: /^Ask to look.*Cleo/ }).click();
  await grace.getByRole('link', { name: /wait there/ }).click();
  await page.getByRole('button', { name: 'Let Grace look' }).click();
  await expect(grace.getByText('Cleo has no terminal open now')).toBeVisible();
  await grace.getByRole('button', { name: /Give the next hint for Write index.html/ }).click();
  await expect(page.getByRole('region', { name: 'A hint' })).toContainText('Grace gave you a hint');
  await page.getByRole('link', { name: 'Go to it' }).click();
  await expect(page.locator('#exercise-web-app')).toContainText('Hint 1 of 3, from Grace');
  await expect(grace.getByText('Hint 1 of 3')).toBeVisible();

  // Wherever its learner goes, they see it.
  await page.goto(`${drydock.url}/`);
  const top = page.getByRole('region', { name: 'Help' });
  await expect(top).toContainText('Grace is looking at your terminal');
  await expectAccessible(page, 'a page without a desk');
  await grace.getByRole('button', { name: 'End', exact: true }).click();
  await expect(top).toContainText('Grace has ended it');
});
