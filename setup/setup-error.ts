import { StoreError } from '../server/storage/errors.ts';

/** Setting up could not go on. The message is for the person at the terminal: what happened and what to do, in a sentence or two. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

interface Cause {
  readonly pattern: RegExp;
  readonly sentence: string;
}

// The first match counts, so what is certain (the disk is full) stands before what is often only its consequence.
const CAUSES: readonly Cause[] = [
  {
    pattern:
      /ENOSPC|no space left on device|database or disk is full|SQLITE_FULL|not enough free space|Disk quota exceeded|EDQUOT/i,
    sentence:
      'the disk is full. Free some space (`docker system df` shows what Docker holds; `df -h` shows the rest), then start again.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|Temporary failure (?:in name resolution|resolving)|Could not resolve|Network is unreachable|no such host|Unable to connect to|Could not connect to|i\/o timeout|TLS handshake timeout|Failed to fetch http|Some index files failed to download/i,
    sentence:
      'the network, or the server asked, could not be reached. Check the connection (and the proxy, if there is one), then start again.',
  },
  {
    pattern: /address already in use|EADDRINUSE|port is already allocated/i,
    sentence: 'the port is in use by another program. Stop that program or choose another port, then start again.',
  },
  {
    pattern: /dpkg\/lock|could not get lock|Unable to acquire the dpkg/i,
    sentence: 'another program is installing packages. Wait until it is done, then start again.',
  },
  {
    pattern: /SQLITE_CANTOPEN|SQLITE_READONLY|EROFS|EACCES|EPERM|permission denied|are you root\?/i,
    sentence: 'permission was denied. Start again as a user who has it, or as root.',
  },
  {
    pattern: /Cannot connect to the Docker daemon|connect ECONNREFUSED|connect ENOENT|socket hang up|ECONNRESET|EPIPE/i,
    sentence: 'the Docker Engine stopped answering. See that it runs (`docker info`), then start again.',
  },
];

/** Apt downloads as root where its own user may not, and warns of it. */
const HARMLESS = /^W: .*permission denied/i;

/** Matches what a program or the system said against the causes that a person can do something about. */
export function knownCause(text: string): string | undefined {
  return CAUSES.find(({ pattern }) => pattern.test(text))?.sentence;
}

/**
 * One error for whatever went wrong while `doing` ("building the sandbox image"). `log` is the tail of the output, the newest line last; it is shown
 * only when no known cause is found in it.
 */
export function setupError(doing: string, error: unknown, log: readonly string[] = []): SetupError {
  if (error instanceof SetupError) return error;
  if (error instanceof StoreError) return new SetupError(error.message, { cause: error });
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = knownCause([code, text, ...log.filter((line) => !HARMLESS.test(line))].join('\n'));
  if (cause !== undefined) return new SetupError(`Stopped while ${doing}: ${cause}`, { cause: error });
  const tail = log.length === 0 ? '' : `\nIts last lines were:\n${log.map((line) => `  ${line}`).join('\n')}`;
  return new SetupError(`Stopped while ${doing}: ${text.trim()}${tail}`, { cause: error });
}
