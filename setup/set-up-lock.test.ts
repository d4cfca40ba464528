import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockSetUp } from './set-up-lock.ts';

function setUps() {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const notes: string[] = [];
  const enter = (signal = AbortSignal.timeout(10_000)) =>
    lockSetUp({ note: (line) => notes.push(line), signal, file: join(folder, 'set-up') });
  return { notes, enter };
}

test('a second set-up says that it waits, and goes on when the first is done', async () => {
  const { notes, enter } = setUps();
  const first = await enter();
  const second = enter();
  await expect.poll(() => notes).toEqual(['Another set-up is under way on this machine. This one waits for it.']);
  await first[Symbol.asyncDispose]();
  await (await second)[Symbol.asyncDispose]();
  expect(notes).toHaveLength(1);
});

test('who gives up waiting is let go', async () => {
  const { enter } = setUps();
  await using _first = await enter();
  await expect(enter(AbortSignal.timeout(50))).rejects.toThrow();
});
