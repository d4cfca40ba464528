import { type Machine, offerPackages } from './debian-packages.ts';
import { findPostgres } from './find-postgres.ts';
import { SetupError } from './setup-error.ts';

const PROGRAMS = ['pg_dump', 'pg_restore', 'psql'];

/** The folder of what backs a PostgreSQL database up and restores it, installed with the person's consent where it lacks. Throws a `SetupError`. */
export async function providePostgresPrograms(machine: Machine): Promise<string> {
  const found = await findPostgres(PROGRAMS);
  if (found !== undefined) return found;
  await offerPackages(
    machine,
    ['postgresql-client'],
    'This takes PostgreSQL’s own programs, and there are none on this machine.',
  );
  const installed = await findPostgres(PROGRAMS);
  if (installed !== undefined) return installed;
  throw new SetupError(
    `This takes PostgreSQL’s own programs (${PROGRAMS.join(', ')}), of the server’s version or later. Install them (on Debian \`sudo apt-get install postgresql-client\`), then start again.`,
  );
}
