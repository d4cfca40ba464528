import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import jsQr from 'jsqr';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';
import { signUpStaff } from './staff-account.ts';

const CLASS = 'Docker on Mondays';
const LIMIT_MIB = 512;

/** Ends when the kernel holds the sandbox to the class's limit: that is set while nobody waits for it. */
const UNTIL_LIMITED = `until grep -qsx ${LIMIT_MIB * 1024 ** 2} /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max; do sleep 0.1; done; echo held "to it"`;

let drydock: RunningDrydock;
test.beforeAll(async () => {
  drydock = await RunningDrydock.start();
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

const newPage = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();
const end = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

/** What axe finds, wide in light and narrow in dark, and that nothing sticks out of any window. */
async function expectSound(page: Page, where: string): Promise<void> {
  for (const [width, colorScheme] of [[768], [390, 'dark'], [1280, 'light']] as const) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), where).toBeLessThanOrEqual(0);
    if (!colorScheme) continue;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectNoViolations(page, `${where}, ${width} px, ${colorScheme}`);
  }
}

/** The text in a square on the page, read from its drawing as a phone would. */
async function readSquare(page: Page): Promise<string | undefined> {
  const pixels: { readonly side: number; readonly data: number[] } = await page.evaluate(`(async () => {
    const svg = document.querySelector('.invite-sheet .qr-code').cloneNode(true);
    const side = 400;
    svg.setAttribute('width', side);
    svg.setAttribute('height', side);
    const image = new Image();
    image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
    await image.decode();
    const canvas = new OffscreenCanvas(side, side).getContext('2d');
    canvas.drawImage(image, 0, 0, side, side);
    return { side, data: [...canvas.getImageData(0, 0, side, side).data] };
  })()`);
  return jsQr.default(Uint8ClampedArray.from(pixels.data), pixels.side, pixels.side)?.data;
}

const isTicked = (page: Page) => new LessonPage(page).expectDone('web-app', /Write index\.html/);

test('a class: made, joined by a code with work that comes along, filled by a list, and archived', async ({
  page,
  browser,
}) => {
  const guest = await newPage(browser);
  const lesson = new LessonPage(guest);
  let code = '';
  let joinUrl = '';

  await test.step('a guest has done something before there is a class', async () => {
    await guest.goto(`${drydock.url}/lessons/first-dockerfile/`);
    await lesson.openTerminal();
    await lesson.run("echo '<h1>Ahoy</h1>' > ~/web-app/index.html");
    await isTicked(guest);
  });

  await test.step('an instructor makes a class, with a code, a link and a square', async () => {
    await signUpStaff(page.context().request, drydock.inviteUrl);
    await page.goto(drydock.url);
    await page.evaluate("localStorage.setItem('drydock.known', 'yes')");
    await page.goto(`${drydock.url}/classes/`);
    await expectSound(page, 'classes');
    await page.getByLabel('Name of the class').fill(CLASS);
    await page.getByLabel('Your name').fill('Grace');
    await page.getByRole('button', { name: 'Make the class' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(CLASS);
    code = (await page.locator('.invite-code').textContent()) ?? '';
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    joinUrl = `${drydock.url}/join/#${code}`;
    expect(await readSquare(page)).toBe(joinUrl);
    await page.getByRole('button', { name: 'Show it large' }).click();
    await expect(page.getByRole('dialog')).toContainText(code);
    await page.keyboard.press('Escape');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("document.documentElement.dataset.printing = 'invite'");
    await expect(page.getByRole('table')).toBeHidden();
    await expect(page.locator('.invite-code')).toBeVisible();
    await page.evaluate('delete document.documentElement.dataset.printing');
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('its limits are no more than the installation’s', async () => {
    await expect(page.getByText('Sandboxes here reach the course registry and nothing else')).toBeVisible();
    await page.getByLabel('Less, so that more fit').check();
    await page.getByLabel('Memory (MiB)').fill(String(LIMIT_MIB));
    await page.getByLabel('Processors', { exact: false }).last().fill('0.5');
    await page.getByRole('button', { name: 'Save the settings' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expectSound(page, 'settings');
  });

  await test.step('a new code makes the old one useless', async () => {
    await page.getByRole('button', { name: 'New code…' }).click();
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await expect(page.locator('.invite-code')).not.toHaveText(code);
    const other = await newPage(browser);
    await other.goto(joinUrl);
    await expect(other.getByRole('alert')).toContainText('There is no class with this code');
    await end(other);
    code = (await page.locator('.invite-code').textContent()) ?? '';
  });

  await test.step('the guest joins by the code as they type it, and keeps the tick and the terminal', async () => {
    await guest.goto(`${drydock.url}/join/`);
    await guest.getByLabel('Code').fill(code.replace('-', ' ').toLowerCase());
    await guest.keyboard.press('Enter');
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText(CLASS);
    await expectSound(guest, 'join');
    await guest.getByLabel('Your name').fill('Gus');
    await guest.keyboard.press('Enter');
    await expect(guest.getByRole('status').filter({ hasText: 'You are in, as Gus.' })).toBeVisible();
    await guest.getByRole('link', { name: 'Go on where you left off' }).click();
    await isTicked(guest);
    await expect(guest.getByRole('link', { name: CLASS })).toBeVisible();
    await lesson.waitForPrompt();
    await lesson.type(`clear; ${UNTIL_LIMITED}`);
    await expect(lesson.screen).toContainText('held to it');
  });

  const links = await test.step('a list of names becomes people, each with a link', async () => {
    await page.reload();
    await expect(page.getByRole('row', { name: /^Gus .*Learner/ })).toBeVisible();
    await page.getByText('Import a list of names').click();
    const list = page.getByLabel('Or the list itself');
    await list.fill('Ada;s-17\n;\nGus');
    await page.getByRole('button', { name: 'Import the list' }).click();
    await expect(page.getByRole('alert')).toContainText('Line 3: “Gus” is in the class already');
    await page.getByLabel('File (CSV)').setInputFiles({
      name: 'class.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('\uFEFFname;id\r\n"Lovelace, Ada";s-17\r\nBen;\r\n'),
    });
    await expect(list).toHaveValue(/Lovelace/);
    await page.getByRole('button', { name: 'Import the list' }).click();
    await expect(page.getByRole('heading', { name: '2 personal links' })).toBeFocused();
    await expectSound(page, 'links');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toContain('"Lovelace, Ada",s-17,http');
    return file.match(/http\S+/g) ?? [];
  });

  await test.step('a personal link makes another browser theirs', async () => {
    const ada = await newPage(browser);
    await ada.goto(links[0] ?? '');
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Lovelace, Ada');
    await expectSound(ada, 'personal link');
    await ada.getByRole('button', { name: 'I am Lovelace, Ada' }).click();
    await expect(ada.getByText('This browser is Lovelace, Ada now.')).toBeVisible();
    expect(new URL(ada.url()).hash).toBe('');
    await ada.goto(`${drydock.url}/classes/`);
    await expect(ada.getByText('You are Lovelace, Ada')).toBeVisible();
    await end(ada);
  });

  await test.step('a browser with work takes it along, or is told the way back to it', async () => {
    await guest.goto(links[1] ?? '');
    await guest.getByRole('button', { name: 'Take my work along' }).click();
    await expect(guest.getByText('This browser is Ben now.')).toBeVisible();
    await guest.getByRole('link', { name: 'Go on where you left off' }).click();
    await isTicked(guest);
    await guest.goto(links[0] ?? '');
    await guest.getByRole('button', { name: /^It is somebody else’s/ }).click();
    await expect(guest.getByText('the personal link of whose work it is leads back to it')).toBeVisible();
    await guest.goto(links[1] ?? '');
    await guest.getByRole('button', { name: 'I am Ben' }).click();
    await expect(guest.getByText('This browser is Ben now.')).toBeVisible();
    await guest.goto(`${drydock.url}/lessons/first-dockerfile/`);
    await isTicked(guest);
  });

  await test.step('somebody is renamed, given a new link and taken out', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Change Lovelace, Ada' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Ada');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Change Ada' }).click();
    await page.getByRole('button', { name: 'New personal link…' }).click();
    await page.getByRole('button', { name: 'Make a new link' }).click();
    await expect(page.getByRole('heading', { name: 'The link of Ada' })).toBeFocused();
    const old = await newPage(browser);
    await old.goto(links[0] ?? '');
    await expect(old.getByRole('alert')).toContainText('not valid any more');
    await end(old);
    await page.getByRole('button', { name: 'Change Ada' }).click();
    await page.getByRole('button', { name: 'Take out of the class…' }).click();
    await page.getByRole('button', { name: 'Take out', exact: true }).click();
    await expect(page.getByRole('row', { name: /^Ada / })).toHaveCount(0);
  });

  await test.step('an archived class lets nobody in, and its learner is told and works on', async () => {
    await page.getByRole('button', { name: 'Archive the class…' }).click();
    await page.getByRole('button', { name: 'Archive the class', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Open the class again' })).toBeVisible();
    const late = await newPage(browser);
    await late.goto(`${drydock.url}/join/#${code}`);
    await expect(late.getByRole('alert')).toContainText('has been archived');
    await guest.goto(`${drydock.url}/classes/`);
    await expect(guest.getByText('what you have done stays yours')).toBeVisible();
    await expectSound(guest, 'a learner’s classes');
    await end(late, guest);
  });
});

/** Nothing of a learner's browser is an instructor's. */
test('a class’s page is its staff’s alone', async ({ page, context }) => {
  await context.request.get(`${drydock.url}/api/me`);
  await page.goto(`${drydock.url}/classes/settings/#${'0'.repeat(16)}`);
  await expect(page.getByRole('alert')).toContainText('There is no such class, or you are not in it.');
  await expectSound(page, 'refused');
});
