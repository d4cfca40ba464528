import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../server/config.ts';
import { type Machine, offerPackages } from './debian-packages.ts';
import { runEntry } from './entry.ts';
import { findBrowser } from './find-browser.ts';
import { findPostgres } from './find-postgres.ts';
import { prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { runTests } from './run-tests.ts';
import { SetupError } from './setup-error.ts';
import { keepAddressesSteady } from './steady-addresses.ts';
import { closingLine, countPlaywright, countVitest, describeFailures } from './test-counts.ts';
import { POSTGRES_PROGRAMS } from './test-database.ts';
import { unattendedMachine } from './unattended-machine.ts';

await runEntry(async (signal) => {
  const root = join(import.meta.dirname, '..');
  const config = parseConfig(process.env, root);
  const progress = createProgress(process.stdout);
  const machine = unattendedMachine(progress, signal);
  await provideBrowser(machine);
  await providePostgres(machine);

  // Tests keep what they write to themselves, also where an installation has a database.
  const environment = { ...process.env, DATABASE_URL: '' };
  const reports = await mkdtemp(join(tmpdir(), 'drydock-test-'));
  const ending = new AbortController();
  const untilEnd = AbortSignal.any([signal, ending.signal]);
  try {
    const vitest = (...projects: readonly string[]) => {
      const report = join(reports, `${projects.join('-')}.json`);
      return runTests(
        {
          name: `Vitest (${projects.join(', ')})`,
          script: 'vitest',
          args: [
            'run',
            ...projects.map((project) => `--project=${project}`),
            '--reporter=default',
            '--reporter=json',
            `--outputFile.json=${report}`,
          ],
          report,
          ...(projects.includes('unit') ? { output: join(reports, 'engineless.txt') } : {}),
          environment,
          count: countVitest,
        },
        root,
        untilEnd,
      );
    };
    // They need nothing of what is made meanwhile.
    const engineless = vitest('unit', 'databases');
    engineless.catch(() => {});
    await prepare({
      ...machine,
      root,
      dataDir: config.dataDir,
      registryVolume: config.registryVolume,
      dockerHost: process.env['DOCKER_HOST'] || undefined,
      course: config.course,
      courseImages: 'built',
    });
    // Each waits for containers half of its time; the two take about as long.
    const tested = await Promise.all([engineless, vitest('integration', 'set-up'), vitest('proofs', 'registry')]);
    await using _steady = await keepAddressesSteady();
    const playwrightReport = join(reports, 'playwright.json');
    const playwright = await runTests(
      {
        name: 'Playwright',
        script: 'playwright',
        args: ['test', '--reporter=list,json'],
        report: playwrightReport,
        environment: { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
        count: countPlaywright,
      },
      root,
      signal,
    );
    const counts = [...tested, playwright];
    const failed = counts.flatMap((count) => count.failed);
    const ran = counts.some(({ passed }) => passed > 0) || failed.length > 0;
    process.stdout.write(`\n${describeFailures(failed, root)}${ran ? '' : 'No test ran.\n'}${closingLine(counts)}\n`);
    return failed.length === 0 && ran ? 0 : 1;
  } finally {
    ending.abort();
    await rm(reports, { recursive: true, force: true });
  }
});

async function provideBrowser(machine: Machine): Promise<void> {
  if ((await findBrowser()) !== undefined) return;
  if (await offerPackages(machine, ['chromium-headless-shell'], 'The tests need a browser.')) return;
  throw new SetupError(
    'The tests need Chromium, and none was found. Install it (on Debian `sudo apt-get install chromium-headless-shell`), then start again.',
  );
}

/** Only its programs: the tests start a server of their own. */
async function providePostgres(machine: Machine): Promise<void> {
  const isThere = async () => (await findPostgres(POSTGRES_PROGRAMS)) !== undefined;
  if (await isThere()) return;
  if ((await offerPackages(machine, ['postgresql'], 'The tests need PostgreSQL.')) && (await isThere())) return;
  throw new SetupError(
    'The tests need PostgreSQL, and none was found. Install it (on Debian `sudo apt-get install postgresql`), then start again.',
  );
}
