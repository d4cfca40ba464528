import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { meterScripts } from '../e2e/script-meter.ts';
import config from '../playwright.config.ts';
import { runCommand } from '../setup/run-command.ts';
import { launchBrowser, newWindow } from './browser-stage.ts';
import { type Row, table, verdict } from './figures.ts';
import { startDrydock } from './stage.ts';

/** Not among the packages of the project: a hundred megabytes that nobody needs but for this. */
const LIGHTHOUSE = 'lighthouse@13.5.0';

const LESSON = '/lessons/first-dockerfile/';

/** DESIGN: what a lesson may cost before its terminal is opened. */
const MAX_SCRIPT_KB = 30;

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
type Category = (typeof categories)[number];

const scoreSchema = z.object({ score: z.number().min(0).max(1) });
const reportSchema = z.object({ categories: z.record(z.enum(categories), scoreSchema) });

/** `phone` is a slow one on a slow line. */
const devices = { phone: [], desktop: ['--preset=desktop'] } as const;

/** How many points each category lacks to its 100. */
async function pointsLacking(
  url: string,
  options: readonly string[],
  signal: AbortSignal,
): Promise<Record<Category, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-lighthouse-'));
  const report = join(folder, 'report.json');
  const { executablePath, args = [] } = config.use?.launchOptions ?? {};
  try {
    await runCommand(
      'env',
      [
        `CHROME_PATH=${executablePath}`,
        'npm',
        'exec',
        '--yes',
        `--package=${LIGHTHOUSE}`,
        '--',
        'lighthouse',
        url,
        '--quiet',
        '--no-enable-error-reporting',
        '--output=json',
        `--output-path=${report}`,
        `--only-categories=${categories.join(',')}`,
        `--chrome-flags=--headless=new ${args.join(' ')}`,
        ...options,
      ],
      { doing: `measuring a page with ${LIGHTHOUSE}, which npm fetches for it`, signal },
    );
    const { categories: scores } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
    const lacking = categories.map((name) => [name, Math.round(100 - 100 * scores[name].score)]);
    return Object.fromEntries(lacking) as Record<Category, number>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of script that a lesson loads before its terminal is opened, in kB, as they travel. */
async function scriptKb(url: string, signal: AbortSignal): Promise<number> {
  const browser = await launchBrowser(signal);
  try {
    const page = await (await newWindow(browser)).newPage();
    const meter = await meterScripts(page);
    await page.goto(url + LESSON, { waitUntil: 'networkidle' });
    await page.locator('.exercise').first().scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    return meter.bytes / 1_000;
  } finally {
    await browser.close();
  }
}

/** A lesson's page as Lighthouse sees it, beside the same page without its scripts. */
export async function benchPage({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  await using drydock = await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal);
  console.log(`Measuring ${drydock.url}${LESSON}; about two minutes.`);
  const rows: Row[] = [];
  for (const [device, options] of Object.entries(devices)) {
    const lacking = await pointsLacking(drydock.url + LESSON, options, signal);
    const bare = await pointsLacking(drydock.url + LESSON, [...options, '--blocked-url-patterns=*.js'], signal);
    for (const category of categories) {
      rows.push({
        what: `${device}: ${category}, points to 100`,
        unit: '',
        measured: [lacking[category]],
        baseline: { what: 'without its scripts', measured: [bare[category]] },
        goals: [{ share: 0.5, atMost: 0 }],
      });
    }
  }
  rows.push({
    what: 'script before the terminal is opened',
    unit: 'kB',
    measured: [await scriptKb(drydock.url, signal)],
    goals: [{ share: 0.5, atMost: MAX_SCRIPT_KB }],
  });
  console.log(`${table(rows)}\n\n${verdict(rows)}`);
}
