import { parse } from 'pg-connection-string';
import { StoreError } from './errors.ts';

interface Refusal {
  readonly codes: readonly string[];
  /** Why, and what to do about it. */
  readonly sentence: string;
}

// PostgreSQL's SQLSTATEs, and what Node says of sockets.
const REFUSALS: readonly Refusal[] = [
  {
    codes: ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EACCES'],
    sentence: 'nothing answers there. See that PostgreSQL runs and listens at this address',
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT'],
    sentence: 'that machine could not be found or reached. Check the name and the network',
  },
  {
    codes: ['28P01', '28000'],
    sentence: 'it refuses this user or password. Correct them (a password with / @ : or % has to be percent-encoded)',
  },
  { codes: ['3D000'], sentence: 'it has no such database. Make it (`createdb drydock`)' },
  { codes: ['53300'], sentence: 'it takes no more connections. Raise its max_connections' },
  { codes: ['57P03'], sentence: 'it is just starting or stopping. Wait a moment' },
  {
    codes: ['42501', '3F000'],
    sentence: 'this user may not make tables there. Make the user the database’s owner',
  },
  { codes: ['25006'], sentence: 'it can only be read. Name the primary server, not a standby' },
];

/** The database without user, password and options: fit to be shown. */
export function placeOf(url: string): string {
  const { host, port, database } = parse(url);
  return `The PostgreSQL database ${database || '(none)'} at ${host || 'localhost'}${port ? `:${port}` : ''}`;
}

/** One error for whatever kept a connection from being made, with what to do. What is not known keeps PostgreSQL's own words, which have no password in them. */
export function explainPostgres(error: unknown, url: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const code = codeOf(error) ?? codeOf(error.cause) ?? '';
  const known = REFUSALS.find(({ codes }) => codes.includes(code))?.sentence;
  if (known !== undefined) return storeError(url, known, error);
  if (/timeout|terminated/i.test(error.message)) {
    return storeError(url, 'it did not answer in time. See that PostgreSQL runs and listens at this address', error);
  }
  if (/SSL|certificate/i.test(error.message)) {
    return storeError(url, `TLS was not agreed on: ${error.message}. Set sslmode in DATABASE_URL as it needs`, error);
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function storeError(url: string, sentence: string, cause: Error): StoreError {
  return new StoreError(`${placeOf(url)} can't be used: ${sentence}, then start again. DATABASE_URL names it.`, {
    cause,
  });
}
