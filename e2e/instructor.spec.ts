import { expect, type Page } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { test } from './shared-drydock.ts';
import { makeStaffAccount } from './staff-account.ts';

const places = (page: Page) => page.getByRole('heading', { name: /places in use/ });
const pulls = (page: Page) => page.getByRole('region', { name: 'Pulls' });
const forgotten = (page: Page) => page.getByRole('region', { name: 'A forgotten password' });

test('a learner who comes to the instructor’s page is told whose it is, and no more', async ({ page, drydock }) => {
  await page.goto(drydock.url);
  await page.evaluate("fetch('/api/me').then(() => localStorage.setItem('drydock.known', 'yes'))");
  expect((await page.request.get(`${drydock.url}/api/pulls`)).status()).toBe(401);
  await page.goto(`${drydock.url}/instructor/`);
  await expect(page.getByText(/This is for instructors/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to the contents' })).toBeVisible();
  for (const part of [places, pulls, forgotten]) await expect(part(page)).toHaveCount(0);
});

test('an admin sees the host’s figures, what was pulled and what is left, and helps who forgot a password', async ({
  page,
  context,
  drydock,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await makeStaffAccount(page, drydock.inviteUrl);
  await page.getByRole('link', { name: /instructor’s page/i }).click();
  await expect(places(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The host' })).toBeVisible();

  await test.step('the pulls', async () => {
    const row = (name: string) => pulls(page).locator('.rows > div').filter({ hasText: name });
    const answer = await page.request.get(`${drydock.url}/api/pulls`);
    const figure = (await answer.json()).pulls === null ? /Not known$/ : /\d$/;
    await expect(row('Served here')).toContainText(figure);
    await expect(row('Fetched from Docker Hub')).toContainText(figure);
    await expect(row('Docker Hub’s limit')).toContainText(/\d+ pulls left in|Not known/);
  });

  await test.step('a link for a new password', async () => {
    const field = forgotten(page).getByLabel('Their e-mail address');
    const button = forgotten(page).getByRole('button', { name: 'Link for a new password' });
    await field.fill('nobody@example.org');
    await button.click();
    await expect(forgotten(page).getByRole('alert')).toContainText(
      'No account has the e-mail address nobody@example.org',
    );
    await field.fill('ada@example.org');
    await expect(forgotten(page).getByRole('alert')).toHaveCount(0);
    await field.press('Enter');
    const link = await forgotten(page).locator('.one-time-link').innerText();
    for (const width of [1440, 768, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
    await expectNoViolationsInThemes(page, 'the instructor’s page');
    const other = await context.newPage();
    await other.goto(link);
    await other.getByLabel('New password', { exact: true }).fill('lantern grape seven');
    await other.getByRole('button', { name: 'Set the password' }).click();
    await expect(other.getByText('The password is set')).toBeVisible();
  });

  await test.step('which has signed the account out everywhere', async () => {
    await page.goto(`${drydock.url}/instructor/`);
    await expect(page.getByText(/This is for instructors/)).toBeVisible();
  });
});
