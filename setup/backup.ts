import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataPaths, parseConfig } from '../server/config.ts';
import { hasStore } from '../server/open-store.ts';
import { backUpPostgres } from '../server/storage/postgres-backup.ts';
import { backUpSqlite } from '../server/storage/sqlite-backup.ts';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { createProgress } from './progress.ts';
import { providePostgresPrograms } from './provide-postgres-programs.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm run backup [-- FILE] [--yes]

Writes the whole store into one new file, while the server runs: learners, their progress, invitations, and the secrets behind cookies, certificates and
registry passwords. \`npm run restore -- FILE\` brings it back.

  FILE   where to; data/backups/drydock-<time> where left out
  --yes  agree to what is offered, such as installing PostgreSQL's programs

The sandboxes' disks and what was pushed to the course registry are Docker volumes, and not in it.
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
  if (more.length > 0) throw new SetupError('A backup is one file: name one, or none.');
  const config = parseConfig(process.env, root);
  const { databaseUrl: url, dataDir } = config;
  if (!(await hasStore(config))) {
    throw new SetupError('There is no store yet, so there is nothing to back up. `npm start` makes one.');
  }
  const to = given === undefined ? defaultFile(dataDir, url === undefined ? 'sqlite' : 'dump') : resolve(given);
  if (await isThere(to)) throw new SetupError(`${to} is there already. Name another file: a backup overwrites none.`);
  try {
    // Secrets are in it.
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    if (url === undefined) await backUpSqlite({ file: dataPaths(dataDir).database, to });
    else {
      const consent = createConsent({
        yes: values.yes ?? false,
        input: process.stdin,
        output: process.stdout,
        withoutTerminal: false,
        signal,
      });
      const bin = await providePostgresPrograms({ consent, progress: createProgress(process.stdout), signal });
      await backUpPostgres({ bin, url, environment: process.env, signal }, to);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('backing up the store', error);
  }
  const { size } = await stat(to);
  process.stdout.write(
    `Backed up to ${to} (${(size / 1e6).toFixed(2)} MB). Its secrets let whoever has it pass for anybody here: keep it safe, and on another disk.\nNot in it, because they are Docker volumes: the sandboxes' disks and what was pushed to the course registry.\n`,
  );
  return 0;
});

function defaultFile(dataDir: string, ending: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return join(dataDir, 'backups', `drydock-${time}Z.${ending}`);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
