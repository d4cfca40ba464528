import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCommandBlocks } from './command-blocks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-blocks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (text: string) => writeFile(join(folder, 'command-blocks.json'), text);

test('commands come as they were written, by lesson and number', async () => {
  const heredoc = "cat > a <<'END'\n\t# ä “quotes” \\\n\nEND\nls";
  await write(JSON.stringify({ layers: ['docker ps', heredoc], empty: [] }));
  const { commandsOf } = await createCommandBlocks(folder);
  expect(commandsOf('layers', 0)).toBe('docker ps');
  expect(commandsOf('layers', 1)).toBe(heredoc);
});

test('what does not exist has no commands', async () => {
  await write(JSON.stringify({ layers: ['docker ps'] }));
  const { commandsOf } = await createCommandBlocks(folder);
  for (const block of [1, 999, -1, 0.5]) expect(commandsOf('layers', block)).toBeUndefined();
  for (const lesson of ['other', 'constructor', '__proto__', 'toString']) {
    expect(commandsOf(lesson, 0)).toBeUndefined();
  }
});

test('a missing file is named, with what to do', async () => {
  await expect(createCommandBlocks(folder)).rejects.toThrow(/command-blocks\.json is missing.*npm start/);
});

test('a torn file is refused as a whole', async () => {
  const whole = JSON.stringify({ layers: ['docker ps', 'docker images'] });
  for (let length = 0; length < whole.length; length += 1) {
    await write(whole.slice(0, length));
    await expect(createCommandBlocks(folder), `${length} characters`).rejects.toThrow(/can’t be read.*npm start/);
  }
});

test('so is one with what no build leaves', async () => {
  for (const blocks of [[], { layers: 'ls' }, { layers: [1] }, { layers: [''] }, { 'Not a slug': ['ls'] }]) {
    await write(JSON.stringify(blocks));
    await expect(createCommandBlocks(folder), JSON.stringify(blocks)).rejects.toThrow(/can’t be read/);
  }
  await write(JSON.stringify({ layers: ['ls\u001b[201~\nrm -r ~'] }));
  await expect(createCommandBlocks(folder)).rejects.toThrow(/can’t be read/);
});
