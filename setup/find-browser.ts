import { findProgram } from './find-program.ts';

/** Without windows of its own first: tests in it take three quarters of the processor's time. */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The absolute path of the machine's browser for tests. */
export function findBrowser(): Promise<string | undefined> {
  return findProgram(BROWSERS);
}
