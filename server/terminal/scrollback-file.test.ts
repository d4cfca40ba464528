import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openKeptScrollback, readScrollbackFile } from './scrollback-file.ts';

async function withPath(use: (path: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-scrollback-'));
  try {
    await use(join(folder, 'deep', 'main.log'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const onError = (error: unknown) => {
  throw error;
};
const read = async (path: string, capacityBytes = 10) => {
  const { start, bytes } = await readScrollbackFile(path, capacityBytes);
  return { start, text: new TextDecoder().decode(bytes) };
};

test('what was appended is there when the file is opened again, at its offset', () =>
  withPath(async (path) => {
    for (const part of ['abc', 'def']) {
      const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
      file.append(Buffer.from(part));
      await file[Symbol.asyncDispose]();
    }
    expect(await read(path)).toEqual({ start: 0, text: 'abcdef' });
  }));

test('only the last bytes are kept, and the file stays small', () =>
  withPath(async (path) => {
    const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
    for (let count = 0; count < 100; count += 1) {
      file.append(Buffer.from('0123456'));
      if (count % 7 === 0) await file[Symbol.asyncDispose]();
    }
    await file[Symbol.asyncDispose]();
    expect(statSync(path).size).toBeLessThanOrEqual(9 + 20);
    expect(await read(path)).toEqual({ start: 690, text: '4560123456' });
  }));

test('the modes of the screen are kept, though what set them is not', () =>
  withPath(async (path) => {
    for (const part of ['\x1b[?1049h\x1b[?25l', '0123456789', 'abcdefghijklmnopqrstuvwxyz']) {
      const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
      file.append(Buffer.from(part));
      await file[Symbol.asyncDispose]();
    }
    const kept = await readScrollbackFile(path, 10);
    expect(kept).toMatchObject({ start: 40, modes: '\x1b[?1049h\x1b[?25l' });
    expect(Buffer.from(kept.bytes).toString()).toBe('qrstuvwxyz');
  }));

test('a file of the time before modes were kept is read', () =>
  withPath(async (path) => {
    const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
    await file[Symbol.asyncDispose]();
    writeFileSync(path, Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 1, 2]), Buffer.from('old')]));
    expect(await readScrollbackFile(path, 10)).toMatchObject({ start: 258, modes: '', bytes: Buffer.from('old') });
  }));

test('a file that was cut off before its header counts as empty', () =>
  withPath(async (path) => {
    const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
    await file[Symbol.asyncDispose]();
    writeFileSync(path, 'x');
    expect(await read(path)).toEqual({ start: 0, text: '' });
  }));

test('a write that fails is told, and the next one lays the file anew', () =>
  withPath(async (path) => {
    const errors: unknown[] = [];
    const file = await openKeptScrollback({
      path,
      capacityBytes: 10,
      onStored: () => {},
      onError: (error) => errors.push(error),
    });
    rmSync(join(path, '..'), { recursive: true });
    file.append(Buffer.from('abc'));
    await file[Symbol.asyncDispose]();
    expect(errors).toHaveLength(1);
  }));

test('what comes after the end is written nowhere: the folder may be gone', () =>
  withPath(async (path) => {
    const file = await openKeptScrollback({ path, capacityBytes: 10, onStored: () => {}, onError });
    file.append(Buffer.from('abc'));
    await file[Symbol.asyncDispose]();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    file.append(Buffer.from('def'));
    file.restart(9);
    expect(vi.getTimerCount()).toBe(0);
    expect(await read(path)).toEqual({ start: 0, text: 'abc' });
  }));
