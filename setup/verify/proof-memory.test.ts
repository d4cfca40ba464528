import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Proof } from './proof.ts';
import { CODE_FILES, CODE_FOLDERS, createProofMemory } from './proof-memory.ts';

const FILES = [
  'server/config.ts',
  'server/errors.ts',
  'server/storage/errors.ts',
  'server/checks/exercises.ts',
  'server/domain/serial.ts',
  'server/registry/port.ts',
  'server/sandbox/port.ts',
  'server/terminal/terminal.ts',
  'src/shared/ids.ts',
  'src/lib/code-fence.ts',
  'setup/verify/proof.ts',
  'package-lock.json',
  'exercises/counted.ts',
  'exercises/oars/exercise.ts',
  'exercises/oars/start/boat.txt',
  'exercises/sails/exercise.ts',
];

const proof: Proof = {
  id: 'exercise/oars/start',
  name: 'oars',
  what: 'start',
  file: 'exercises/oars/exercise.ts',
  sources: ['exercises/oars'],
  timeoutMs: 1,
  run: () => Promise.reject(new Error('not run')),
};

function newProject() {
  const root = mkdtempSync(join(tmpdir(), 'drydock-memory-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const file of FILES) write(file, 'as it was');
  const open = (machine = 'one') => createProofMemory(root, [machine]);
  const knows = async (machine?: string) => (await open(machine)).knows(proof);
  return { write, open, knows };
}

test('knows what was kept, in another run too', async () => {
  const { open, knows } = newProject();
  const memory = await open();
  expect(await memory.knows(proof)).toBe(false);
  await memory.keep(proof);
  expect(await knows()).toBe(true);
});

test('whatever the result depends on makes it unknown again: its own files, what exercises share, the code, the machine', async () => {
  for (const file of FILES.filter((each) => !each.includes('sails'))) {
    const { write, open, knows } = newProject();
    const memory = await open();
    await memory.knows(proof);
    await memory.keep(proof);
    write(file, 'changed');
    expect(await knows(), file).toBe(false);
    write(file, 'as it was');
    expect(await knows(), file).toBe(true);
    expect(await knows('another'), file).toBe(false);
  }
});

test('another exercise changes nothing', async () => {
  const { write, open, knows } = newProject();
  const memory = await open();
  await memory.knows(proof);
  await memory.keep(proof);
  write('exercises/sails/exercise.ts', 'changed');
  expect(await knows()).toBe(true);
});

test('what changes while its proof runs is not kept as it is then', async () => {
  const { write, open, knows } = newProject();
  const memory = await open();
  await memory.knows(proof);
  write('exercises/oars/exercise.ts', 'changed meanwhile');
  await memory.keep(proof);
  expect(await knows()).toBe(false);
});

test('what says that it is not worth remembering is not remembered', async () => {
  const { open } = newProject();
  const memory = await open();
  const quick = { ...proof, sources: undefined };
  expect(await memory.knows(quick)).toBe(false);
  await memory.keep(quick);
  expect(await memory.knows(quick)).toBe(false);
});

/** Files of this project that a file imports for more than their types, by way of others too. */
function imported(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8').replace(/^(?:import|export) type [^;]*;/gm, '');
  for (const [, path = ''] of text.matchAll(/\bfrom '(\.[^']+)'/g)) imported(join(dirname(file), path), found);
  return found;
}

test('all of the platform that the proof imports is among what it depends on', () => {
  const root = join(import.meta.dirname, '../..');
  const files = [...imported(join(import.meta.dirname, 'verify-course.ts'))].map((file) => relative(root, file));
  const missed = files.filter(
    (file) =>
      /^(server|gateway)\//.test(file) &&
      !CODE_FILES.includes(file) &&
      !CODE_FOLDERS.some((folder) => file.startsWith(`${folder}/`)),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(missed).toEqual([]);
});
