import { expect } from '@playwright/test';
import { expectNoViolations } from './expect-no-violations.ts';
import type { RunningDrydock } from './running-drydock.ts';
import { meterScripts } from './script-meter.ts';
import { test } from './shared-drydock.ts';

/** DESIGN: what a lesson may cost before its terminal is opened. */
const MAX_SCRIPT_BYTES = 30_000;

const pages = [
  '/',
  '/lessons/layers/',
  '/lessons/first-dockerfile/',
  '/invite/',
  '/sign-in/',
  '/instructor/',
  '/nowhere',
];

let drydock: RunningDrydock;
test.beforeAll(({ drydock: shared }) => {
  drydock = shared;
});

for (const path of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${path} in ${colorScheme} has nothing that axe finds, and fits every window`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
      });
      await page.goto(drydock.url + path);
      for (const width of [1440, 1024, 768, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
        if (width !== 1440 && width !== 390) continue;
        await expectNoViolations(page, `${width} px`);
      }
      expect(problems).toEqual([]);
      await context.close();
    });
  }
}

test('a lesson costs little script before its terminal is opened, the second time too', async ({ page }) => {
  for (const visit of ['first', 'second']) {
    const script = await meterScripts(page);
    await page.goto(`${drydock.url}/lessons/first-dockerfile/`, { waitUntil: 'networkidle' });
    await page.locator('#exercise-web-app').scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    expect(script.bytes, visit).toBeGreaterThan(1_000);
    expect(script.bytes, visit).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
    await script.stop();
    await page.evaluate("fetch('/api/me').then(() => localStorage.setItem('drydock.known', 'yes'))");
  }
});

test('a lesson can be read without JavaScript and without a cookie', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${drydock.url}/lessons/layers/`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Layers');
  await expect(page.locator('#exercise-nginx-layers').getByRole('listitem').first()).toBeVisible();
  await expect(page.locator('#exercise-nginx-layers').getByRole('listitem')).toHaveCount(7);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});
