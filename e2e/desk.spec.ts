import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/first-dockerfile/';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

/** A new learner with a terminal open. */
async function visit(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; lesson: LessonPage }> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  const sheet = page.getByRole('button', { name: 'Terminal and tasks', exact: true });
  if (await sheet.isVisible()) await sheet.click();
  await lesson.openTerminal();
  return { context, page, lesson };
}

const divider = (page: Page, name: string) => page.getByRole('separator', { name });
const desk = (page: Page) => page.getByRole('complementary', { name: 'Terminal and tasks' });
const panes = (page: Page) => page.locator('.terminal-pane:visible');

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the page.');
  return box;
}

/** Waits until a divider moves: what it takes is loaded when the pointer or the focus is on it. */
async function expectMovable(what: Locator): Promise<void> {
  await what.hover();
  await expect(what).toHaveAttribute('aria-valuetext', /percent/);
}

/** Takes hold of the middle, and lets go that far away. */
async function drag(page: Page, what: Locator, by: { readonly x?: number; readonly y?: number }): Promise<void> {
  await expectMovable(what);
  const { x, y, width, height } = await boxOf(what);
  const middle = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + (by.x ?? 0) / 2, middle.y + (by.y ?? 0) / 2);
  await page.mouse.move(middle.x + (by.x ?? 0), middle.y + (by.y ?? 0));
  await page.mouse.up();
}

const storeItem = (page: Page, key: string, value: string) =>
  page.evaluate(`localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)})`);

/** What the shell takes the size of its terminal for. */
async function shellSize(lesson: LessonPage): Promise<string> {
  await lesson.run('clear; stty size | sed "s/^/size /"');
  return /size (\d+ \d+)/.exec((await lesson.screen.textContent()) ?? '')?.[1] ?? '';
}

test.describe('tabs', () => {
  test('each terminal is a shell of its own, and keeps its screen while another is seen', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.run('where=first');
    await lesson.addTerminal();
    await expect(lesson.tab('Terminal 2')).toHaveAttribute('aria-selected', 'true');
    await lesson.run('where=second; echo "in the ${where}"');
    await lesson.tab('Terminal 1').click();
    await expect(panes(page)).toHaveCount(1);
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    await lesson.run('echo "in the ${where}"');
    await expect(lesson.screen).toContainText('in the first');
    await lesson.tab('Terminal 2').click();
    await expect(lesson.screen).toContainText('in the second');

    await lesson.addTerminal();
    await lesson.addTerminal();
    await expect(lesson.tabs).toHaveText(['Terminal 1', 'Terminal 2', 'Terminal 3', 'Terminal 4']);
    await expect(page.getByRole('button', { name: 'New terminal' })).toBeHidden();
    await context.close();
  });

  test('arrow keys go from tab to tab, Enter goes in, Shift and Escape leave', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.addTerminal();
    await lesson.tab('Terminal 2').focus();
    await page.keyboard.press('ArrowRight');
    await expect(lesson.tab('Terminal 1')).toBeFocused();
    await expect(lesson.tab('Terminal 1')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('End');
    await expect(lesson.tab('Terminal 2')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(lesson.tab('Terminal 1')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    await page.keyboard.press('Shift+Escape');
    await expect(page.getByRole('link', { name: 'Leave the terminal' })).toBeFocused();
    await context.close();
  });

  test('a running command names its tab, and closing asks before it ends it', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.addTerminal();
    await page.keyboard.type('sleep 1234');
    await page.keyboard.press('Enter');
    const tab = lesson.tab('Terminal 2: sleep 1234');
    await expect(tab).toBeVisible();
    await tab.focus();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Close Terminal 2?' });
    await expect(dialog).toContainText('sleep 1234');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(tab).toBeVisible();
    await page.getByRole('button', { name: 'Close Terminal 2' }).click();
    await dialog.getByRole('button', { name: 'Close and end it' }).click();
    await expect(lesson.tabs).toHaveText(['Terminal 1']);
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    await lesson.run('pgrep -cx sleep | sed "s/^/sleeping: /"');
    await expect(lesson.screen).toContainText('sleeping: 0');
    await context.close();
  });

  test('closing the last one shows the desk as it was at first; the next shell is new', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.run('kept=no');
    await lesson.choose('Close');
    await expect(page.getByRole('button', { name: 'Open the terminal' })).toBeVisible();
    await page.reload();
    await lesson.openTerminal();
    await lesson.run('echo "kept: ${kept:-nothing}"');
    await expect(lesson.screen).toContainText('kept: nothing');
    await context.close();
  });

  test('a shell that ends leaves its screen, and Enter starts another', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.addTerminal();
    await lesson.run('echo last words');
    await page.keyboard.type('exit');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Press Enter for a new one.')).toBeVisible();
    await expect(lesson.screen).toContainText('last words');
    await expect(lesson.tabs).toHaveText(['Terminal 1', 'Terminal 2']);
    await page.keyboard.press('Enter');
    await lesson.waitForPrompt();
    await lesson.run('echo and so on');
    await context.close();
  });

  test('a reload and another window have the same tabs', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.addTerminal();
    await lesson.run('echo of the second');
    await lesson.addTerminal();
    await lesson.tab('Terminal 2').click();
    await page.reload();
    await expect(lesson.tabs).toHaveText(['Terminal 1', 'Terminal 2', 'Terminal 3']);
    await expect(lesson.tab('Terminal 2')).toHaveAttribute('aria-selected', 'true');
    await expect(lesson.screen).toContainText('of the second');

    const other = await context.newPage();
    await other.goto(`${drydock.url}/lessons/layers/`);
    await expect(new LessonPage(other).tabs).toHaveText(['Terminal 1', 'Terminal 2', 'Terminal 3']);
    await other.getByRole('button', { name: 'New terminal' }).click();
    await expect(lesson.tab('Terminal 4')).toBeVisible();
    await other.getByRole('button', { name: 'Close Terminal 4' }).click();
    await expect(lesson.tab('Terminal 4')).toHaveCount(0);
    await context.close();
  });

  test('whatever stands in the storage, the desk opens', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    for (const junk of ['{', '{"tabs":[]}', '{"tabs":["main"],"panes":["gone"],"active":"gone","share":9}']) {
      for (const key of ['layout', 'desk', 'text-size', 'reader-mode']) await storeItem(page, `drydock.${key}`, junk);
      await page.reload();
      await lesson.waitForPrompt();
      await expect(lesson.tabs).toHaveText(['Terminal 1']);
    }
    await context.close();
  });
});

test('code that does not come at first is asked for again, and Retry does the same', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  const code = /_astro\/(deck|terminal-deck)\.[^/]+\.js/;
  let missing = 1;
  await page.route(code, (route) => {
    missing -= 1;
    return missing >= 0 ? route.abort('internetdisconnected') : route.continue();
  });
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  await page.evaluate("localStorage.setItem('drydock.terminal', 'closed')");
  missing = 100;
  await page.reload();
  await page.getByRole('button', { name: 'Open the terminal' }).click();
  await expect(page.getByText('The terminal could not be loaded.')).toBeVisible();
  missing = 0;
  await page.getByRole('button', { name: 'Retry' }).click();
  await lesson.waitForPrompt();
  await context.close();
});

test.describe('two terminals at once', () => {
  test('one above the other, side by side where there is room, moved by mouse and keys, and remembered', async ({
    browser,
  }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.choose('Split');
    await expect(panes(page)).toHaveCount(2);
    await expect(lesson.tabs).toHaveText(['Terminal 1', 'Terminal 2']);
    await lesson.waitForPrompt();
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    const between = divider(page, 'Between the terminals');
    await expect(between).toHaveAttribute('aria-orientation', 'horizontal');
    await expect(between).toHaveAttribute('aria-valuenow', '50');
    const before = await boxOf(panes(page).first());
    await drag(page, between, { y: 60 });
    expect((await boxOf(panes(page).first())).height).toBeCloseTo(before.height + 60, -1);
    await between.dblclick();
    await expect(between).toHaveAttribute('aria-valuenow', '50');
    await between.focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(between).toHaveAttribute('aria-valuenow', '60');
    await page.keyboard.press('End');
    await expect(between).toHaveAttribute('aria-valuenow', '80');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(between).toHaveAttribute('aria-valuenow', '70');

    await page.getByRole('button', { name: 'Fill the window' }).click();
    await expect(between).toHaveAttribute('aria-orientation', 'vertical');
    const [left, right] = [await boxOf(panes(page).first()), await boxOf(panes(page).last())];
    expect(left.x + left.width).toBeLessThan(right.x);

    await page.reload();
    await expect(panes(page)).toHaveCount(2);
    await expect(between).toHaveAttribute('aria-valuenow', '70');
    await lesson.waitForPrompt();
    await expectNoViolations(page, 'split');
    await lesson.choose('One terminal at a time');
    await expect(panes(page)).toHaveCount(1);
    await context.close();
  });

  test('the pane that has the focus is the active one', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.choose('Split');
    await lesson.waitForPrompt();
    await expect(lesson.tab('Terminal 2')).toHaveAttribute('aria-selected', 'true');
    await panes(page).first().click();
    await expect(lesson.tab('Terminal 1')).toHaveAttribute('aria-selected', 'true');
    await lesson.run('echo "here it is"');
    await expect(panes(page).first()).toContainText('here it is');
    await expect(panes(page).last()).not.toContainText('here it is');
    await context.close();
  });
});

test.describe('the desk beside the text', () => {
  test('its width and the height of its tasks are moved by mouse and keys, reach the shell, and are remembered', async ({
    browser,
  }) => {
    const { context, page, lesson } = await visit(browser);
    const sizeBefore = await shellSize(lesson);
    const width = divider(page, 'Width of the desk');
    const before = await boxOf(desk(page));
    await drag(page, width, { x: -120 });
    expect((await boxOf(desk(page))).width).toBeCloseTo(before.width + 120, -1);
    await expect.poll(() => shellSize(lesson)).not.toBe(sizeBefore);
    await width.focus();
    await page.keyboard.press('Home');
    await expect(width).toHaveAttribute('aria-valuenow', '25');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(width).toHaveAttribute('aria-valuenow', '35');
    const tasks = divider(page, 'Height of the tasks');
    await drag(page, tasks, { y: 150 });
    await tasks.focus();
    await page.keyboard.press('Home');
    await expect(tasks).toHaveAttribute('aria-valuenow', '10');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(tasks).toHaveAttribute('aria-valuenow', '20');
    const chosen = await boxOf(desk(page));
    const room = await boxOf(page.getByRole('region', { name: 'Tasks' }));

    // What moves while the page loads is a shift of its layout; the observer sees those before it, too.
    await page.addInitScript(`
      window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) window.shifted += value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.reload();
    await lesson.waitForPrompt();
    expect(await boxOf(desk(page))).toEqual(chosen);
    expect(await boxOf(page.getByRole('region', { name: 'Tasks' }))).toEqual(room);
    expect(await page.evaluate('window.shifted')).toBeLessThan(0.01);

    await expectMovable(width);
    await width.dblclick();
    expect((await boxOf(desk(page))).width).toBeCloseTo(before.width, 0);
    await expectMovable(tasks);
    await tasks.focus();
    await page.keyboard.press('Enter');
    await page.reload();
    expect((await boxOf(desk(page))).width).toBeCloseTo(before.width, 0);
    await context.close();
  });

  test('it is put away and brought back by button and key, and stays away until then', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.run('echo still here');
    await page.getByRole('button', { name: 'Hide the desk' }).click();
    await expect(desk(page)).toBeHidden();
    const show = page.getByRole('button', { name: 'Terminal and tasks', exact: true });
    await expect(show).toBeFocused();
    await expectNoViolations(page, 'hidden');
    await page.reload();
    await expect(desk(page)).toBeHidden();
    await show.click();
    await expect(lesson.screen).toContainText('still here');
    await lesson.terminal.getByRole('textbox').focus();
    await page.keyboard.press('Control+Backquote');
    await expect(desk(page)).toBeHidden();
    await page.keyboard.press('Control+Backquote');
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    await context.close();
  });

  test('it fills the window, and the text is out of reach meanwhile', async ({ browser }) => {
    const { context, page } = await visit(browser);
    await page.evaluate('scrollTo(0, 600)');
    const whole = page.getByRole('button', { name: 'Fill the window' });
    await whole.hover();
    const read = await page.evaluate('scrollY');
    expect(read).toBeGreaterThan(500);
    await whole.click();
    await expect(whole).toHaveAttribute('aria-pressed', 'true');
    expect(await boxOf(desk(page))).toMatchObject({ x: 0, y: 0, width: 1440, height: 900 });
    await expect(page.getByRole('main')).toHaveCount(0);
    await whole.click();
    await expect(page.getByRole('main')).toBeVisible();
    expect(await page.evaluate('scrollY')).toBe(read);
    await context.close();
  });
});

test.describe('a window of its own', () => {
  test('has the terminals until it is closed or they are wanted back', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.addTerminal();
    await lesson.run('echo taken along');
    const popOut = async (act: () => Promise<void>) => {
      const opening = context.waitForEvent('page');
      await act();
      const own = new LessonPage(await opening);
      await expect(own.screen).toContainText('taken along');
      await expect(lesson.page.getByRole('button', { name: 'Bring it back' })).toBeVisible();
      await expect(lesson.terminal).toHaveCount(0);
      return own;
    };
    const own = await popOut(() => lesson.choose('Open in a window of its own'));
    await expect(own.tabs).toHaveText(['Terminal 1', 'Terminal 2']);
    await expect(own.page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
    await own.run('echo from the window');
    await expectNoViolations(own.page, 'the window');
    await expectNoViolations(page, 'the lesson meanwhile');

    // Another lesson, and the same one anew, know of it.
    await page.goto(`${drydock.url}/lessons/layers/`);
    await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible();
    // Reloaded, it is still there.
    await own.page.reload();
    await expect(own.screen).toContainText('from the window');
    await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible();

    const closing = own.page.waitForEvent('close');
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await closing;
    await expect(lesson.screen).toContainText('from the window');
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();

    const again = await popOut(() => lesson.choose('Open in a window of its own'));
    await again.page.close();
    await expect(lesson.screen).toContainText('taken along');
    await context.close();
  });

  test('that is gone without a word is missed', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await storeItem(page, 'drydock.terminal', 'popped');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible();
    await lesson.waitForPrompt();
    await context.close();
  });
});

test('of two windows on one shell each can have its size, and the other says so', async ({ browser }) => {
  const { context, page, lesson } = await visit(browser);
  // What is missing stands below the terminal, and takes some of its room.
  await lesson.expectMissing('web-app', /Write index\.html/, /index\.html/);
  const large = await shellSize(lesson);
  const other = await context.newPage();
  await other.setViewportSize({ width: 1024, height: 700 });
  const second = new LessonPage(other);
  await second.open(drydock.url + LESSON);
  await second.waitForPrompt();
  const fit = page.getByRole('button', { name: /Sized by another window/ });
  await expect(fit).toBeVisible();
  await expect(other.getByRole('button', { name: /Sized by another window/ })).toBeHidden();
  await expectNoViolations(page, 'another size');
  const small = await shellSize(second);
  expect(small).not.toBe(large);
  await fit.click();
  await expect(fit).toBeHidden();
  await expect(other.getByRole('button', { name: /Sized by another window/ })).toBeVisible();
  expect(await shellSize(lesson)).toBe(large);
  // Who types has the size.
  expect(await shellSize(second)).toBe(small);
  await context.close();
});

test.describe('the menu', () => {
  test('is worked by keys, and its choices last', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    const button = page.getByRole('button', { name: 'Terminal 1: more' });
    await button.focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Copy' })).toBeFocused();
    await expectNoViolations(page, 'menu');
    await page.keyboard.press('End');
    await expect(page.getByRole('menuitem', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('b');
    const bigger = page.getByRole('menuitem', { name: 'Bigger text' });
    await expect(bigger).toBeFocused();
    const size = () =>
      page
        .evaluate(`getComputedStyle(document.querySelector('.xterm-rows')).fontSize`)
        .then((px) => Number.parseFloat(String(px)));
    const before = await size();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(size).toBe(before + 2);
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    await expect(page.getByRole('menu')).toHaveCount(0);
    await lesson.choose('Screen reader mode');
    await page.reload();
    await lesson.waitForPrompt();
    expect(await size()).toBe(before + 2);
    await button.click();
    await expect(page.getByRole('menuitemcheckbox', { name: 'Screen reader mode' })).toBeChecked();
    await context.close();
  });

  test('finds, by its key too, and shows the transcript', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser);
    await lesson.run('echo a needle');
    await page.keyboard.press('Control+Shift+F');
    await expect(page.getByRole('textbox', { name: 'Find in the terminal' })).toBeFocused();
    await expectNoViolations(page, 'search');
    await page.keyboard.press('Escape');
    await expect(lesson.terminal.getByRole('textbox')).toBeFocused();
    await lesson.choose(/^Transcript/);
    await expect(page.getByRole('dialog')).toContainText('a needle');
    await context.close();
  });
});

test.describe('on a touch screen', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  test('the keys that its keyboard lacks are below the terminal, large enough, and leave the focus', async ({
    browser,
  }) => {
    const { context, page, lesson } = await visit(browser, phone);
    const keys = page.getByRole('toolbar', { name: 'Keys' });
    for (const key of await keys.getByRole('button').all()) {
      const { x, width, height } = await boxOf(key);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(40);
      expect(x + width).toBeLessThanOrEqual(390);
    }
    const key = (name: string) => keys.getByRole('button', { name, exact: true });
    const input = lesson.terminal.getByRole('textbox');
    await input.focus();
    await page.keyboard.type('echo ab');
    await key('Arrow left').tap();
    await page.keyboard.type('1');
    await key('Home').tap();
    await key('Arrow right').tap();
    await key('End').tap();
    await key('Pipe').tap();
    await expect(input).toBeFocused();
    await page.keyboard.type('cat');
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText('a1b');
    await page.keyboard.type('sleep 1234');
    await page.keyboard.press('Enter');
    await key('Ctrl').tap();
    await expect(key('Ctrl')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.type('c');
    await expect(key('Ctrl')).toHaveAttribute('aria-pressed', 'false');
    await expect(lesson.screen).toContainText('^C');
    await lesson.waitForPrompt();
    await page.keyboard.type('ech');
    await key('Tab').tap();
    await page.keyboard.type('done');
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText(/echo done/);
    await expect(input).toBeFocused();
    await context.close();
  });

  test('the sheet has room for it all', async ({ browser }) => {
    const { context, page, lesson } = await visit(browser, phone);
    await lesson.addTerminal();
    await expectNoViolations(page, 'sheet');
    expect((await boxOf(lesson.terminal)).height).toBeGreaterThan(150);
    await page.getByRole('button', { name: 'Terminal 2: more' }).tap();
    const { x, width } = await boxOf(page.getByRole('menu'));
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back to the text' }).tap();
    await expect(desk(page)).toBeHidden();
    await context.close();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`with four terminals in ${colorScheme} axe finds nothing, and every window fits`, async ({ browser }) => {
    const { context, page, lesson } = await visit(browser, { colorScheme });
    for (let added = 0; added < 3; added += 1) await lesson.addTerminal();
    for (const width of [1440, 1024, 900]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
      expect((await boxOf(lesson.terminal)).height, `${width} px`).toBeGreaterThan(150);
      await expectNoViolations(page, `${width} px`);
    }
    await context.close();
  });
}
