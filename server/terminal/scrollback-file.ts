import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Scrollback } from './scrollback.ts';

/** The file begins with the offset of its first byte of output: 8 bytes, unsigned, big-endian. */
const HEADER_BYTES = 8;

/** How long output may wait for its write, in ms: what `kill -9` of the server can cost of the scrollback. */
const FLUSH_AFTER_MS = 50;

/** A scrollback that outlives the process. */
export interface KeptScrollback extends AsyncDisposable {
  readonly scrollback: Scrollback;
  append(bytes: Uint8Array): void;
}

/** What a file holds; an empty beginning where there is none, or where it was cut off before its header. */
export async function readScrollbackFile(
  path: string,
  capacityBytes: number,
): Promise<{ start: number; bytes: Uint8Array }> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  if (content.length < HEADER_BYTES) return { start: 0, bytes: new Uint8Array() };
  const skipped = Math.max(0, content.length - HEADER_BYTES - capacityBytes);
  return {
    start: Number(content.readBigUInt64BE(0)) + skipped,
    bytes: content.subarray(HEADER_BYTES + skipped),
  };
}

/**
 * Keeps the last `capacityBytes` of a terminal's output in a file that is at most twice as large.
 * `onError` hears of a write that failed (a full disk); the terminal goes on without.
 */
export async function openKeptScrollback(options: {
  path: string;
  capacityBytes: number;
  onError: (error: unknown) => void;
}): Promise<KeptScrollback> {
  const { path, capacityBytes, onError } = options;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const scrollback = new Scrollback(capacityBytes, await readScrollbackFile(path, capacityBytes));
  // The file's end may be cut off anywhere, so the first write lays it anew.
  let fileBytes = Number.POSITIVE_INFINITY;
  let pending: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const rewrite = async () => {
    const { start, end } = scrollback;
    const from = Math.max(start, end - capacityBytes);
    const content = Buffer.alloc(HEADER_BYTES + end - from);
    content.writeBigUInt64BE(BigInt(from));
    content.set(scrollback.read(from, capacityBytes), HEADER_BYTES);
    const draft = `${path}.new`;
    await writeFile(draft, content, { mode: 0o600 });
    await rename(draft, path);
    fileBytes = content.length;
  };

  const write = async () => {
    const bytes = Buffer.concat(pending);
    pending = [];
    if (bytes.length === 0) return;
    if (fileBytes + bytes.length > HEADER_BYTES + 2 * capacityBytes) return rewrite();
    await appendFile(path, bytes);
    fileBytes += bytes.length;
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write).catch((error: unknown) => {
      fileBytes = Number.POSITIVE_INFINITY;
      onError(error);
    });
    return writing;
  };

  return {
    scrollback,
    append(bytes) {
      scrollback.append(bytes);
      pending.push(bytes);
      timer ??= setTimeout(flush, FLUSH_AFTER_MS);
    },
    async [Symbol.asyncDispose]() {
      await flush();
    },
  };
}
