import { expect, test } from '@playwright/test';
import Docker from 'dockerode';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

const docker = new Docker();

let drydock: RunningDrydock;
test.beforeAll(async () => {
  // Without warm ones, all sandboxes are learners'.
  drydock = await RunningDrydock.start({ env: { DRYDOCK_POOL_MAX: '0' } });
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

/** The containers of the Drydock under test, by their role. */
async function containers(role: 'sandbox' | 'gateway'): Promise<Docker.Container[]> {
  const label = [`drydock.installation=${drydock.installation}`, `drydock.role=${role}`];
  const found = await docker.listContainers({ filters: { label } });
  return found.map(({ Id }) => docker.getContainer(Id));
}

test('a sandbox that dies is said to, and comes back with its files at a key', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open(`${drydock.url}/lessons/first-dockerfile/`);
  await lesson.openTerminal();
  await lesson.run('echo "kept here" > ~/note; docker pull -q busybox:1.37');
  const [sandbox] = await containers('sandbox');
  await sandbox?.kill();
  await expect(page.getByRole('status').filter({ hasText: 'cut off' })).toBeVisible();
  await page.getByRole('textbox', { name: /terminal/i }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
  await lesson.waitForPrompt();
  await lesson.run('clear; cat ~/note; docker images --format "{{.Repository}} is still here"');
  await expect(lesson.screen).toContainText('kept here');
  await expect(lesson.screen).toContainText('busybox is still here');
});

test('two windows of one learner are at one shell; another learner is at another', async ({
  page,
  context,
  browser,
}) => {
  const address = `${drydock.url}/lessons/layers/`;
  const first = new LessonPage(page);
  await first.open(address);
  await first.openTerminal();
  await first.run('cd ~/nginx-layers; echo mine > secret-of-the-first');
  const second = new LessonPage(await context.newPage());
  await second.open(address);
  await second.waitForPrompt();
  await second.run('echo "seen in $(basename "$PWD")"');
  await expect(first.screen).toContainText('seen in nginx-layers');

  const stranger = await browser.newContext();
  const other = new LessonPage(await stranger.newPage());
  await other.open(address);
  await other.openTerminal();
  await other.run('cd ~/nginx-layers; ls | wc -l | sed "s/^/files: /"');
  await expect(other.screen).toContainText('files: 0');
  await stranger.close();
});

test('a gateway that is gone shows in the health, and comes back by itself', async ({ request }) => {
  const health = async () => (await request.get(`${drydock.url}/healthz`)).status();
  expect(await health()).toBe(200);
  const [gateway] = await containers('gateway');
  await gateway?.remove({ force: true });
  expect(await health()).toBe(503);
  await expect.poll(health, { timeout: 30_000 }).toBe(200);
});
