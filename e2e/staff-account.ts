import { expect, type Page } from '@playwright/test';

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
