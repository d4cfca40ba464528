import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'pg-connection-string';

const run = promisify(execFile);

/** A thousand times what a program here says when all is well. */
const MAX_OUTPUT_BYTES = 16 * 1024 ** 2;

// What an address may set beside the place, by the names that PostgreSQL's own programs have for it.
const OPTIONS: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
  connect_timeout: 'PGCONNECT_TIMEOUT',
};

export interface PostgresPrograms {
  /** The folder of `pg_dump`, `pg_restore` and `psql`. */
  readonly bin: string;
  readonly url: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A program of PostgreSQL's failed: the message is its own. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

/** Runs one to its end and resolves with its output. Where to connect to is in its environment, because everybody on the machine can read arguments. */
export async function runPostgresProgram(
  { bin, url, environment, signal }: PostgresPrograms,
  program: 'pg_dump' | 'pg_restore' | 'psql',
  args: readonly string[],
): Promise<string> {
  try {
    const env = { ...environment, ...connectionEnvironment(url), LC_ALL: 'C', PGAPPNAME: 'drydock' };
    const { stdout } = await run(join(bin, program), [...args], { env, signal, maxBuffer: MAX_OUTPUT_BYTES });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new ProgramError(said || `${program} failed: ${String(error)}`, { cause: error });
  }
}

function connectionEnvironment(url: string): Record<string, string> {
  const { host, port, user, password, database } = parse(url);
  const given = Object.entries({
    PGHOST: host || 'localhost',
    PGPORT: port,
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
  });
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const options = Object.entries(OPTIONS).map(([name, variable]) => [variable, query.get(name)] as const);
  return Object.fromEntries([...given, ...options].flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
