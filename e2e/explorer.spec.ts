import { expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import { LessonPage } from './lesson-page.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { test } from './shared-drydock.ts';

const LESSON = '/lessons/layers/';

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

const panel = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Images' });
const image = (page: Page, name: string): Locator =>
  panel(page).getByRole('button', { name: new RegExp(`^${name}: `) });
const files = (page: Page): Locator => panel(page).getByRole('tree');
const said = (page: Page): Locator => page.locator('#announcements');

async function openDesk(page: Page): Promise<LessonPage> {
  const lesson = new LessonPage(page);
  await lesson.open(drydock.url + LESSON);
  await lesson.openTerminal();
  return lesson;
}

const show = (page: Page, tab: 'Terminal' | 'Images') =>
  page.getByRole('tablist', { name: 'Desk' }).getByRole('tab', { name: tab }).click();

/** A base, a layer that is partly wasted, a copy. */
const DOCKERFILE = [
  'FROM busybox:1.37',
  'RUN mkdir /data && head -c 3000000 /dev/urandom > /data/blob && echo a > /data/a',
  'COPY app /app',
  'RUN rm /data/blob && echo b > /data/a',
]
  .map((line) => `${line}\\n`)
  .join('');

test('a learner’s own image: its layers, files, waste and documents, by keys alone and in both themes', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const lesson = await openDesk(page);
  await show(page, 'Images');
  await expect(panel(page).getByText('starts with your first docker command')).toBeVisible();
  await show(page, 'Terminal');
  await lesson.run(`mkdir -p app; echo one > app/one; printf '${DOCKERFILE}' > Dockerfile; docker build -qt shop:1 .`);
  await lesson.run(
    'docker pull -q nginx:1.26-alpine; docker run -d --name till shop:1 sh -c "echo x > /data/note; sleep 1000"',
  );
  await show(page, 'Images');

  await expect(image(page, 'shop:1')).toHaveAccessibleName(/4 layers, .*1 container/);
  await expect(panel(page).getByText(/^\d images, .* on disk/)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(page, `all images, ${colorScheme}`, { within: '.explorer' });
  }

  // By keys: to the image, into it, down its layers, into the files.
  await image(page, 'nginx:1.26-alpine').focus();
  await page.keyboard.press('Home');
  await expect(image(page, 'shop:1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('button', { name: 'All images' })).toBeFocused();
  await expect(said(page)).toHaveText(/^shop:1: 4 layers, .* files, 3 MB of them wasted\.$/);
  const layers = panel(page).getByRole('listbox', { name: /^Layers/ });
  await expect(layers.getByRole('option')).toHaveCount(5);
  await expect(files(page).getByRole('treeitem', { name: 'blob, removed, −3 MB' })).toBeVisible();
  await expect(files(page).getByRole('treeitem', { name: /^a, changed/ })).toBeVisible();
  await layers.getByRole('option', { selected: true }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(layers.getByRole('option', { selected: true })).toHaveAccessibleName(/^Container till, running: /);
  await expect(files(page).getByRole('treeitem', { name: 'note, added' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(layers.getByRole('option', { selected: true })).toHaveAccessibleName(/^Layer 3: COPY app \/app/);
  await expect(files(page).getByRole('treeitem', { name: /^one, added, 4 B/ })).toBeVisible();
  await page.keyboard.press('End');
  await expect(layers.getByRole('option', { selected: true })).toHaveAccessibleName(/^Layer 1: /);
  await expect(panel(page).getByText('The same layer, on the disk once, is in nginx:1.26-alpine')).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(panel(page).getByLabel('Instruction')).toHaveText(/head -c 3000000 .* echo a > \/data\/a$/);
  await expect(files(page).getByRole('treeitem', { name: /^data, folder, 2 files/ })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await files(page).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(files(page).getByRole('treeitem')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(files(page).getByRole('treeitem')).toHaveCount(3);
  await panel(page).getByRole('searchbox', { name: 'Filter by path' }).fill('BLOB');
  await expect(files(page).getByRole('treeitem')).toHaveCount(2);
  await expectNoViolations(page, 'layers and files, dark', { within: '.explorer' });

  await panel(page).getByRole('tab', { name: 'Wasted: 3 MB' }).click();
  await expect(panel(page).getByRole('row', { name: /data\/blob 3 MB Layer 2.* Layer 4.* removed/ })).toBeVisible();
  await expect(panel(page).getByRole('row', { name: /data\/a 2 B Layer 2.* Layer 4.* replaced/ })).toBeVisible();
  await expectNoViolations(page, 'wasted, dark', { within: '.explorer' });

  await panel(page).getByRole('tab', { name: 'Documents' }).click();
  await expect(panel(page).getByText('An engine keeps none for what it has built')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: /^Config [0-9a-f]{12} ✓ checked$/ })).toBeVisible();
  await panel(page).getByRole('button', { name: 'All images' }).click();
  await image(page, 'nginx:1.26-alpine').click();
  await panel(page).getByRole('tab', { name: 'Documents' }).click();
  const [manifest, config] = ['Manifest', 'Config'].map((kind) =>
    panel(page).getByRole('button', { name: new RegExp(`^${kind} [0-9a-f]{12} ✓ checked$`) }),
  ) as [Locator, Locator];
  await expect(manifest).toHaveAttribute('aria-pressed', 'true');
  await expect(config).toHaveAttribute('aria-pressed', 'false');
  // The digest of the config in the manifest leads to the config.
  await panel(page).getByLabel('Manifest as JSON').getByRole('button').first().click();
  await expect(config).toHaveAttribute('aria-pressed', 'true');
  await expect(panel(page).getByText('Its SHA-256 is the image’s id')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(page, `documents, ${colorScheme}`, { within: '.explorer' });
  }
  await context.close();
});

test('a rebuild is explained, and two images stand side by side', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const lesson = await openDesk(page);
  const build = 'docker build -qt shop:1 .';
  await lesson.run(`mkdir -p app; echo one > app/one; printf '${DOCKERFILE}' > Dockerfile; ${build}`);
  await show(page, 'Images');
  await expect(image(page, 'shop:1')).toBeVisible();
  const why = panel(page).getByRole('button', { name: 'What was made anew, and why' });
  await expect(why).toHaveCount(0);

  await show(page, 'Terminal');
  await lesson.run(`echo two > app/two; echo 1 > app/one; ${build}`);
  await show(page, 'Images');
  await why.click();
  const steps = panel(page).getByRole('listitem');
  const fates = () => steps.allInnerTexts();
  await expect(said(page)).toHaveText(
    /steps came from the cache\. What it copies has changed: app\/one \(changed\), app\/two \(new\)\./,
  );
  const copied = steps.filter({ hasText: 'COPY app /app' });
  await expect(copied).toContainText('What it copies has changed: app/one (changed), app/two (new).');
  expect((await fates()).map((text) => /from the cache|made anew/.exec(text)?.[0]).slice(-3)).toEqual([
    'from the cache',
    'made anew',
    'made anew',
  ]);
  await expectNoViolations(page, 'a rebuild', { within: '.explorer' });

  await panel(page).getByRole('button', { name: 'Compare all their files' }).click();
  await expect(panel(page).getByText(/^They stand on the same 2 layers/)).toBeVisible();
  await expect(files(page).getByRole('treeitem', { name: /^two, added, 4 B/ })).toBeVisible();
  await expect(files(page).getByRole('treeitem', { name: /^one, changed/ })).toBeVisible();
  await expectNoViolations(page, 'two images', { within: '.explorer' });

  // An instruction that is another, and a base that is.
  const rebuilt = panel(page).getByText(/^shop:1 was [0-9a-f]{12}, and is [0-9a-f]{12} now/);
  const explainAfter = async (command: string) => {
    await panel(page).getByRole('button', { name: 'All images' }).click();
    const before = await rebuilt.innerText();
    await show(page, 'Terminal');
    await lesson.run(command);
    await show(page, 'Images');
    await expect(rebuilt).not.toHaveText(before);
    await why.click();
  };
  await explainAfter(`sed -i 's/echo b/echo c/' Dockerfile; ${build}`);
  await expect(steps.filter({ hasText: 'The instruction was changed' })).toContainText(
    'it was RUN rm /data/blob && echo b > /data/a',
  );
  const bases = 'docker pull -q busybox:1.37; docker pull -q alpine:3.22';
  await explainAfter(`${bases}; sed -i 's/busybox:1.37/alpine:3.22/' Dockerfile; ${build}`);
  await expect(
    panel(page).getByText('The base image is another: it was busybox:1.37, and is alpine:3.22.'),
  ).toBeVisible();
});
