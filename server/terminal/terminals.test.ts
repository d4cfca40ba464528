import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import { Terminals } from './terminals.ts';

const owned = sandboxIdSchema.parse('1'.repeat(16));
const gone = '2'.repeat(16);

function terminalsIn(folder: string) {
  const onError = (error: unknown) => {
    throw error;
  };
  return new Terminals({ folder, onCommandFinished: () => {}, onError });
}

test('of sandboxes that are nobody’s any more no output is kept', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-terminals-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of [`${owned}-main`, `${gone}-main`, `${gone}-second`, `${gone}-main.new`, 'README']) {
    writeFileSync(join(folder, name), 'said');
  }
  await terminalsIn(folder).tidy(new Set([owned]));
  expect(readdirSync(folder).sort()).toEqual([`${owned}-main`, 'README'].sort());
});

test('what is kept of a sandbox’s terminals is read as it was on their screens', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-terminals-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const header = Buffer.alloc(8);
  for (const name of [`${owned}-main`, `${owned}-main.new`, `${gone}-main`]) {
    writeFileSync(join(folder, name), Buffer.concat([header, Buffer.from(`Ahoy from ${name}`)]));
  }
  const kept: object[] = [];
  for await (const terminal of terminalsIn(folder).kept(owned)) kept.push(terminal);
  expect(kept).toEqual([{ terminal: 'main', output: `Ahoy from ${owned}-main` }]);
});

test('of a sandbox that is removed no output is kept, and of others all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-terminals-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of [`${owned}-main`, `${owned}-main.new`, `${gone}-main`]) writeFileSync(join(folder, name), 'said');
  await terminalsIn(folder).remove(owned);
  expect(readdirSync(folder)).toEqual([`${gone}-main`]);
});

test('before the first terminal there is nothing to tidy', async () => {
  await expect(terminalsIn(join(tmpdir(), 'drydock-no-such-folder')).tidy(new Set())).resolves.toBeUndefined();
});
