import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import Docker from 'dockerode';
import {
  ask,
  launchBrowser,
  newWindow,
  openLesson,
  openTerminal,
  SCREEN_PROMPT,
  shows,
  timeAnswer,
} from './browser-stage.ts';
import { p50, p99, type Row } from './figures.ts';
import { repeat, until } from './measure.ts';
import { instructorOf, warmSandboxes } from './page-client.ts';
import { rawExecToPrompt } from './raw-shell.ts';
import { newestSandbox, startDrydock } from './stage.ts';
import { FLOODS } from './terminal-interrupt.ts';
import { rawTypedShell, timeKey } from './typed-shell.ts';

/** How long a pointer is on a button before it is pressed, at least: people take a fifth of a second to see that they have reached it. */
const POINTED_MS = 200;

/** Enough for one to be there while the next is made. */
const WARM = 2;

export interface BrowserCounts {
  readonly clicks: number;
  readonly keys: number;
  readonly interrupts: number;
}

/** What a person sees, in a real browser that draws without a graphics processor: from the click, key or Ctrl-C to the change in the page. */
export async function measureBrowser(
  { clicks, keys, interrupts }: BrowserCounts,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const env = { DRYDOCK_POOL_MIN: String(WARM), DRYDOCK_POOL_MAX: String(WARM), DRYDOCK_MAX_SANDBOXES: '100' };
  await using drydock = await startDrydock(env, signal);
  const { url } = drydock;
  const instructor = await instructorOf(drydock);
  await using browser = await launchBrowser(signal);
  const untilWarm = () => until('warm sandboxes', signal, async () => (await warmSandboxes(url, instructor)) === WARM);

  const opened = await repeat(2 * clicks, signal, async (index) => {
    const isPointed = index % 2 === 0;
    await using window = await newWindow(browser);
    const page = await openLesson(window, url);
    await untilWarm();
    const { container } = await newestSandbox(new Docker(), drydock);
    const shellMs = await rawExecToPrompt(container);
    const button = page.getByRole('button', { name: 'Open the terminal' });
    if (isPointed) {
      await button.hover();
      await delay(POINTED_MS, undefined, { signal });
    }
    const promptMs = await timeAnswer(page, () => button.click(), SCREEN_PROMPT);
    return { isPointed, shellMs, promptMs };
  });

  const page = await openLesson(await newWindow(browser), url);
  await openTerminal(page);
  await untilWarm();
  const { container } = await newestSandbox(new Docker(), drydock);
  await using raw = await rawTypedShell(container);
  const echoes = await repeat(keys, signal, async (index) => ({
    page: await timeAnswer(page, () => page.keyboard.press(index % 2 === 0 ? 'x' : 'Backspace')),
    raw: await timeKey(raw, index % 2 === 0 ? 'x' : '\x7f'),
  }));

  const interrupted: Row[] = [];
  for (const flood of FLOODS) {
    interrupted.push({
      what: `Ctrl-C in \`${flood}\` to prompt in the page`,
      unit: 'ms',
      measured: await repeat(interrupts, signal, () => timeInterrupt(page, flood)),
      goals: [p99(100)],
    });
  }
  return [
    {
      what: `click to prompt in the page, warm sandbox, the pointer ${POINTED_MS} ms on the button before`,
      unit: 'ms',
      measured: opened.filter(({ isPointed }) => isPointed).map(({ promptMs }) => promptMs),
      baseline: { what: 'exec of a shell by the API', measured: opened.map(({ shellMs }) => shellMs) },
      goals: [p50(80), p99(250)],
    },
    {
      what: '… pressed at once, as no person does: the terminal’s code is loaded first',
      unit: 'ms',
      measured: opened.filter(({ isPointed }) => !isPointed).map(({ promptMs }) => promptMs),
      goals: [],
    },
    {
      what: 'key to character in the page',
      unit: 'ms',
      measured: echoes.map((echo) => echo.page),
      baseline: { what: 'raw exec TTY, without a page', measured: echoes.map((echo) => echo.raw) },
      goals: [],
    },
    ...interrupted,
  ];
}

/** So many screens of a flood have been drawn when it is interrupted. */
const FLOOD_SCREENS = 20;

async function timeInterrupt(page: Page, flood: string): Promise<number> {
  await page.keyboard.type(flood);
  await page.keyboard.press('Enter');
  await ask(page, `screenWatch.changes(${FLOOD_SCREENS})`);
  const time = await timeAnswer(page, () => page.keyboard.press('Control+c'), SCREEN_PROMPT);
  await shows(page, SCREEN_PROMPT);
  return time;
}
