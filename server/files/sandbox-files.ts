import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type FileStamp,
  type FolderEntry,
  type FolderView,
  folderEntrySchema,
  MAX_EDITED_BYTES,
  MAX_LISTED_ENTRIES,
  type OpenedFile,
} from '../../src/shared/file-views.ts';
import { LearnerError } from '../errors.ts';
import type { ExecResult, ReadySandbox } from '../sandbox/port.ts';
import { fileScriptExits as exits, FILE_SCRIPT } from './file-script.ts';
import { fileTrouble } from './file-trouble.ts';

/** Names have 255 bytes at most, and some figures stand before each. */
const MAX_LISTING_BYTES = (MAX_LISTED_ENTRIES + 1) * 300;

/** What stands before a file's content. */
const MAX_HEADER_BYTES = 64;

/** What the names in a folder are told apart by: as many as of one that is shown, and some. */
const MAX_STAMPED_NAMES = 5_000;

const ENTRY = /^(?<link>.)(?<kind>.) (?<size>\d+) (?<name>[^]*)$/;
/** As `sha256sum` prints it. */
const STAMP = /^(?<stamp>[0-9a-f]{64})[^\n]*\n/;
const HEADER = /^(?<may>[rw]) (?<size>\d+)\n/;

/** How a file is to be as it is replaced: not there yet; of this content; or anything. */
export type Expected = { readonly kind: 'new' | 'any' } | { readonly kind: 'same'; readonly etag: string };

/** `conflict`: it is not what was expected, and was left alone. `current` is `null` where it is gone. */
export type WriteResult =
  | { readonly kind: 'saved'; readonly etag: string }
  | { readonly kind: 'conflict'; readonly current: OpenedFile | null };

/**
 * A learner's files, by paths below their home folder. All of it is done by execs as the learner, so it reaches what they reach themselves; what leads out of the home folder is
 * refused. Throws a `LearnerError` where something can't be done.
 */
export interface SandboxFiles {
  list(path: string, signal: AbortSignal): Promise<FolderView>;
  read(path: string, signal: AbortSignal): Promise<OpenedFile>;
  /** The whole content, whatever its size. */
  send(path: string, signal: AbortSignal): Promise<Readable>;
  /** Whole or not at all. A file that is replaced keeps its mode. */
  write(path: string, content: Buffer, expected: Expected, signal: AbortSignal): Promise<WriteResult>;
  makeFolder(path: string, signal: AbortSignal): Promise<void>;
  /** Replaces nothing. */
  move(from: string, to: string, signal: AbortSignal): Promise<void>;
  /** With all that is in it. Of a link, the link alone. */
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** In the order of the paths. */
  stamps(paths: readonly string[], signal: AbortSignal): Promise<readonly FileStamp[]>;
}

export function createSandboxFiles(sandbox: ReadySandbox): SandboxFiles {
  const command = (deed: string, ...values: (string | number)[]) => [
    'sh',
    '-c',
    FILE_SCRIPT,
    'files',
    deed,
    ...values.map(String),
  ];
  const run = async (
    [deed, path, ...values]: [deed: string, path: string, ...values: (string | number)[]],
    options: { signal: AbortSignal; stdin?: Buffer; maxOutputBytes?: number },
  ): Promise<ExecResult> => {
    const result = await sandbox.exec(command(deed, path, ...values), options);
    if (result.exitCode === 0 || (deed === 'write' && result.exitCode === exits.conflict)) return result;
    throw fileTrouble(path, result);
  };

  const read = async (path: string, signal: AbortSignal): Promise<OpenedFile> => {
    const maxOutputBytes = MAX_EDITED_BYTES + MAX_HEADER_BYTES;
    const { stdout } = await run(['read', path, MAX_EDITED_BYTES], { signal, maxOutputBytes });
    const header = HEADER.exec(stdout.subarray(0, MAX_HEADER_BYTES).toString('latin1'));
    if (!header) throw new Error('The file could not be read: its size did not come.');
    const sizeBytes = Number(header.groups?.['size']);
    if (sizeBytes > MAX_EDITED_BYTES) return { kind: 'large', sizeBytes };
    const content = stdout.subarray(header[0].length);
    const text = textOf(content);
    if (text === undefined || text.includes('\0')) return { kind: 'binary', sizeBytes };
    return { kind: 'text', text, etag: etagOf(content), isWritable: header.groups?.['may'] === 'w' };
  };
  const readOrGone = (path: string, signal: AbortSignal): Promise<OpenedFile | null> =>
    read(path, signal).catch((error: unknown) => {
      if (error instanceof LearnerError && error.code === 'file-missing') return null;
      throw error;
    });

  return {
    read,

    async list(path, signal) {
      const { stdout, truncated } = await run(['list', path, MAX_LISTED_ENTRIES + 1, MAX_STAMPED_NAMES], {
        signal,
        maxOutputBytes: MAX_LISTING_BYTES,
      });
      const header = STAMP.exec(stdout.subarray(0, MAX_HEADER_BYTES * 2).toString('latin1'));
      if (!header) throw new Error('The folder could not be listed: its stamp did not come.');
      const lines = splitAtZero(stdout.subarray(header[0].length));
      const entries = lines.slice(0, MAX_LISTED_ENTRIES).flatMap((line) => parseEntry(line) ?? []);
      return { entries, stamp: header.groups?.['stamp'] ?? '', isWhole: !truncated && entries.length === lines.length };
    },

    async send(path, signal) {
      // A stream that breaks has no words for why.
      await run(['describe', path], { signal });
      return sandbox.read(command('send', path), signal);
    },

    async write(path, content, expected, signal) {
      const word = expected.kind === 'same' ? expected.etag : expected.kind;
      try {
        const { exitCode } = await run(['write', path, word, content.length], { signal, stdin: content });
        if (exitCode === 0) return { kind: 'saved', etag: etagOf(content) };
      } catch (error) {
        const isGone = error instanceof LearnerError && error.code === 'file-missing' && expected.kind === 'same';
        if (!isGone) throw error;
      }
      return { kind: 'conflict', current: await readOrGone(path, signal) };
    },

    async makeFolder(path, signal) {
      await run(['make-folder', path], { signal });
    },

    async move(from, to, signal) {
      await run(['move', from, to], { signal });
    },

    async remove(path, signal) {
      await run(['remove', path], { signal });
    },

    async stamps(paths, signal) {
      const { exitCode, stdout } = await sandbox.exec(
        command('stamps', MAX_STAMPED_NAMES, MAX_EDITED_BYTES, ...paths),
        { signal },
      );
      const stamps = stdout.toString('latin1').split('\n').slice(0, -1);
      if (exitCode !== 0 || stamps.length !== paths.length) throw new Error('Not all files could be looked at.');
      return paths.map((path, index) => {
        const stamp = stamps[index] ?? '-';
        return { path, stamp: stamp === '-' ? null : stamp.slice(0, 100) };
      });
    },
  };
}

function etagOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `undefined` for what is no UTF-8. A mark of byte order stays, so that saving changes nothing else. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function splitAtZero(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0, to = bytes.indexOf(0); to >= 0; from = to + 1, to = bytes.indexOf(0, from)) {
    parts.push(bytes.subarray(from, to));
  }
  return parts;
}

const kinds: Readonly<Record<string, FolderEntry['kind']>> = { f: 'file', d: 'folder' };

/** `undefined` for a name that is no UTF-8, or else can't be asked for. */
function parseEntry(line: Buffer): FolderEntry | undefined {
  const found = ENTRY.exec(textOf(line) ?? '')?.groups;
  const entry = folderEntrySchema.safeParse({
    name: found?.['name'],
    kind: kinds[found?.['kind'] ?? ''] ?? 'other',
    isLink: found?.['link'] === 'l',
    sizeBytes: Number(found?.['size']),
  });
  return entry.data;
}
