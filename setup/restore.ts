import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataPaths, parseConfig } from '../server/config.ts';
import { restorePostgres } from '../server/storage/postgres-backup.ts';
import { restoreSqlite } from '../server/storage/sqlite-backup.ts';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { createProgress } from './progress.ts';
import { providePostgresPrograms } from './provide-postgres-programs.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm run restore -- FILE [--yes]

Puts a backup in the place of the store, with the server stopped. What was there is put aside, and its place is named. A file that is damaged, of something
else or of a newer version is refused, and nothing is changed.

  --yes  do not ask first

The next start removes the sandboxes of learners whom the backup does not know, with their disks. Learners whose sandbox is not on this host get a new one.
`;

const root = join(import.meta.dirname, '..');

await runEntry(async (signal) => {
  const { values, positionals } = parseArgs({
    options: { yes: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) {
    throw new SetupError('Say which backup: `npm run restore -- FILE`.');
  }
  const from = resolve(given);
  const config = parseConfig(process.env, root);
  const consent = createConsent({
    yes: values.yes ?? false,
    input: process.stdin,
    output: process.stdout,
    withoutTerminal: false,
    signal,
  });
  const question =
    'The next start removes the sandboxes of learners whom the backup does not know. Put it in the place of the store?';
  if (!(await consent(question))) {
    throw new SetupError('Nothing was changed. To restore without a question: `npm run restore -- FILE --yes`.');
  }
  const at = new Date();
  try {
    const { databaseUrl: url, dataDir } = config;
    if (url === undefined) {
      const { database: file } = dataPaths(dataDir);
      await mkdir(dataDir, { recursive: true });
      const aside = await restoreSqlite({ from, file, at });
      say(aside);
    } else {
      const bin = await providePostgresPrograms({ consent, progress: createProgress(process.stdout), signal });
      const aside = await restorePostgres({ bin, url, environment: process.env, signal }, { from, at });
      say(aside && `the schema ${aside}`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('restoring the store', error);
  }
  return 0;
});

function say(aside: string | undefined): void {
  process.stdout.write(
    `Restored. ${aside === undefined ? 'There was no store before' : `What was there is in ${aside}`}. \`npm start\` brings it up to date.\n`,
  );
}
