import type { Page } from '@playwright/test';
import {
  ask,
  launchBrowser,
  newWindow,
  openLesson,
  openTerminal,
  runInPage,
  SCREEN_PROMPT,
  shows,
} from './browser-stage.ts';
import { p50, type Row } from './figures.ts';
import { repeat } from './measure.ts';
import { startDrydock } from './stage.ts';

const LINES = 10_000;

/** What DESIGN and the issue promise to keep, at sixty bytes a line. */
const COMMAND = `clear; seq -f 'line %.0f of ${LINES} that this shell has written so far' ${LINES}`;

/** The last line with the prompt behind it: what came before is in the terminal already. */
const END = String.raw`line ${LINES} of ${LINES} that this shell has written so far\s*${SCREEN_PROMPT}`;

/** A screen that shows one of the first hundred. */
const FIRST_LINES = new RegExp(`line \\d{1,2} of ${LINES} `);

/** Of at least ten lines each. */
const PAGES = LINES / 10;

interface Reload {
  readonly shownMs: number;
  readonly domInteractive: number;
  readonly loadEventEnd: number;
}

/** From a reload to a terminal that has its screen and ten thousand lines back, beside the same page without a terminal. */
export async function measureReload(
  { rounds }: { readonly rounds: number },
  signal: AbortSignal,
): Promise<readonly Row[]> {
  await using drydock = await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal);
  await using browser = await launchBrowser(signal);
  const plain = await openLesson(await newWindow(browser), drydock.url);
  const page = await openLesson(await newWindow(browser), drydock.url);
  await openTerminal(page);
  await runInPage(page, COMMAND);
  await shows(page, END);
  const reloads = await repeat(rounds + 1, signal, async () => ({
    terminal: await reload(page, END),
    plain: await reload(plain, ''),
  }));
  await assertScrollback(page);

  // The first one fills the browser's caches.
  const measured = reloads.slice(1);
  const plainLoads = measured.map((one) => one.plain.loadEventEnd);
  return [
    {
      what: `reload to screen and ${LINES} lines, from when scripts can run`,
      unit: 'ms',
      measured: measured.map(({ terminal }) => terminal.shownMs - terminal.domInteractive),
      baseline: {
        what: 'the page without a terminal, to its load event',
        measured: measured.map((one) => one.plain.loadEventEnd - one.plain.domInteractive),
      },
      goals: [p50(300)],
    },
    {
      what: '… from the start of the navigation',
      unit: 'ms',
      measured: measured.map(({ terminal }) => terminal.shownMs),
      baseline: { what: 'the page without a terminal, to its load event', measured: plainLoads },
      goals: [],
    },
  ];
}

/** From the navigation, in ms. */
async function reload(page: Page, pattern: string): Promise<Reload> {
  await ask(page, `screenWatch.expectAgain(${JSON.stringify(pattern)})`);
  await page.reload();
  const shownMs = await ask<number>(page, 'screenWatch.again');
  return { shownMs, ...(await ask<Omit<Reload, 'shownMs'>>(page, 'screenWatch.timing()')) };
}

/** That the first lines are there too. */
async function assertScrollback(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /terminal/i }).focus();
  for (let turn = 0; turn < PAGES; turn += 1) await page.keyboard.press('Shift+PageUp');
  const rows = await ask<string>(page, 'screenWatch.nextFrame()');
  if (FIRST_LINES.test(rows)) return;
  throw new Error(`The oldest lines that are back: ${rows}`);
}
