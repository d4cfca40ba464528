import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ScreenModes } from './screen-modes.ts';
import { type KeptOutput, Scrollback } from './scrollback.ts';

/**
 * The file begins with the offset of its first byte of output: 8 bytes, unsigned, big-endian. Where the first of them is MODES_FOLLOW instead of 0, the length of the sequences that
 * set the screen's modes follows, in one byte, and they themselves.
 */
const OFFSET_BYTES = 8;
const MODES_FOLLOW = 1;

/** More than all modes together. */
const MAX_MODES_BYTES = 255;

/** How long output may wait for its write, in ms. A holder keeps it as long, so it is no loss to be killed meanwhile; and five hundred learners' keys are not a write each. */
const FLUSH_AFTER_MS = 1_000;

/** Output that comes quicker is written sooner, so that the holder, which keeps twice as much, can forget it. */
const FLUSH_AFTER_BYTES = 1024 * 1024;

/** A scrollback that outlives the process. */
export interface KeptScrollback extends AsyncDisposable {
  readonly scrollback: Scrollback;
  /** Output below this offset is in the file. */
  readonly stored: number;
  append(bytes: Uint8Array): void;
  /** Starts anew from an offset. */
  restart(offset: number): void;
}

function header(offset: number, modes: string): Buffer {
  const bytes = Buffer.alloc(OFFSET_BYTES + 1 + modes.length);
  bytes.writeBigUInt64BE(BigInt(offset));
  bytes[0] = MODES_FOLLOW;
  bytes[OFFSET_BYTES] = Math.min(MAX_MODES_BYTES, modes.length);
  bytes.write(modes, OFFSET_BYTES + 1, 'latin1');
  return bytes;
}

/** What a file holds, of its output the last; an empty beginning where there is none, or where it was cut off before its header's end. */
export async function readScrollbackFile(path: string, capacityBytes: number): Promise<KeptOutput> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const hasModes = content[0] === MODES_FOLLOW;
  const headerBytes = OFFSET_BYTES + (hasModes ? 1 + (content[OFFSET_BYTES] ?? 0) : 0);
  if (content.length < headerBytes) return { start: 0, modes: '', bytes: new Uint8Array() };
  const modes = new ScreenModes(hasModes ? content.toString('latin1', OFFSET_BYTES + 1, headerBytes) : '');
  content[0] = 0;
  const start = Number(content.readBigUInt64BE(0));
  const output = content.subarray(headerBytes);
  const skipped = Math.max(0, output.length - capacityBytes);
  modes.feed(output.subarray(0, skipped));
  return { start: start + skipped, modes: modes.sequences, bytes: output.subarray(skipped) };
}

/** A disk that fills up takes a part, and does not call that an error. */
async function writeAll(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev(parts);
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (bytesWritten < bytes) throw new Error(`Of ${bytes} bytes of scrollback ${bytesWritten} were written.`);
}

export interface KeptScrollbackOptions {
  readonly path: string;
  readonly capacityBytes: number;
  /** `stored` has grown. */
  readonly onStored: () => void;
  /** Hears of a write that failed (a full disk). The terminal goes on without: `stored` grows all the same. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the last `capacityBytes` of a terminal's output in a file that is at most twice as large. */
export async function openKeptScrollback(options: KeptScrollbackOptions): Promise<KeptScrollback> {
  const { path, capacityBytes, onStored, onError } = options;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const scrollback = new Scrollback(capacityBytes, await readScrollbackFile(path, capacityBytes));
  // The file's end may be cut off anywhere, so the first write lays it anew.
  let file: FileHandle | undefined;
  let fileBytes = 0;
  let stored = scrollback.end;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  /** What comes after the last write is not kept: its folder may be gone, or another process's. */
  let isOver = false;

  const forgetFile = async () => {
    const last = file;
    file = undefined;
    await last?.close();
  };

  const rewrite = async (end: number) => {
    await forgetFile();
    const from = Math.max(scrollback.start, end - capacityBytes);
    const begin = header(from, scrollback.modesAt(from).sequences);
    const draft = `${path}.new`;
    const next = await open(draft, 'w', 0o600);
    try {
      await writeAll(next, [begin, ...scrollback.parts(from, end)]);
      await rename(draft, path);
    } catch (error) {
      await next.close();
      throw error;
    }
    file = next;
    fileBytes = begin.length + end - from;
  };

  const write = async (end: number) => {
    // Another beginning, or more than is kept, has come since the last write.
    const isApart = stored < scrollback.start || stored > end;
    const bytes = end - stored;
    if (!file || isApart || fileBytes + bytes > OFFSET_BYTES + 2 * capacityBytes) return rewrite(end);
    await writeAll(file, [...scrollback.parts(stored, end)]);
    fileBytes += bytes;
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (writing) await writing;
    const { end } = scrollback;
    if (stored === end) return;
    writing = write(end).catch(async (error: unknown) => {
      onError(error);
      await forgetFile().catch(onError);
    });
    await writing;
    writing = undefined;
    stored = end;
    onStored();
  };

  const flushSoon = () => {
    if (isOver) return;
    if (Math.abs(scrollback.end - stored) >= FLUSH_AFTER_BYTES && !writing) void flush();
    else timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS);
  };

  return {
    scrollback,
    get stored() {
      return stored;
    },
    append(bytes) {
      scrollback.append(bytes);
      flushSoon();
    },
    restart(offset) {
      scrollback.restart(offset);
      flushSoon();
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      await flush();
      await forgetFile();
    },
  };
}
