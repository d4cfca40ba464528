import { createHash } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { commandBlocksSchema } from '../src/shared/command-blocks.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = 'first-dockerfile';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

/** What Run types, by lesson. */
async function builtCommands() {
  const response = await fetch(`${drydock.url}/command-blocks.json`);
  return commandBlocksSchema.parse(await response.json());
}

const runButton = (page: Page, command: string): Locator =>
  page.getByRole('button', { name: `Run ${command}`, exact: true });
const terminalInput = (page: Page): Locator => page.getByRole('textbox', { name: /terminal/i });
const question = (page: Page): Locator => page.getByRole('dialog', { name: 'Something is running in this terminal' });

test('every lesson shows exactly what it has the server type, and a button for each', async ({ page }) => {
  const lessons = Object.entries(await builtCommands());
  expect(lessons.length).toBeGreaterThan(0);
  for (const [lesson, commands] of lessons) {
    await page.goto(`${drydock.url}/lessons/${lesson}/`);
    expect(
      await page.locator('[data-block] code').evaluateAll((codes) => codes.map((code) => code.textContent)),
    ).toEqual(commands);
    await expect(page.locator('[data-block]').getByRole('button', { name: /^Run / })).toHaveCount(commands.length);
    await expect(page.locator('.commands').getByRole('button', { name: /^Copy / })).not.toHaveCount(0);
  }
});

test('without JavaScript there are no buttons that do nothing', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${drydock.url}/lessons/${LESSON}/`);
  await expect(page.locator('[data-block]')).not.toHaveCount(0);
  await expect(page.locator('.commands').getByRole('button')).toHaveCount(0);
  await context.close();
});

test('Copy copies a block as it is', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${drydock.url}/lessons/${LESSON}/`);
  const [first = ''] = (await builtCommands())[LESSON] ?? [];
  await page.getByRole('button', { name: `Copy ${first.split('\n')[0]}`, exact: true }).click();
  await expect(page.locator('[data-block="0"]').getByRole('button', { name: /^Copied/ })).toBeVisible();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(first);
});

test('without a network Run says so, beside the block', async ({ page, context }) => {
  await page.goto(`${drydock.url}/lessons/${LESSON}/`);
  const run = runButton(page, 'docker build -t hello:1.0 .');
  await context.setOffline(true);
  await run.click();
  await expect(page.locator('[data-block="1"]').getByRole('alert')).toContainText('Check your network');
  await expect(run).toBeFocused();
});

test('a learner runs a lesson’s commands from its text', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open(`${drydock.url}/lessons/${LESSON}/`);
  const commands = (await builtCommands())[LESSON] ?? [];
  const heredoc = commands[0] ?? '';
  const dockerfile = `${/<<'END'\n([\s\S]*?)\nEND/.exec(heredoc)?.[1]}\n`;

  await test.step('several lines with a heredoc, by key, with the terminal still closed', async () => {
    await runButton(page, heredoc.split('\n')[0] ?? '').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-block="0"]').getByRole('button', { name: /^Sent/ })).toBeVisible();
    await expect(terminalInput(page)).toBeFocused();
    await lesson.waitForPrompt();
    await lesson.run('sha256sum Dockerfile; pwd; echo "<$(cat index.html)>"');
    await expect(lesson.screen).toContainText(createHash('sha256').update(dockerfile).digest('hex'));
    await expect(lesson.screen).toContainText('/home/learner/hello');
    await expect(lesson.screen).toContainText('<<h1>Hello from an image</h1>>');
  });

  await test.step('one line, and what was typed half goes', async () => {
    await lesson.run('clear');
    await page.keyboard.type('echo half-typed');
    await expect(lesson.screen).toContainText('echo half-typed');
    await runButton(page, 'docker build -t hello:1.0 .').click();
    await expect(lesson.screen).toContainText('naming to docker.io/library/hello:1.0');
    await expect(terminalInput(page)).toBeFocused();
    await lesson.waitForPrompt();
    await lesson.run('clear; history 2');
    await expect(lesson.screen).toContainText(/^\s*\d+\s+docker build -t hello:1\.0 \./);
  });

  await test.step('while something runs it asks, and types nothing into what reads', async () => {
    await lesson.run('clear');
    await page.keyboard.type("echo rea''dy; cat > typed.txt; wc -c typed.txt");
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText('ready');
    await page.keyboard.type('ahoy');
    await expect(lesson.screen).toContainText('ahoy');
    await runButton(page, 'docker rm -f quiet open').click();
    await expect(question(page)).toBeVisible();
    await expectNoViolations(page, 'the question', { within: 'dialog' });
    await page.keyboard.press('Escape');
    await expect(question(page)).toHaveCount(0);
    await expect(runButton(page, 'docker rm -f quiet open')).toBeFocused();
    await terminalInput(page).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+d');
    await expect(lesson.screen).toContainText('5 typed.txt');
  });

  await test.step('never into vim: on request, into a new terminal', async () => {
    await terminalInput(page).focus();
    await page.keyboard.type('vim -c "set noshowcmd" ship.txt');
    await page.keyboard.press('Enter');
    await expect(lesson.screen).toContainText('"ship.txt" [New]');
    await runButton(page, 'docker images --filter reference=hello --filter reference=busybox').click();
    await question(page).getByRole('button', { name: 'Run it in a new terminal' }).click();
    const shown = page.locator('.terminal-pane:visible');
    await expect(shown).toContainText(/hello\s+1\.0\s/);
    await expect(page.locator(':focus')).toHaveAccessibleName(/terminal/i);
    await lesson.tabs.first().click();
    await page.keyboard.type(':w');
    await page.keyboard.press('Enter');
    await expect(shown).toContainText('0L, 0B written');
  });
});

test('on a phone Run brings the terminal up', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  await lesson.open(`${drydock.url}/lessons/layers/`);
  await runButton(page, 'docker pull nginx:1.26-alpine').tap();
  await expect(lesson.screen).toContainText('docker.io/library/nginx:1.26-alpine');
  await expect(terminalInput(page)).toBeFocused();
  await context.close();
});
