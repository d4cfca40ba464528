import { type Browser, expect, type Page } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

/** Of the terminal's font, at its size. */
const CELL_PX = 7.8;

/** A learner of their own, at the prompt. */
async function openLesson(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const lesson = new LessonPage(page);
  await lesson.open(`${drydock.url}/lessons/first-dockerfile/`);
  await lesson.openTerminal();
  return { context, page, lesson };
}

const rows = (page: Page) => page.locator('.xterm-rows > div');
const type = async (page: Page, text: string) => {
  await page.getByRole('textbox', { name: /^terminal/i }).focus();
  await page.keyboard.type(text);
};
const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
const fillClipboard = (page: Page, text: string) =>
  page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
/** A point in the line that begins so, as many characters into it. Lines lie below the layer that takes the mouse. */
async function pointIn(page: Page, line: RegExp, column: number) {
  const row = rows(page).filter({ hasText: line });
  await expect(row).toHaveCount(1);
  const box = await row.boundingBox();
  if (!box) throw new Error('The line is not drawn.');
  return [box.x + (column + 0.5) * CELL_PX, box.y + box.height / 2] as const;
}
const announced = (page: Page) => page.locator('#announcements');

test('text is copied and pasted by the keys of a browser and of a terminal', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);

  await test.step('a selection is copied, and then the same key interrupts', async () => {
    await lesson.run('echo copy th"is" line');
    await page.mouse.click(...(await pointIn(page, /^copy this line/, 2)), { clickCount: 3 });
    await page.keyboard.press('Control+c');
    await expect.poll(() => clipboard(page)).toBe('copy this line');
    await expect(announced(page)).toHaveText('Copied.');
    await type(page, 'sleep 100\n');
    await expect(lesson.screen).toContainText('sleep 100');
    await page.keyboard.press('Control+c');
    await expect(lesson.screen).toContainText('^C');
    await lesson.waitForPrompt();
  });

  await test.step('one line is pasted as it is, by every key', async () => {
    for (const [index, keys] of ['Control+v', 'Control+Shift+v', 'Shift+Insert'].entries()) {
      await fillClipboard(page, `echo pasted-$((40+${index}))`);
      await page.keyboard.press(keys);
      await page.keyboard.press('Enter');
      await expect(lesson.screen).toContainText(`pasted-${40 + index}`);
      await lesson.waitForPrompt();
    }
  });

  await test.step('a shell that takes pastes as such gets several lines, and nothing in them breaks out', async () => {
    await fillClipboard(page, 'echo first\x1b[201~\ntouch /tmp/escaped\n');
    await page.keyboard.press('Control+v');
    await expect(lesson.screen).toContainText('touch /tmp/escaped');
    await page.keyboard.press('Control+c');
    await lesson.waitForPrompt();
    await lesson.run('ls /tmp/escaped');
    await expect(lesson.screen).toContainText(/No such file/);
  });

  await test.step('where each line would run, the learner is asked first', async () => {
    // Until the command runs, the shell is at its prompt and takes pastes as such.
    await type(page, 'echo tak"ing"; cat > pasted.txt\n');
    await expect(lesson.screen).toContainText('taking');
    await fillClipboard(page, 'one\ntwo\nthree');
    await page.keyboard.press('Control+v');
    const dialog = page.getByRole('dialog', { name: 'Paste 3 lines?' });
    await expect(dialog).toContainText('two');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expectNoViolations(page, 'the question before a paste', { within: 'dialog' });
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.keyboard.press('Control+v');
    await dialog.getByRole('button', { name: 'Paste' }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+d');
    await lesson.waitForPrompt();
    await lesson.run('wc -l < pasted.txt');
    await expect(rows(page).filter({ hasText: /^3\s*$/ })).toHaveCount(1);
  });
  await context.close();
});

test('without the browser’s clipboard, as over plain HTTP, keys copy and paste still', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  await page.reload();
  await lesson.waitForPrompt();
  await lesson.run('echo carried ov"er"');
  await page.mouse.click(...(await pointIn(page, /^carried over/, 2)), { clickCount: 3 });
  await page.keyboard.press('Control+Insert');
  await expect(announced(page)).toHaveText('Copied.');
  await type(page, 'echo twice: ');
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Enter');
  await expect(lesson.screen).toContainText(/echo twice: carried over\s*twice: carried over/);
  await context.close();
});

test('links show where they lead, and open with Control held', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await lesson.run(`printf 'at ${drydock.url}/nowhere now\\n'`);
  await lesson.run(
    `printf '\\e]8;;${drydock.url}/#named\\e\\\\by name\\e]8;;\\e\\\\ \\e]8;;file:///etc/passwd\\e\\\\by file\\e]8;;\\e\\\\\\n'`,
  );
  const hint = page.locator('.terminal-hint');
  const plain = await pointIn(page, /^at http/, 8);
  await page.mouse.move(...plain);
  await expect(hint).toContainText(`${drydock.url}/nowhere`);
  await page.mouse.click(...plain);
  expect(context.pages()).toHaveLength(1);
  const opening = context.waitForEvent('page');
  await page.keyboard.down('Control');
  await page.mouse.click(...plain);
  await page.keyboard.up('Control');
  const opened = await opening;
  await expect(opened).toHaveURL(`${drydock.url}/nowhere`);
  expect(await opened.evaluate('opener')).toBeNull();
  await opened.close();

  const named = /^by.name.by.file/;
  await page.mouse.move(...(await pointIn(page, named, 3)));
  await expect(hint).toContainText(`${drydock.url}/#named`);
  await page.mouse.move(...(await pointIn(page, named, 11)));
  await expect(hint).toBeHidden();
  await context.close();
});

test('commands are marked, jumped to, and told as text, also after a reload', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await lesson.run('seq 1 300 | tail -n 200');
  await lesson.run('ls /nowhere');
  await lesson.run("printf 'no line end'");

  for (const visit of ['at once', 'after a reload']) {
    await test.step(visit, async () => {
      if (visit === 'after a reload') {
        // A shell that were given another font's size meanwhile would draw its prompt over the last output.
        const sent: string[] = [];
        page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
        const font = Promise.withResolvers<void>();
        await page.route(/\.woff2$/, async (route) => {
          await font.promise;
          await route.continue();
        });
        await page.reload();
        await lesson.waitForPrompt();
        const waited = await page.evaluate('new Promise((done) => setTimeout(() => done(document.fonts.status), 500))');
        expect(waited).toBe('loading');
        font.resolve();
        await page.evaluate('document.fonts.ready');
        expect(sent.filter((payload) => payload.includes('terminal.resize'))).toEqual([]);
      }
      await expect(page.locator('.terminal-mark[data-state="bad"]')).toHaveAttribute(
        'title',
        /ls \/nowhere: Failed with exit code 2/,
      );
      await expect(page.locator('.terminal-mark[data-state="good"]').last()).toBeVisible();

      await page.getByRole('textbox', { name: /^terminal/i }).focus();
      await page.keyboard.press('Control+Shift+ArrowUp');
      await expect(announced(page)).toHaveText(/printf .no line end.: Succeeded.* Command 3 of 3/);
      await page.keyboard.press('Control+Shift+ArrowUp');
      await page.keyboard.press('Control+Shift+ArrowUp');
      await expect(announced(page)).toHaveText(/seq 1 300.* Command 1 of 3/);
      await expect(rows(page).filter({ hasText: /^101\s*$/ })).toBeVisible();
      await page.keyboard.press('Control+Shift+ArrowDown');
      await expect(announced(page)).toHaveText(/ls \/nowhere.* Command 2 of 3/);

      await page.getByRole('button', { name: /^terminal.*: more$/i }).click();
      await page.getByRole('menuitem', { name: /Transcript/ }).click();
      const transcript = page.getByRole('dialog', { name: 'Transcript' });
      await expect(transcript.getByRole('heading', { level: 3 })).toHaveText([
        "printf 'no line end'",
        'ls /nowhere',
        'seq 1 300 | tail -n 200',
      ]);
      await expect(transcript).toContainText('Failed with exit code 2');
      await expect(transcript.locator('pre').nth(0)).toHaveText('no line end');
      await expect(transcript.locator('pre').nth(2)).toHaveText(
        Array.from({ length: 200 }, (_, index) => String(index + 101)).join('\n'),
      );
      await expectNoViolations(page, 'the transcript', { within: 'dialog' });
      await page.keyboard.press('Escape');
    });
  }
  await context.close();
});

test('what the learner wipes stays in the history, what a program draws anew does not', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await lesson.run('echo kept"-"above');
  await page.keyboard.press('Control+l');
  await expect(lesson.screen).not.toContainText('kept-above');
  await lesson.run(String.raw`for n in 1 2 3; do printf '\e[2J\e[Htable %d\n' $n; done`);
  await page.keyboard.press('Control+Shift+f');
  const field = page.getByRole('textbox', { name: 'Find in the terminal' });
  const count = page.locator('.terminal-search').getByRole('status');
  await field.fill('kept-above');
  await expect(count).toHaveText('1 of 1');
  await field.fill('table 1');
  await expect(count).toHaveText('Not found');
  await field.fill('table 3');
  await expect(count).toHaveText('1 of 1');
  await context.close();
});

test('a finger scrolls, selects and copies', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser, { hasTouch: true });
  await lesson.run('seq -f "touched %g" 1 1000');
  const first = rows(page).first();
  const touch = await context.newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: (readonly [number, number])[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });

  const before = await first.textContent();
  const [x, y] = await pointIn(page, /^touched 990\s*$/, 3);
  await finger('touchStart', [x, y]);
  for (let moved = 20; moved <= 100; moved += 20) await finger('touchMove', [x, y + moved]);
  await finger('touchEnd');
  await expect(first).not.toHaveText(before ?? '');
  // What is typed ends the glide, which would otherwise take the prompt away again with the next frames.
  await page.keyboard.type('typed');
  await page.evaluate(
    'new Promise((done) => { let left = 20; const next = () => (left-- > 0 ? requestAnimationFrame(next) : done()); next(); })',
  );
  await expect(lesson.screen).toContainText(/\$ typed\s*$/);
  await page.keyboard.press('Control+u');
  await lesson.run('clear; echo hold here');
  const word = await pointIn(page, /^hold here\s*$/, 1);
  await finger('touchStart', word);
  await expect(page.locator('.xterm-selection > div').first()).toBeVisible();
  await finger('touchEnd');
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => clipboard(page)).toBe('hold');
  await context.close();
});

test('the screen and its history are searched', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await lesson.run('for n in $(seq 1 120); do echo "Buoy $n"; done');
  await page.keyboard.press('Control+Shift+f');
  const field = page.getByRole('textbox', { name: 'Find in the terminal' });
  await expect(field).toBeFocused();
  await page.keyboard.type('buoy 7');
  const count = page.locator('.terminal-search').getByRole('status');
  // 7 and 70 to 79; the last stands nearest.
  await expect(count).toHaveText('11 of 11');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('10 of 11');
  await expect(rows(page).filter({ hasText: /^Buoy 78\s*$/ })).toBeVisible();
  await page.keyboard.press('Shift+Enter');
  await expect(count).toHaveText('11 of 11');
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(count).toHaveText('Not found');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: /^terminal/i })).toBeFocused();
  await context.close();
});

test('a screen reader is read what the terminal says', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await expect(page.locator('.xterm-accessibility')).toHaveCount(0);
  await page.getByRole('button', { name: /^terminal.*: more$/i }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Screen reader mode' }).click();
  await lesson.run('echo heard by e"ar"');
  await expect(page.getByRole('listitem').filter({ hasText: /^heard by ear\s*$/ })).toHaveCount(1);
  await context.close();
});

/** Device attributes, status, cursor, modes, colours, settings: all that the terminal answers. */
const QUESTIONS = String.raw`\e[c\e[>c\e[5n\e[6n\e[?6n\e[?25$p\e[4$p\e]4;1;?\a\e]10;?\a\e]11;?\a\e]12;?\a\eP$qm\e\\\e[14t\e[18t\e]52;c;?\a\e[?1004h\e[?1004l`;

test('programs are answered once: what they asked before this page came is not answered again', async ({ browser }) => {
  const { context, page, lesson } = await openLesson(browser);
  await lesson.run(String.raw`printf '\e[6n'; read -rs -d R -t 5 answer; printf 'told %q\n' "$answer"`);
  await expect(lesson.screen).toContainText(/told \$'\\E\[\d+;1'/);
  // The answers of now are read and thrown away.
  await lesson.run(`printf '${QUESTIONS}'; read -rs -t 2 -d x ignored`);
  await type(page, 'cat -v\n');
  await expect(lesson.screen).toContainText(/cat -v\s*$/);
  await page.reload();
  await expect(lesson.screen).toContainText(/cat -v\s*$/);
  await type(page, 'typed by hand\n');
  await expect(lesson.screen).toContainText(/typed by hand\s*typed by hand\s*$/);
  await expect(lesson.screen).not.toContainText('^[');
  await context.close();
});

const programs = [
  { name: 'vim', start: 'vim /etc/services', shown: /Network services[\s\S]*discard/, quit: ':q!\n' },
  { name: 'nano', start: 'nano /etc/services', shown: /GNU nano[\s\S]*\^X/, quit: 'Control+x' },
  { name: 'less', start: 'LESS= less /etc/services', shown: /Network services[\s\S]*\/etc\/services/, quit: 'q' },
  { name: 'htop', start: 'htop', shown: /Tasks:[\s\S]*F9Kill\s*F10/, quit: 'q' },
] as const;

test('programs that fill the screen draw right, and leave the shell as it was', async ({ browser }, testInfo) => {
  const { context, page, lesson } = await openLesson(browser);
  const shoot = async (name: string) =>
    testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
  for (const { name, start, shown, quit } of programs) {
    await test.step(name, async () => {
      await lesson.run(`echo before ${name}`);
      await type(page, `${start}\n`);
      await expect(lesson.screen).toContainText(shown);
      await expect(lesson.screen).not.toContainText(`before ${name}`);
      await shoot(name);
      if (quit === 'Control+x') await page.keyboard.press(quit);
      else await page.keyboard.type(quit);
      await lesson.waitForPrompt();
      await expect(lesson.screen).toContainText(`before ${name}`);
    });
  }

  await test.step('a shell in a container', async () => {
    await type(page, 'docker run -it --rm busybox:1.37 sh\n');
    await expect(lesson.screen).toContainText(/\/ #\s*$/);
    await page.keyboard.type('stty size; echo in-$((6*7))\n');
    await expect(lesson.screen).toContainText(/in-42/);
    await shoot('docker run');
    await page.keyboard.press('Control+d');
    await lesson.waitForPrompt();
  });

  await test.step('a build with its progress', async () => {
    await lesson.run('mkdir -p b && cd b && printf "FROM busybox:1.37\\nRUN sleep 3 && echo built\\n" > Dockerfile');
    await type(page, 'docker build -t built .\n');
    await expect(lesson.screen).toContainText(/\[\+\] Building/);
    await shoot('docker build, at work');
    await expect(lesson.screen).toContainText(/\[\+\] Building.*FINISHED/, { timeout: 60_000 });
    await lesson.waitForPrompt();
    await shoot('docker build');
  });

  await test.step('true colour, boxes and wide characters stand in their columns', async () => {
    await lesson.run(String.raw`clear; printf '\e[38;2;255;100;0mtrue\e[0m\n┌──┐\n│  │ 日本|\n└──┘ 👩‍👩‍👧‍👦|\n'`);
    await expect(page.locator('.xterm-rows span', { hasText: 'true' }).first()).toHaveCSS('color', /rgb\(/);
    const ends = await page.locator('.xterm-rows > div').evaluateAll((lines) =>
      lines.flatMap((line) => {
        const text = line.textContent ?? '';
        const last = [...line.querySelectorAll('span')].findLast((span) => span.textContent?.includes('|'));
        return /^[│└].*\|/.test(text) && last ? [Math.round(last.getBoundingClientRect().right)] : [];
      }),
    );
    await shoot('boxes');
    expect(ends).toHaveLength(2);
  });
  await context.close();
});
