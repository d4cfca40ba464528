import type { Agent } from 'node:http';
import { posix } from 'node:path';
import type { CommandSeen, FileInfo, HttpView, SandboxView } from '../../src/shared/exercise/index.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { createEngineReader } from './engine-reader.ts';
import { httpGet, NoAnswerError } from './http-get.ts';
import { createRegistryReader } from './registry-reader.ts';

/** What a check may read of a file or of a page. */
const MAX_READ_BYTES = 64 * 1024;

/** Whoever left a secret in so many files knows it by then. */
const MAX_FOUND = 100;

const MAX_ANSWER_CHARACTERS = 200;
const MAX_COMMANDS = 200;
const MAX_COMMAND_CHARACTERS = 1_000;

/** Prints the start of a file where there is one, as the learner: links lead no further than they themselves could go. */
const READ_FILE = '[ -f "$1" ] && exec head -c "$2" -- "$1"; exit 3';

/** POSIX has no other program that shows modes and sizes everywhere in the same way. */
const LIST = 'LC_ALL=C exec ls -ldn -- "$1"';
const LISTED = /^(?<type>[-a-z])(?<mode>[-rwxsStT]{9})\S*\s+\d+\s+\S+\s+\S+\s+(?<size>\d+)?/i;

/**
 * Prints the files below some folders that have one of a text's lines in them, where all of the folders may be read. The course's own layers lie behind links, which are
 * not followed: nothing in them is the learner's, and they are hundreds of megabytes.
 */
const FIND_TEXT = `text=$1; shift
for folder do [ -r "$folder" ] && [ -x "$folder" ] || exit 3; done
find "$@" -type f -size -1025k -exec grep -slF -e "$text" -- {} + 2>/dev/null | head -n ${MAX_FOUND}`;

/** Connects and is done. */
const CONNECT = 'exec 3<>"/dev/tcp/127.0.0.1/$1"';
/** A shell's exit code where it can't be found. */
const NOT_FOUND = 127;

async function get(
  sandbox: ReadySandbox,
  port: number,
  path: string,
  signal: AbortSignal,
): Promise<HttpView | undefined> {
  const agent = createDialAgent(sandbox, { kind: 'port', port });
  try {
    const { status, body } = await httpGet({ agent, host: 'localhost', path, maxBytes: MAX_READ_BYTES, signal });
    return { status, body: body.toString() };
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  } finally {
    agent.destroy();
  }
}

/** Permission bits from `rwxr-sr-t`. */
function parseMode(letters: string): number {
  let mode = 0;
  for (const [index, letter] of [...letters].entries()) {
    if (!'-ST'.includes(letter)) mode |= 0o400 >> index;
    if ('sStT'.includes(letter)) mode |= 0o4000 >> Math.floor(index / 3);
  }
  return mode;
}

const kinds: Readonly<Record<string, FileInfo['kind']>> = { '-': 'file', d: 'folder', l: 'link' };

function parseListed(text: string): FileInfo | undefined {
  const found = LISTED.exec(text)?.groups;
  if (!found) return undefined;
  return {
    kind: kinds[found['type'] ?? ''] ?? 'other',
    sizeBytes: Number(found['size'] ?? 0),
    mode: parseMode(found['mode'] ?? ''),
  };
}

/** A file's path in the image. */
function withoutFolder(path: string, folders: readonly string[]): string {
  const folder = folders.find((each) => path.startsWith(`${each}/`)) ?? '';
  return path.slice(folder.length);
}

export interface SandboxViewOptions {
  readonly sandbox: ReadySandbox;
  /** Leads to the sandbox's engine. */
  readonly engine: Agent;
  readonly exercise: string;
  /** What the learner has entered last for the task that is decided. */
  readonly answer: () => Promise<string | undefined>;
  /** What the learner's shells say they have run, newest last. */
  readonly commands: () => Promise<readonly CommandSeen[]>;
  /** The learner's account in the course registry, where there is one; left out, what anybody has pushed can be looked at, as by the learner's own engine. */
  readonly account?: () => Promise<string | undefined>;
  /** Nothing outside of the learner's folder is read there, and there is no course registry. */
  readonly isOwnMachine?: boolean;
  readonly signal: AbortSignal;
}

/** What the checks of one exercise see of a sandbox, until the signal. */
export function createSandboxView(options: SandboxViewOptions): SandboxView {
  const { sandbox, engine, exercise, answer, commands, account, isOwnMachine = false, signal } = options;
  const { architecture, layerFolders, ...engineReader } = createEngineReader(engine, signal);
  const { document: _, ...registryReader } = createRegistryReader({
    sandbox,
    architecture,
    isOwnMachine,
    account,
    signal,
  });
  const folder = posix.join(sandbox.home, exercise);

  /** Throws a `TypeError` for a path that a check may not look at. */
  const resolve = (path: string): string => {
    const absolute = posix.resolve(folder, path);
    const mayBeAnywhere = posix.isAbsolute(path) && !isOwnMachine;
    const within = posix.isAbsolute(path) ? sandbox.home : folder;
    if (path.includes('\0')) throw new TypeError('No path has a NUL character in it.');
    if (mayBeAnywhere || absolute === within || absolute.startsWith(`${within}/`)) return absolute;
    throw new TypeError(
      isOwnMachine
        ? `The path "${path}" leads out of the learner’s folder, and on their own machine a check looks no further.`
        : `The path "${path}" leads out of the exercise’s folder. Begin it with / where that is meant.`,
    );
  };

  return {
    ...engineReader,
    ...registryReader,

    account: async () => account?.(),

    async findInLayers(reference, text) {
      if (text === '' || text.includes('\0')) throw new TypeError('There is no such text to look for.');
      const folders = await layerFolders(reference);
      if (folders.length === 0) return (await engineReader.image(reference)) ? undefined : [];
      const { exitCode, stdout } = await sandbox.exec(['sh', '-c', FIND_TEXT, 'find-text', text, ...folders], {
        signal,
        maxOutputBytes: MAX_READ_BYTES,
      });
      if (exitCode !== 0) return undefined;
      const found = stdout.toString().split('\n').filter(Boolean);
      return [...new Set(found.map((path) => withoutFolder(path, folders)))];
    },

    async file(path) {
      const { exitCode, stdout } = await sandbox.exec(
        ['sh', '-c', READ_FILE, 'read-file', resolve(path), String(MAX_READ_BYTES)],
        { signal, maxOutputBytes: MAX_READ_BYTES },
      );
      return exitCode === 0 ? stdout.toString() : undefined;
    },

    async fileInfo(path) {
      const { exitCode, stdout } = await sandbox.exec(['sh', '-c', LIST, 'list', resolve(path)], { signal });
      return exitCode === 0 ? parseListed(stdout.toString()) : undefined;
    },

    async port(port) {
      const { exitCode } = await sandbox.exec(['bash', '-c', CONNECT, 'connect', String(port)], { signal });
      if (exitCode === NOT_FOUND) throw new Error('Whether a port is open can be seen only where bash is installed.');
      return exitCode === 0;
    },

    async http(port, path) {
      if (!path.startsWith('/')) throw new TypeError(`The path "${path}" of a page does not begin with /.`);
      return get(sandbox, port, path, signal);
    },

    answer: async () => (await answer())?.trim().slice(0, MAX_ANSWER_CHARACTERS),

    commands: async () =>
      (await commands()).slice(-MAX_COMMANDS).map(({ text, exitCode }) => ({
        text: text.slice(0, MAX_COMMAND_CHARACTERS),
        exitCode,
      })),
  };
}
