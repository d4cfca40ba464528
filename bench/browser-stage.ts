import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { raceSignal } from '../server/domain/race-signal.ts';

/** Longer than anything that is measured in a page should take. */
const PAGE_TIMEOUT_MS = 30_000;

/** A lesson whose desk has a terminal. */
const LESSON = '/lessons/first-dockerfile/';

/** The prompt at the end of what is on the screen. */
export const SCREEN_PROMPT = String.raw`learner:\S+\$\s*$`;

export const SCREEN = { width: 1280, height: 800 };

/** A browser without a graphics processor, as the tests have it. A Ctrl-C of the bench's is left to the bench: the signal closes it, so that nothing waits for a page any more. */
export async function launchBrowser(signal: AbortSignal): Promise<Browser> {
  const browser = await chromium.launch({
    ...config.use?.launchOptions,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  signal.addEventListener('abort', () => void browser.close(), { once: true });
  return browser;
}

/** A new learner's window. */
export async function newWindow(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SCREEN });
  await context.addInitScript({ path: join(import.meta.dirname, 'screen-watch.js') });
  return context;
}

export async function openLesson(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url + LESSON);
  return page;
}

export async function openTerminal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the terminal' }).click();
  await shows(page, SCREEN_PROMPT);
}

/** What an expression of screen-watch.js comes to. */
export function ask<Result>(page: Page, expression: string): Promise<Result> {
  return inTime(page, page.evaluate<Result>(expression), expression);
}

/** Resolves with the milliseconds from the navigation to a screen that fits. */
export function shows(page: Page, pattern: string): Promise<number> {
  return ask(page, `screenWatch.shows(${JSON.stringify(pattern)})`);
}

/** Milliseconds from the click or key that `act` makes to the first screen after it that fits. */
export async function timeAnswer(page: Page, act: () => Promise<void>, pattern = ''): Promise<number> {
  await ask(page, `screenWatch.expect(${JSON.stringify(pattern)})`);
  await act();
  return ask(page, 'screenWatch.answer');
}

/** Playwright waits for a page's promise for ever. */
async function inTime<Result>(page: Page, promise: Promise<Result>, what: string): Promise<Result> {
  const deadline = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  return raceSignal(promise, deadline).catch(async (cause: unknown) => {
    if (!deadline.aborted) throw cause;
    const rows = await page
      .locator('.xterm-rows')
      .first()
      .textContent({ timeout: 1_000 })
      .catch(() => '');
    throw new Error(`Waited in vain for ${what}; the screen shows: ${rows}`, { cause });
  });
}

/** Types a command and waits for the prompt after it. */
export async function runInPage(page: Page, command: string): Promise<void> {
  await page.keyboard.type(command);
  await timeAnswer(page, () => page.keyboard.press('Enter'), SCREEN_PROMPT);
}
