import { defineConfig } from '@playwright/test';
import { findBrowser } from './setup/find-browser.ts';

const executablePath = await findBrowser();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // Two cores hold one journey: each has an engine, a browser and a server of its own.
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  use: {
    // What can't be pressed by then can't be pressed.
    actionTimeout: 30_000,
    browserName: 'chromium',
    // Pictures of every step cost an eighth of the whole run's time; a failure leaves one of its last.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
