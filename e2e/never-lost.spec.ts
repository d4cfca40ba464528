import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';
import { Network } from './network.ts';
import { RunningDrydock } from './running-drydock.ts';
import { TerminalTap } from './terminal-tap.ts';

const LESSON = '/lessons/layers/';
const status = (page: Page, text: RegExp) => page.getByRole('status').filter({ hasText: text });

/** As many lines, some at a time, over some seconds; together less than the server keeps, so that nothing excuses a missing one. */
const LINES = 30_000;
const AT_A_TIME = 150;
const COUNT = `for i in $(seq ${LINES / AT_A_TIME}); do seq -f 'line %.0f' $(((i-1)*${AT_A_TIME}+1)) $((i*${AT_A_TIME})); sleep 0.02; done; echo counted "to the" end`;

/** Numbers in order as their first and last: one that is missing or doubled begins another piece. */
function pieces(numbers: readonly number[]): string {
  const starts = numbers.filter((number, index) => number !== (numbers[index - 1] ?? Number.NaN) + 1);
  const ends = numbers.filter((number, index) => number !== (numbers[index + 1] ?? Number.NaN) - 1);
  return starts.map((start, index) => `${start} to ${ends[index]}`).join(', ');
}

let network: Network;
let drydock: RunningDrydock;
test.beforeAll(async () => {
  network = await Network.create();
  drydock = await RunningDrydock.start({ env: { DRYDOCK_PUBLIC_URL: network.url, DRYDOCK_POOL_MAX: '1' } });
  network.target = Number(new URL(drydock.url).port);
});
test.afterAll(async () => {
  await drydock[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});
test.afterEach(() => network.cutIdleAfter(0));

async function openLesson(page: Page): Promise<{ lesson: LessonPage; tap: TerminalTap }> {
  const lesson = new LessonPage(page);
  const tap = new TerminalTap(page);
  await lesson.open(network.url + LESSON);
  await lesson.openTerminal();
  return { lesson, tap };
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /terminal/i }).focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Every number once and in order, over whatever happened to the connection; on the wire and on the screen. */
async function expectAllLines(lesson: LessonPage, tap: TerminalTap): Promise<void> {
  await expect(lesson.screen).toContainText('counted to the end', { timeout: 60_000 });
  expect(tap.faults).toEqual([]);
  expect(pieces(tap.numbers)).toBe(`1 to ${LINES}`);
}

/** More than the server keeps, and without a line's end, as programs write that have the whole screen. */
const FULL_SCREEN = String.raw`bash -c 'anew() { printf "\e[H\e[2Jdrawn %s" anew; }; trap anew WINCH; printf "\e[?1049h"; head -c 3000000 /dev/zero | tr "\0" x; printf "\e[H\e[2Jall %s" written; until read -t 0.1 -n 1; do :; done; printf "\e[?1049l"'`;

test('a reload brings back a program that has had the whole screen for so long that its beginning is forgotten', async ({
  page,
}) => {
  const { lesson } = await openLesson(page);
  await type(page, 'clear; echo before');
  await type(page, FULL_SCREEN);
  await expect(lesson.screen).toContainText('all written');
  await page.reload();
  await expect(lesson.screen).toContainText('drawn anew');
  await page.getByRole('textbox', { name: /terminal/i }).focus();
  await page.keyboard.press('q');
  // What it drew was never a part of the shell's own screen.
  await lesson.waitForPrompt();
  await expect(lesson.screen).not.toContainText('drawn anew');
});

test('a reload brings the screen and its scrollback back, of a shell that went on', async ({ page }) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  await tap.until(() => tap.numbers.length > LINES / 10);
  await page.reload();
  await expectAllLines(lesson, tap);
  await type(page, 'clear; seq -f "row %.0f" 1500');
  await expect(lesson.screen).toContainText('row 1500');
  await page.reload();
  await lesson.waitForPrompt();
  await page.getByRole('textbox', { name: /terminal/i }).focus();
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        const rows = await lesson.screen.locator('> div').allInnerTexts();
        for (const row of rows) {
          const number = /^row (\d+)$/.exec(row.replaceAll('\u00a0', ' ').trim())?.[1];
          if (number !== undefined) seen.add(Number(number));
        }
        await page.keyboard.press('Shift+PageUp');
        return seen.size;
      },
      { intervals: [50], timeout: 60_000 },
    )
    .toBe(1500);
});

test('a socket that is dropped again and again costs nothing of the output', async ({ page }) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  for (let part = 1; part <= 5; part += 1) {
    await tap.until(() => tap.openings === part && tap.numbers.length > (part * LINES) / 7);
    network.cut();
  }
  await expectAllLines(lesson, tap);
  expect([tap.sockets, tap.clears]).toEqual([6, 0]);
});

test('without a network for a while, the page says so, and has everything when it is back', async ({
  page,
  context,
}) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  await tap.until(() => tap.numbers.length > LINES / 10);
  await context.setOffline(true);
  network.cut();
  await expect(status(page, /Reconnecting… Your shell goes on meanwhile/)).toBeVisible();
  await context.setOffline(false);
  await expectAllLines(lesson, tap);
  await expect(status(page, /Ready/)).toBeVisible();
  expect(tap.clears).toBe(0);
});

test('a network that swallows everything without a word is noticed as soon as the machine is on another', async ({
  page,
}) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  await tap.until(() => tap.numbers.length > LINES / 10);
  network.freeze();
  // As the browser says when the machine is on another network.
  await page.evaluate("dispatchEvent(new Event('online'))");
  const before = performance.now();
  await tap.until(() => tap.sockets === 2 && tap.numbers.length > LINES / 5);
  expect(performance.now() - before).toBeLessThan(4_000);
  await expectAllLines(lesson, tap);
  expect(tap.clears).toBe(0);
});

test('who types into a dead connection has another within seconds, and is told what may be missing', async ({
  page,
}) => {
  const { lesson, tap } = await openLesson(page);
  network.freeze();
  const pass = network.hold();
  await expect
    .poll(
      async () => {
        await page.keyboard.type('x');
        return tap.sockets;
      },
      { intervals: [1_000], timeout: 20_000 },
    )
    .toBe(2);
  // Typed while the page connects anew: its beginning is missing, so it must not run.
  await page.keyboard.type('; touch half-a-command');
  await page.keyboard.press('Enter');
  pass();
  await expect(page.locator('#announcements')).toContainText(/may not have arrived/);
  await expect(lesson.terminal.locator('.terminal-note')).toBeVisible();
  await lesson.run('ls half-a-command; echo back "at the" shell');
  await expect(lesson.screen).toContainText('No such file');
  await expect(lesson.screen).toContainText('back at the shell');
});

test('a proxy that cuts what is silent for a moment is borne', async ({ page }) => {
  const { lesson, tap } = await openLesson(page);
  await lesson.run('mark=$$');
  network.cutIdleAfter(2_000);
  await tap.until(() => tap.sockets >= 4);
  expect(network.idleCuts).toBeGreaterThanOrEqual(3);
  network.cutIdleAfter(0);
  await expect(status(page, /Ready/)).toBeVisible();
  await lesson.run('test $mark = $$ && echo the "same" shell');
  await expect(lesson.screen).toContainText('the same shell');
  expect([tap.faults, tap.clears]).toEqual([[], 0]);
});

test('a proxy that cuts what is silent for longer than a heartbeat has nothing to cut', async ({ page }) => {
  const { tap } = await openLesson(page);
  const { idleCuts } = network;
  // From the first ping on the network has heard of the page again, and waits anew.
  network.cutIdleAfter(24_000);
  await tap.until(() => (tap.sent.get('ping') ?? 0) >= 1);
  expect([tap.sockets, network.idleCuts]).toEqual([1, idleCuts]);
});

test('a server that is restarted finds the shell as it was', async ({ page }) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  await tap.until(() => tap.numbers.length > LINES / 4);
  expect(await drydock.stop('SIGTERM')).toBe(0);
  await expect(status(page, /Reconnecting/)).toBeVisible();
  await drydock.start();
  await expectAllLines(lesson, tap);
  expect(tap.clears).toBe(0);
});

test('a server that is killed in the middle of output, and started again, has every line of it', async ({ page }) => {
  const { lesson, tap } = await openLesson(page);
  await lesson.run('mark=$$');
  await type(page, COUNT);
  await tap.until(() => tap.numbers.length > LINES / 4);
  expect(await drydock.stop('SIGKILL')).toBe('SIGKILL');
  await drydock.start();
  await expectAllLines(lesson, tap);
  expect(tap.clears).toBe(0);
  await lesson.run('test $mark = $$ && echo the "same" shell');
  await expect(lesson.screen).toContainText('the same shell');
  // And as much as it can keep, for a page that has nothing.
  await page.reload();
  await lesson.waitForPrompt();
  expect(pieces(tap.numbers)).toMatch(new RegExp(`^\\d+ to ${LINES}$`));
  expect(tap.numbers.length).toBeGreaterThanOrEqual(10_000);
});

test('two windows at one shell are typed into by turns, and both show the same', async ({ page, context }) => {
  const { lesson: first, tap: firstTap } = await openLesson(page);
  const second = new LessonPage(await context.newPage());
  const secondTap = new TerminalTap(second.page);
  await second.open(network.url + LESSON);
  await second.waitForPrompt();
  for (let turn = 0; turn < 3; turn += 1) {
    await first.page.bringToFront();
    await first.run(`echo "first says" ${turn}`);
    await second.page.bringToFront();
    await expect(second.screen).toContainText(`first says ${turn}`);
    await second.run(`echo "second says" ${turn}`);
    await expect(first.screen).toContainText(`second says ${turn}`);
  }
  await type(second.page, COUNT);
  await expectAllLines(second, secondTap);
  await expectAllLines(first, firstTap);
  expect([firstTap.sockets, secondTap.sockets]).toEqual([1, 1]);
});

test('what is written while another tab is in front is there afterwards, over the same socket', async ({
  page,
  context,
}) => {
  const { lesson, tap } = await openLesson(page);
  await type(page, COUNT);
  const other = await context.newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  await tap.until(() => tap.text.includes('counted to the end\n'));
  await page.bringToFront();
  await expectAllLines(lesson, tap);
  expect(tap.sockets).toBe(1);
});

async function openTerminals(context: BrowserContext, count: number): Promise<LessonPage[]> {
  const lessons: LessonPage[] = [];
  for (let index = 0; index < count; index += 1) {
    const lesson = new LessonPage(await context.newPage());
    await lesson.open(network.url + LESSON);
    lessons.push(lesson);
  }
  return lessons;
}

test('the ninth window is told what to do, and works when it was done', async ({ page, context }) => {
  await openLesson(page);
  const others = await openTerminals(context, 8);
  const [closing, last] = [others[0], others[7]];
  await expect(status(last?.page ?? page, /open in eight tabs or windows already/)).toBeVisible();
  await closing?.page.close();
  await last?.page.getByRole('button', { name: 'Retry' }).click();
  await last?.waitForPrompt();
});
