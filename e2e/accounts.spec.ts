import { type BrowserContext, type CDPSession, expect, type Page, test } from '@playwright/test';
import { expectNoViolationsInThemes } from './expect-no-violations.ts';
import { RunningDrydock } from './running-drydock.ts';
import { makeStaffAccount, PASSWORD } from './staff-account.ts';

const EMAIL = 'ada@example.org';

let drydock: RunningDrydock;
test.beforeAll(async () => {
  drydock = await RunningDrydock.start({ env: { DRYDOCK_ACCOUNTS: 'open' } });
});
test.afterAll(async () => drydock[Symbol.asyncDispose]());

/** A device that keeps passkeys and asks nobody, in the place of a phone or a key. */
async function addDevice(context: BrowserContext, page: Page) {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async copyTo(other: { readonly cdp: CDPSession; readonly authenticatorId: string }) {
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
      for (const credential of credentials) {
        await other.cdp.send('WebAuthn.addCredential', { authenticatorId: other.authenticatorId, credential });
      }
    },
    cdp,
    authenticatorId,
  };
}

/** A page that is about to be left must not be told to go elsewhere. */
async function expectCourse(page: Page) {
  await expect(page).toHaveURL(`${drydock.url}/`);
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectCourse(page);
  await expect(page.locator('.site-header').getByRole('link', { name: 'Sign in' })).toBeVisible();
}

async function expectFitAndClean(page: Page, where: string) {
  for (const width of [1440, 1024, 768, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, `${where}, ${width} px`).toBeLessThanOrEqual(0);
  }
  await expectNoViolationsInThemes(page, where);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('an invitation makes an account, which signs in by password and by passkey and opens the instructor’s page', async ({
  page,
  context,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const header = page.locator('.site-header');
  const device = await addDevice(context, page);
  // A device that asks nobody would take what is offered in the field of the e-mail address at once.
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');

  await test.step('from the first start’s link, with what was wrong in words', async () => {
    await page.goto(drydock.inviteUrl ?? '');
    await expect(page.getByRole('heading', { name: 'Become the admin' })).toBeVisible();
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill('password1234');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await expect(page.getByRole('alert')).toContainText('among the first that others try');
    await expectFitAndClean(page, 'the invitation');
    await makeStaffAccount(page, drydock.inviteUrl);
    await expect(page).toHaveURL(`${drydock.url}/invite/`);
  });

  await test.step('the header says who is signed in, and leads to the account', async () => {
    await page.getByRole('link', { name: 'The lessons' }).click();
    await header.getByRole('link', { name: 'Ada Lovelace' }).click();
    await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
  });

  await test.step('a passkey is added', async () => {
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Laptop' })).toBeVisible();
    await expectFitAndClean(page, 'the account');
  });

  await test.step('signing out leaves a guest', async () => {
    await signOut(page);
    await page.goto(`${drydock.url}/instructor/`);
    await expect(page.getByText(/This is for instructors/)).toBeVisible();
  });

  await test.step('a password signs in, and leads back to where it was asked from', async () => {
    await header.getByRole('link', { name: 'Sign in' }).click();
    await expectFitAndClean(page, 'signing in');
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'no account with this e-mail' })).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(`${drydock.url}/instructor/`);
    await expect(page.getByRole('heading', { name: /places in use/ })).toBeVisible();
  });

  await test.step('a passkey signs in alone, after a restart too', async () => {
    await page.goto(`${drydock.url}/account/`);
    await signOut(page);
    await drydock.stop();
    await drydock.start();
    expect(drydock.inviteUrl).toBeUndefined();
    await page.goto(`${drydock.url}/sign-in/`);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expectCourse(page);
    await expect(header.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
    await header.getByRole('link', { name: 'Instructor', exact: true }).click();
    await expect(page.getByRole('heading', { name: /places in use/ })).toBeVisible();
  });

  await test.step('and so does one that the browser offers in the field of the e-mail address', async () => {
    await page.goto(`${drydock.url}/account/`);
    await signOut(page);
    const other = await context.newPage();
    await device.copyTo(await addDevice(context, other));
    await other.goto(`${drydock.url}/sign-in/`);
    await expectCourse(other);
    await expect(other.locator('.site-header').getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
    await other.close();
  });

  await test.step('where accounts are open a guest makes one with a passkey alone, which can’t be thrown away', async () => {
    const browser = await context.browser()?.newContext({ reducedMotion: 'reduce' });
    if (!browser) throw new Error('There is no browser.');
    const guest = await browser.newPage();
    await addDevice(browser, guest);
    await guest.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
    await guest.goto(`${drydock.url}/sign-in/`);
    await guest.getByText('Make an account').click();
    const form = guest.locator('form').filter({ hasText: 'As your class will see it' });
    await form.getByLabel('Name').fill('Grace');
    const passkeyAlone = form.getByRole('button', { name: 'With a passkey' });
    // The browser asks for the address.
    await passkeyAlone.click();
    await expect(form.getByLabel('E-mail')).toBeFocused();
    await form.getByLabel('E-mail').fill(EMAIL);
    await passkeyAlone.click();
    await expect(form.getByRole('alert')).toContainText('an account with this e-mail address already');
    await form.getByLabel('E-mail').fill('grace@example.org');
    await passkeyAlone.click();
    await expectCourse(guest);
    const name = guest.locator('.site-header').getByRole('link', { name: 'Grace' });
    await expect(name).toBeVisible();
    await name.click();
    await guest.getByRole('button', { name: 'Remove' }).click();
    await expect(guest.getByRole('alert').filter({ hasText: 'the only way into your account' })).toBeVisible();
    await signOut(guest);
    await guest.goto(`${drydock.url}/sign-in/`);
    await guest.getByRole('button', { name: 'Use a passkey' }).click();
    await expectCourse(guest);
    await expect(name).toBeVisible();
    await browser.close();
  });

  await test.step('everywhere signed out, another browser is a guest at once', async () => {
    const other = await context.browser()?.newContext({ storageState: await context.storageState() });
    if (!other) throw new Error('There is no browser.');
    const there = await other.newPage();
    await there.goto(`${drydock.url}/account/`);
    await expect(there.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
    await page.goto(`${drydock.url}/account/`);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await there.reload();
    await expect(there.getByText('Nobody is signed in here.')).toBeVisible();
    await other.close();
  });
});
