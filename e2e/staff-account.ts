import { type APIRequestContext, expect, type Page } from '@playwright/test';

export const PASSWORD = 'heron anchor violet';

/** Makes an account by the link of an invitation, as its person would. The page ends with "Done". */
export async function makeStaffAccount(page: Page, link: string | undefined, email = 'ada@example.org'): Promise<void> {
  await page.goto(link ?? 'no invitation');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await expect(page.getByRole('heading', { name: 'Done' })).toBeVisible();
}

/** The same without its pages, for journeys that begin behind them. */
export async function signUpStaff(
  request: APIRequestContext,
  link: string | undefined,
  email = 'ada@example.org',
): Promise<void> {
  const { origin, hash } = new URL(link ?? 'about:no-invitation');
  const data = { name: 'Ada Lovelace', email, password: PASSWORD, invite: hash.slice(1) };
  const answer = await request.post(`${origin}/api/account`, { data, headers: { origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
}
